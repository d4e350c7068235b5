package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeResponse;

/** The four ways in which an instance comes into being. */
public final class CreateHandlers {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** What a replica takes from its source, and a restored instance from its snapshot, when the request is silent. */
    private static final List<String> INHERITED = List.of(
            "Engine",
            "EngineVersion",
            "DBInstanceClass",
            "MasterUsername",
            "DBName",
            "AllocatedStorage",
            "StorageType",
            "Iops",
            "StorageThroughput",
            "StorageEncrypted",
            "KmsKeyId",
            "LicenseModel",
            "DbInstancePort",
            "DBSubnetGroup",
            "OptionGroupMemberships",
            "AvailabilityZone",
            "AutoMinorVersionUpgrade",
            "IAMDatabaseAuthenticationEnabled");

    private final Region region;
    private final RequestSettings settings;
    private final SecureRandom random = new SecureRandom();

    public CreateHandlers(Region region) {
        this.region = region;
        this.settings = new RequestSettings(region.fleet());
    }

    CreateDbInstanceResponse create(CreateDbInstanceRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        RequestValidation.checkTags(request.tags());
        RequestValidation.checkRetention(request.backupRetentionPeriod());
        RequestValidation.checkPassword(request.masterUserPassword());
        RequestValidation.checkMonitoring(request.monitoringInterval(), request.monitoringRoleArn());
        if (request.engine() == null || request.dbInstanceClass() == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain Engine and DBInstanceClass.");
        }
        var family = defaultFamily(request.engine(), Optional.ofNullable(request.engineVersion()));
        var shape = RequestSettings.overlay(
                template(name)
                        .engine(request.engine())
                        .dbInstancePort(request.engine().startsWith("postgres") ? 5432 : 3306)
                        .allocatedStorage(20)
                        .storageType("gp2")
                        .backupRetentionPeriod(1)
                        .build(),
                defaultGroups(family).with(settings.of(request, template(name).build())));
        checkQuotas(shape);
        boolean postgres = hasServer(name, request.engine());
        var instance = new SandboxInstance(
                shape,
                postgres,
                Optional.ofNullable(request.masterUserPassword()).orElse(""),
                Optional.empty());
        return CreateDbInstanceResponse.builder()
                .dbInstance(start(instance, PendingOperation.OperationKind.CREATE, request))
                .build();
    }

    CreateDbInstanceReadReplicaResponse createReplica(CreateDbInstanceReadReplicaRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        var source = region.get(Optional.ofNullable(request.sourceDBInstanceIdentifier())
                .map(id -> id.substring(id.lastIndexOf(':') + 1))
                .orElse("(no source)"));
        requireReplicaSource(source);
        RequestValidation.checkTags(request.tags());
        RequestValidation.checkMonitoring(request.monitoringInterval(), request.monitoringRoleArn());
        if (request.kmsKeyId() != null) {
            throw AwsError.invalidCombination(
                    "You can't specify a KMS key for a read replica in the Region of its source;"
                            + " the replica uses the key of its source.");
        }
        checkSubnetGroup(request.dbSubnetGroupName(), source);
        var shape = RequestSettings.overlay(
                template(name).build(),
                defaultGroups(parameterGroup(source.shape()))
                        .with(inheritedSettings(source.shape()))
                        .with(JsonValue.JsonObject.empty()
                                .with("BackupRetentionPeriod", JsonValue.literal(0))
                                .with("ReadReplicaSourceDBInstanceIdentifier", JsonValue.text(source.name())))
                        .with(settings.of(request, source.shape())));
        checkQuotas(shape);
        region.addReplica(source.name(), name);
        var instance = new SandboxInstance(shape, source.hasServer(), source.password(), Optional.empty());
        return CreateDbInstanceReadReplicaResponse.builder()
                .dbInstance(start(instance, PendingOperation.OperationKind.REPLICATE, request))
                .build();
    }

