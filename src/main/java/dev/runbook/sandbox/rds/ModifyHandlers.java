package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.util.ArrayList;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaResponse;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;

/** Changes of an instance that stays: settings, name, role, reboot. */
public final class ModifyHandlers {

    private final Region region;
    private final RequestSettings settings;

    public ModifyHandlers(Region region) {
        this.region = region;
        this.settings = new RequestSettings(region.fleet());
    }

    ModifyDbInstanceResponse modify(ModifyDbInstanceRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        RequestValidation.requireAvailable(instance, "modify");
        check(request, instance);
        RequestValidation.checkProvisionedIops(
                RequestSettings.overlay(instance.shape(), settings.of(request, instance.shape())));
        boolean now = Boolean.TRUE.equals(request.applyImmediately());
        var wanted = changedSettings(settings.of(request, instance.shape()), instance.shape());
        var waiting = pendingSettings(wanted, request, instance.shape(), now);
        var direct = wanted;
        for (var name : waiting.fields().keySet()) {
            direct = direct.without(name);
        }
        var due = remainingSettings(request, instance.shape()).with(waiting);
        boolean nothing = direct.fields().isEmpty() && due.fields().isEmpty();
        var next = instance.with(withPendingReboot(direct))
                .with(JsonValue.JsonObject.empty().with("PendingModifiedValues", due));
        if (now && !nothing) {
            // What has waited for the window is applied with the first change that is made at once.
            next = next.withOperation(new PendingOperation(
                    PendingOperation.OperationKind.MODIFY,
                    SdkShapes.toJson(request).with("Changes", due)));
        }
        region.put(next);
        return ModifyDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    PromoteReadReplicaResponse promote(PromoteReadReplicaRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        if (!instance.isReplica()) {
            throw AwsError.invalidState("DB Instance " + instance.name() + " is not a read replica.");
        }
        RequestValidation.requireAvailable(instance, "promote");
        RequestValidation.checkRetention(request.backupRetentionPeriod());
        var next = instance.withOperation(
                new PendingOperation(PendingOperation.OperationKind.PROMOTE, SdkShapes.toJson(request)));
        region.put(next);
        return PromoteReadReplicaResponse.builder().dbInstance(next.shape()).build();
    }

    AddRoleToDbInstanceResponse addRole(AddRoleToDbInstanceRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        if (request.roleArn() == null || request.featureName() == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain RoleArn and FeatureName.");
        }
        RequestValidation.requireAvailable(instance, "add a role to");
        var roles = new ArrayList<>(instance.shape().associatedRoles());
        if (roles.stream().anyMatch(role -> request.featureName().equals(role.featureName()))) {
            throw new AwsError(
                    "DBInstanceRoleAlreadyExists",
                    400,
                    "A role is already associated with " + instance.name() + " for " + request.featureName() + ".");
        }
        if (roles.size() >= region.fleet().quota(Fleet.FleetQuota.ROLES_OF_AN_INSTANCE)) {
            throw new AwsError(
                    "DBInstanceRoleQuotaExceeded", 400, instance.name() + " can have no more associated roles.");
        }
        roles.add(DBInstanceRole.builder()
                .roleArn(request.roleArn())
                .featureName(request.featureName())
                .status("PENDING")
                .build());
        region.put(instance.with(
                        instance.shape().toBuilder().associatedRoles(roles).build())
                .withOperation(
                        new PendingOperation(PendingOperation.OperationKind.ADD_ROLE, SdkShapes.toJson(request))));
        return AddRoleToDbInstanceResponse.builder().build();
    }

    RebootDbInstanceResponse reboot(RebootDbInstanceRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        RequestValidation.requireAvailable(instance, "reboot");
        if (Boolean.TRUE.equals(request.forceFailover())
                && !Boolean.TRUE.equals(instance.shape().multiAZ())) {
            throw AwsError.invalidCombination("ForceFailover cannot be specified since the instance is not MultiAZ.");
        }
        var next = instance.withStatus("rebooting")
                .withOperation(new PendingOperation(PendingOperation.OperationKind.REBOOT, SdkShapes.toJson(request)));
        region.put(next);
        return RebootDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    private void check(ModifyDbInstanceRequest request, SandboxInstance instance) {
        var shape = instance.shape();
        RequestValidation.checkRetention(request.backupRetentionPeriod());
        RequestValidation.checkPassword(request.masterUserPassword());
        RequestValidation.checkMonitoring(
                request.monitoringInterval(),
                Optional.ofNullable(request.monitoringRoleArn()).orElse(shape.monitoringRoleArn()));
        Optional.ofNullable(request.newDBInstanceIdentifier())
                .map(RequestValidation::validName)
                .filter(name -> !name.equals(instance.name()))
                .ifPresent(name -> RequestValidation.requireFreeName(region, name));
        checkRole(request, instance);
        int storage = Optional.ofNullable(request.allocatedStorage()).orElse(shape.allocatedStorage());
        if (storage < shape.allocatedStorage()) {
            throw AwsError.invalidCombination("Invalid storage size: " + storage + " GiB is less than the allocated "
                    + shape.allocatedStorage() + " GiB; storage cannot shrink.");
        }
        if (request.maxAllocatedStorage() != null && request.maxAllocatedStorage() < storage) {
            throw AwsError.invalidCombination(
                    "Max storage threshold must not be below the allocated " + storage + " GiB.");
        }
        if (request.dbSubnetGroupName() != null) {
            requireOtherVpc(request.dbSubnetGroupName(), shape);
        }
    }

    private void checkRole(ModifyDbInstanceRequest request, SandboxInstance instance) {
        if (instance.isReplica()) {
            if (instance.isPostgresEngine() && isPositive(request.backupRetentionPeriod())) {
                throw AwsError.invalidCombination("DB Backups not supported on a read replica for engine "
                        + instance.shape().engine());
            }
            if (request.masterUserPassword() != null) {
                throw AwsError.invalidCombination("The master user password of a read replica is that of its source.");
            }
        }
        if (request.backupRetentionPeriod() != null
                && request.backupRetentionPeriod() == 0
                && !region.replicasOf(instance.name()).isEmpty()) {
            throw AwsError.invalidCombination(
                    "Backups of " + instance.name() + " cannot be turned off while it has read replicas.");
        }
    }

    private void requireOtherVpc(String group, DBInstance shape) {
        var vpc = settings.subnetGroup(group).text("VpcId").orElse("");
        if (shape.dbSubnetGroup() != null && vpc.equals(shape.dbSubnetGroup().vpcId())) {
            throw new AwsError(
                    "InvalidVPCNetworkStateFault",
                    400,
                    "You cannot move DB instance " + shape.dbInstanceIdentifier() + " to subnet group " + group
                            + ". The specified DB subnet group and DB instance are in the same VPC.");
        }
    }

    private static JsonValue.JsonObject changedSettings(JsonValue.JsonObject wanted, DBInstance shape) {
        var current = SdkShapes.toJson(shape);
        var changes = wanted;
        for (var setting : wanted.fields().entrySet()) {
            boolean same = current.get(setting.getKey())
                    .map(value -> isSameSetting(setting.getKey(), value, setting.getValue()))
                    .orElse(false);
            changes = same ? changes.without(setting.getKey()) : changes;
        }
        return changes;
    }

    private static boolean isSameSetting(String name, JsonValue current, JsonValue wanted) {
        // A group that still waits for a reboot is the same group.
        return name.equals("DBParameterGroups")
                ? current.toJsonText().replace("pending-reboot", "in-sync").equals(wanted.toJsonText())
                : current.equals(wanted);
    }

    /** What waits: for the window, or, when asked for now, until the instance is done modifying. */
    private static JsonValue.JsonObject pendingSettings(
            JsonValue.JsonObject wanted, ModifyDbInstanceRequest request, DBInstance shape, boolean now) {
        var waiting = JsonValue.JsonObject.empty();
        for (var setting : wanted.fields().entrySet()) {
            boolean soon = !now
                    && setting.getKey().equals("BackupRetentionPeriod")
                    && isPositive(request.backupRetentionPeriod())
                    && isPositive(shape.backupRetentionPeriod());
            if (RequestSettings.waitsForWindow(setting.getKey()) && !soon) {
                waiting = waiting.with(setting.getKey(), setting.getValue());
            }
        }
        if (request.masterUserPassword() != null) {
            waiting = waiting.with("MasterUserPassword", JsonValue.text("****"));
        }
        var newName = Optional.ofNullable(request.newDBInstanceIdentifier())
                .map(RequestValidation::validName)
                .filter(name -> !name.equals(shape.dbInstanceIdentifier()));
        return newName.isPresent()
                ? waiting.with("DBInstanceIdentifier", JsonValue.text(newName.orElseThrow()))
                : waiting;
    }

    /** What was waiting before and is not asked for otherwise: to ask for what there is now takes a change back. */
    private JsonValue.JsonObject remainingSettings(ModifyDbInstanceRequest request, DBInstance shape) {
        var pending = SdkShapes.toJson(Optional.ofNullable(shape.pendingModifiedValues())
                .orElse(PendingModifiedValues.builder().build()));
        for (var name : settings.of(request, shape).fields().keySet()) {
            pending = pending.without(name);
        }
        return pending;
    }

    private static JsonValue.JsonObject withPendingReboot(JsonValue.JsonObject direct) {
        return direct.items("DBParameterGroups").stream()
                .findFirst()
                .map(group -> ((JsonValue.JsonObject) group)
                        .text("DBParameterGroupName")
                        .orElseThrow())
                .map(name -> direct.with("DBParameterGroups", RequestSettings.parameterGroup(name, "pending-reboot")))
                .orElse(direct);
    }

    private static boolean isPositive(Integer number) {
        return number != null && number > 0;
    }
}
