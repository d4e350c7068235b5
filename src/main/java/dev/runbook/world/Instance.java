package dev.runbook.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.Tag;

/** A DB instance as RDS describes it, with the questions a refresh asks about it. */
public record Instance(DBInstance description) {

    public InstanceId id() {
        return new InstanceId(description.dbInstanceIdentifier());
    }

    public ResourceId resourceId() {
        return new ResourceId(description.dbiResourceId());
    }

    public String status() {
        return description.dbInstanceStatus();
    }

    public Optional<String> masterUser() {
        return Optional.ofNullable(description.masterUsername());
    }

    public boolean isAvailable() {
        return status().equals("available");
    }

    public Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : description.tagList()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    public Optional<RefreshTags> refreshTags() {
        return RefreshTags.of(tags());
    }

    /** The command that deletes the instance, if a refresh created it; empty for any other instance. */
    public Optional<String> removal() {
        return refreshTags().map(refreshTags -> "runbook discard " + refreshTags.refresh());
    }

    /** The instance this one replicates from; RDS gives a cross-region source as an ARN, whose last part is the name. */
    public Optional<InstanceId> source() {
        return Optional.ofNullable(description.readReplicaSourceDBInstanceIdentifier())
                .filter(name -> !name.isEmpty())
                .map(name -> new InstanceId(name.substring(name.lastIndexOf(':') + 1)));
    }

    /** Identifiers of the replicas as RDS lists them; a replica in another region is listed by its ARN. */
    public List<String> replicaNames() {
        return description.readReplicaDBInstanceIdentifiers();
    }

    /** The id of its account, from its ARN. */
    public Optional<String> account() {
        return Optional.ofNullable(description.dbInstanceArn())
                .map(arn -> arn.split(":", -1))
                .filter(parts -> parts.length > 4)
                .map(parts -> parts[4]);
    }

    /** The RDS engine's name: {@code postgres}, {@code mysql}. */
    public String engine() {
        return Optional.ofNullable(description.engine()).orElse("");
    }

    /** The instance class: {@code db.m6g.large}; empty when RDS does not return it. */
    public String size() {
        return Optional.ofNullable(description.dbInstanceClass()).orElse("");
    }

    /**
     * Whether RDS manages the master user's password, so that it cannot be set here.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html">Password management with
     *     Amazon RDS and AWS Secrets Manager</a>
     */
    public boolean hasManagedPassword() {
        return description.masterUserSecret() != null;
    }

    /** Whether automated backups are enabled. */
    public boolean isBackedUp() {
        return Optional.ofNullable(description.backupRetentionPeriod()).orElse(0) > 0;
    }

    /** Whether deletion protection is enabled. */
    public boolean isProtectedFromDeletion() {
        return Boolean.TRUE.equals(description.deletionProtection());
    }

    /** Its security groups, including those being added or removed. */
    public List<String> securityGroups() {
        return description.vpcSecurityGroups().stream()
                .map(group -> group.vpcSecurityGroupId())
                .toList();
    }

    /** Its endpoint; empty until RDS has assigned one. */
    public Optional<Address> address() {
        Endpoint endpoint = description.endpoint();
        return endpoint == null || endpoint.address() == null || endpoint.port() == null
                ? Optional.empty()
                : Optional.of(new Address(endpoint.address(), endpoint.port()));
    }

    /** The settings that a refresh copies or depends on, by display name; settings without a value are left out. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, "class", description.dbInstanceClass());
        put(settings, "engine", description.engine());
        put(settings, "version", description.engineVersion());
        put(settings, "master user", description.masterUsername());
        put(settings, "storage in GiB", description.allocatedStorage());
        put(settings, "storage type", description.storageType());
        put(settings, "iops", description.iops());
        put(settings, "encrypted", description.storageEncrypted());
        put(settings, "key", description.kmsKeyId());
        put(
                settings,
                "parameter groups",
                description.dbParameterGroups().stream()
                        .map(group -> group.dbParameterGroupName())
                        .toList());
        put(
                settings,
                "option groups",
                description.optionGroupMemberships().stream()
                        .map(group -> group.optionGroupName())
                        .toList());
        put(
                settings,
                "subnet group",
                Optional.ofNullable(description.dbSubnetGroup())
                        .map(group -> group.dbSubnetGroupName())
                        .orElse(""));
        put(settings, "security groups", securityGroups().stream().sorted().toList());
        put(settings, "multi-AZ", description.multiAZ());
        put(settings, "public", description.publiclyAccessible());
        put(settings, "backup days", description.backupRetentionPeriod());
        put(settings, "deletion protection", description.deletionProtection());
        put(settings, "changes pending", hasPendingChanges());
        return settings;
    }

    private static void put(Map<String, String> settings, String name, @Nullable Object value) {
        if (value != null && !List.of("", "[]").contains(value.toString())) {
            settings.put(name, value.toString());
        }
    }

    /** A copy of the description with some fields changed. */
    public Instance with(Consumer<DBInstance.Builder> edit) {
        return new Instance(description.toBuilder().applyMutation(edit).build());
    }

    public boolean hasPendingChanges() {
        var pending = description.pendingModifiedValues();
        return pending != null
                && !pending.equalsBySdkFields(PendingModifiedValues.builder().build());
    }
}