    RestoreDbInstanceFromDbSnapshotResponse restore(RestoreDbInstanceFromDbSnapshotRequest request) {
        var name = newName(request.dbInstanceIdentifier());
        var snapshot = region.snapshot(Optional.ofNullable(request.dbSnapshotIdentifier())
                .map(CreateHandlers::snapshotName)
                .orElse("(no snapshot)"));
        if (!snapshot.shape().status().equals("available")) {
            throw new AwsError(
                    "InvalidDBSnapshotState",
                    400,
                    "Snapshot " + snapshot.name() + " is " + snapshot.shape().status() + " and not available.");
        }
        RequestValidation.checkTags(request.tags());
        RequestValidation.checkRetention(request.backupRetentionPeriod());
        var shape = copy(name, snapshot.origin(), settings.of(request, snapshot.origin()));
        checkQuotas(shape);
        var instance = new SandboxInstance(shape, snapshot.hasServer(), snapshot.password(), Optional.empty());
        return RestoreDbInstanceFromDbSnapshotResponse.builder()
                .dbInstance(start(instance, PendingOperation.OperationKind.RESTORE, request))
                .build();
    }

    RestoreDbInstanceToPointInTimeResponse restore(RestoreDbInstanceToPointInTimeRequest request) {
        var name = newName(request.targetDBInstanceIdentifier());
        var backup = new PointInTimeResolver(region).backup(request);
        var moment = PointInTimeResolver.restoreTime(request, backup, Instant.now());
        RequestValidation.checkTags(request.tags());
        RequestValidation.checkRetention(request.backupRetentionPeriod());
        var origin = backup.origin().shape();
        // The tags of the source come along, whatever is asked for.
        var shape = copy(name, origin, settings.of(request, origin)).toBuilder()
                .tagList(TagHandlers.merge(origin.tagList(), request.tags()))
                .build();
        checkQuotas(shape);
        var instance = new SandboxInstance(
                shape, backup.origin().hasServer(), backup.origin().password(), Optional.empty());
        var operation = new PendingOperation(
                PendingOperation.OperationKind.RESTORE_PAST,
                JsonValue.JsonObject.empty()
                        .with("Source", JsonValue.text(backup.id()))
                        .with("Moment", JsonValue.text(moment.toString())));
        region.put(instance.withOperation(operation));
        return RestoreDbInstanceToPointInTimeResponse.builder()
                .dbInstance(shape)
                .build();
    }

    /** An instance made of another one's data: RDS's defaults but for what goes with the data and what is asked for. */
    private DBInstance copy(String name, DBInstance origin, JsonValue.JsonObject asked) {
        var family = defaultFamily(origin.engine(), Optional.ofNullable(origin.engineVersion()));
        var overlay = defaultGroups(family)
                .with(inheritedSettings(origin))
                .with("BackupRetentionPeriod", JsonValue.literal(Math.max(1, origin.backupRetentionPeriod())));
        if (region.fleet().subnetGroups().containsKey("default")) {
            overlay = overlay.with("DBSubnetGroup", settings.subnetGroup("default"));
        }
        return RequestSettings.overlay(template(name).build(), overlay.with(asked));
    }

    static String snapshotName(String given) {
        int arn = given.indexOf(":snapshot:");
        return arn < 0 ? given : given.substring(arn + ":snapshot:".length());
    }

    static String defaultFamily(String engine, Optional<String> version) {
        var parts = version.orElse(engine.startsWith("postgres") ? "16" : "8.0").split("\\.", -1);
        var major = engine.startsWith("postgres") || parts.length < 2 ? parts[0] : parts[0] + "." + parts[1];
        return "default." + engine + major;
    }

    private void checkQuotas(DBInstance shape) {
        RequestValidation.checkProvisionedIops(shape);
        new AccountQuotas(region).requireCapacity(shape.allocatedStorage());
    }

    private DBInstance start(SandboxInstance instance, PendingOperation.OperationKind kind, SdkPojo request) {
        region.put(instance.withOperation(new PendingOperation(kind, SdkShapes.toJson(request))));
        return instance.shape();
    }

    private String newName(String given) {
        var name = RequestValidation.validName(given);
        RequestValidation.requireFreeName(region, name);
        return name;
    }

    private static void requireReplicaSource(SandboxInstance source) {
        RequestValidation.requireAvailable(source, "create a read replica of");
        if (source.isReplica() && source.isPostgresEngine()) {
            throw AwsError.invalidState("Cannot create a read replica of " + source.name()
                    + ": it is a read replica itself, and a replica of this engine cannot feed another.");
        }
        if (source.shape().backupRetentionPeriod() < 1) {
            throw AwsError.invalidState(
                    "Automated backups are not enabled for " + source.name() + "; a read replica needs them.");
        }
    }

    private void checkSubnetGroup(String asked, SandboxInstance source) {
        if (asked == null) {
            return;
        }
        settings.subnetGroup(asked);
        var own = source.shape().dbSubnetGroup();
        if (own == null || !asked.equals(own.dbSubnetGroupName())) {
            throw new AwsError(
                    "DBSubnetGroupNotAllowedFault",
                    400,
                    "A read replica in the Region of its source stays in the source's DB subnet group; " + asked
                            + " is another.");
        }
    }

    private static JsonValue.JsonObject inheritedSettings(DBInstance shape) {
        var all = SdkShapes.toJson(shape);
        var taken = JsonValue.JsonObject.empty();
        for (var name : INHERITED) {
            if (all.get(name).isPresent()) {
                taken = taken.with(name, all.get(name).orElseThrow());
            }
        }
        return taken;
    }

    private static String parameterGroup(DBInstance shape) {
        return shape.dbParameterGroups().get(0).dbParameterGroupName();
    }

    private static JsonValue.JsonObject defaultGroups(String parameterGroup) {
        return JsonValue.JsonObject.empty()
                .with("DBParameterGroups", RequestSettings.parameterGroup(parameterGroup, "in-sync"))
                .with("VpcSecurityGroups", RequestSettings.securityGroups(List.of(JsonValue.text("sg-default"))))
                .with("OptionGroupMemberships", RequestSettings.optionGroup(parameterGroup.replaceFirst("\\.", ":")));
    }

    private DBInstance.Builder template(String name) {
        var id = new StringBuilder("db-");
        for (int i = 0; i < 26; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return DBInstance.builder()
                .dbInstanceIdentifier(name)
                .dbiResourceId(id.toString())
                .dbInstanceArn(region.fleet().arn("db", name))
                .dbInstanceStatus("creating")
                .instanceCreateTime(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .pendingModifiedValues(PendingModifiedValues.builder().build())
                .multiAZ(false)
                .publiclyAccessible(false)
                .storageEncrypted(false)
                .autoMinorVersionUpgrade(true)
                .copyTagsToSnapshot(false)
                .deletionProtection(false)
                .iamDatabaseAuthenticationEnabled(false)
                .performanceInsightsEnabled(false)
                .monitoringInterval(0)
                .caCertificateIdentifier("rds-ca-rsa2048-g1")
                .availabilityZone(region.fleet().region() + "a")
                .preferredBackupWindow("03:00-03:30")
                .preferredMaintenanceWindow("sun:04:00-sun:04:30")
                .readReplicaDBInstanceIdentifiers(new ArrayList<>())
                .tagList(new ArrayList<>());
    }

    private boolean hasServer(String name, String engine) {
        // The fleet file decides for its instances; any other PostgreSQL gets a server if the fleet uses servers.
        return region.fleet().instances().stream()
                .filter(member -> member.name().equals(name))
                .map(Fleet.Member::hasServer)
                .findFirst()
                .orElse(engine.startsWith("postgres")
                        && region.fleet().instances().stream().anyMatch(Fleet.Member::hasServer));
    }
}
