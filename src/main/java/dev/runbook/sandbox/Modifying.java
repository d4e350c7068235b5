package dev.runbook.sandbox;

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
final class Modifying {

    private final Region region;
    private final Settings settings;

    Modifying(Region region) {
        this.region = region;
        this.settings = new Settings(region.fleet());
    }

    ModifyDbInstanceResponse modify(ModifyDbInstanceRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        Rules.idle(instance, "modify");
        check(request, instance);
        Rules.provisioned(Settings.overlay(instance.shape(), settings.of(request, instance.shape())));
        boolean now = Boolean.TRUE.equals(request.applyImmediately());
        var wanted = changesOnly(settings.of(request, instance.shape()), instance.shape());
        var waiting = pending(wanted, request, instance.shape(), now);
        var direct = wanted;
        for (var name : waiting.fields().keySet()) {
            direct = direct.without(name);
        }
        var due = stillPending(request, instance.shape()).with(waiting);
        boolean nothing = direct.fields().isEmpty() && due.fields().isEmpty();
        var next = instance.with(pendingReboot(direct)).with(Tree.Fields.none().with("PendingModifiedValues", due));
        if (now && !nothing) {
            // What has waited for the window is applied with the first change that is made at once.
            next = next.busy(new Work(Work.Kind.MODIFY, Shapes.tree(request).with("Changes", due)));
        }
        region.put(next);
        return ModifyDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    PromoteReadReplicaResponse promote(PromoteReadReplicaRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        if (!instance.isReplica()) {
            throw AwsError.wrongState("DB Instance " + instance.name() + " is not a read replica.");
        }
        Rules.idle(instance, "promote");
        Rules.retention(request.backupRetentionPeriod());
        var next = instance.busy(new Work(Work.Kind.PROMOTE, Shapes.tree(request)));
        region.put(next);
        return PromoteReadReplicaResponse.builder().dbInstance(next.shape()).build();
    }

    AddRoleToDbInstanceResponse addRole(AddRoleToDbInstanceRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        if (request.roleArn() == null || request.featureName() == null) {
            throw new AwsError("MissingParameter", 400, "The request must contain RoleArn and FeatureName.");
        }
        Rules.idle(instance, "add a role to");
        var roles = new ArrayList<>(instance.shape().associatedRoles());
        if (roles.stream().anyMatch(role -> request.featureName().equals(role.featureName()))) {
            throw new AwsError(
                    "DBInstanceRoleAlreadyExists",
                    400,
                    "A role is already associated with " + instance.name() + " for " + request.featureName() + ".");
        }
        if (roles.size() >= region.fleet().quota(Fleet.Quota.ROLES_OF_AN_INSTANCE)) {
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
                .busy(new Work(Work.Kind.ADD_ROLE, Shapes.tree(request))));
        return AddRoleToDbInstanceResponse.builder().build();
    }

    RebootDbInstanceResponse reboot(RebootDbInstanceRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        Rules.idle(instance, "reboot");
        if (Boolean.TRUE.equals(request.forceFailover())
                && !Boolean.TRUE.equals(instance.shape().multiAZ())) {
            throw AwsError.combination("ForceFailover cannot be specified since the instance is not MultiAZ.");
        }
        var next = instance.withStatus("rebooting").busy(new Work(Work.Kind.REBOOT, Shapes.tree(request)));
        region.put(next);
        return RebootDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    private void check(ModifyDbInstanceRequest request, Instance instance) {
        var shape = instance.shape();
        Rules.retention(request.backupRetentionPeriod());
        Rules.password(request.masterUserPassword());
        Rules.monitoring(
                request.monitoringInterval(),
                Optional.ofNullable(request.monitoringRoleArn()).orElse(shape.monitoringRoleArn()));
        Optional.ofNullable(request.newDBInstanceIdentifier())
                .map(Rules::name)
                .filter(name -> !name.equals(instance.name()))
                .ifPresent(name -> Rules.free(region, name));
        checkRole(request, instance);
        int storage = Optional.ofNullable(request.allocatedStorage()).orElse(shape.allocatedStorage());
        if (storage < shape.allocatedStorage()) {
            throw AwsError.combination("Invalid storage size: " + storage + " GiB is less than the allocated "
                    + shape.allocatedStorage() + " GiB; storage cannot shrink.");
        }
        if (request.maxAllocatedStorage() != null && request.maxAllocatedStorage() < storage) {
            throw AwsError.combination("Max storage threshold must not be below the allocated " + storage + " GiB.");
        }
        if (request.dbSubnetGroupName() != null) {
            otherVpc(request.dbSubnetGroupName(), shape);
        }
    }

    private void checkRole(ModifyDbInstanceRequest request, Instance instance) {
        if (instance.isReplica()) {
            if (instance.isPostgresEngine() && positive(request.backupRetentionPeriod())) {
                throw AwsError.combination("DB Backups not supported on a read replica for engine "
                        + instance.shape().engine());
            }
            if (request.masterUserPassword() != null) {
                throw AwsError.combination("The master user password of a read replica is that of its source.");
            }
        }
        if (request.backupRetentionPeriod() != null
                && request.backupRetentionPeriod() == 0
                && !region.replicasOf(instance.name()).isEmpty()) {
            throw AwsError.combination(
                    "Backups of " + instance.name() + " cannot be turned off while it has read replicas.");
        }
    }

    private void otherVpc(String group, DBInstance shape) {
        var vpc = settings.subnetGroup(group).text("VpcId").orElse("");
        if (shape.dbSubnetGroup() != null && vpc.equals(shape.dbSubnetGroup().vpcId())) {
            throw new AwsError(
                    "InvalidVPCNetworkStateFault",
                    400,
                    "You cannot move DB instance " + shape.dbInstanceIdentifier() + " to subnet group " + group
                            + ". The specified DB subnet group and DB instance are in the same VPC.");
        }
    }

    private static Tree.Fields changesOnly(Tree.Fields wanted, DBInstance shape) {
        var current = Shapes.tree(shape);
        var changes = wanted;
        for (var setting : wanted.fields().entrySet()) {
            boolean same = current.get(setting.getKey())
                    .map(value -> sameSetting(setting.getKey(), value, setting.getValue()))
                    .orElse(false);
            changes = same ? changes.without(setting.getKey()) : changes;
        }
        return changes;
    }

    private static boolean sameSetting(String name, Tree current, Tree wanted) {
        // A group that still waits for a reboot is the same group.
        return name.equals("DBParameterGroups")
                ? current.json().replace("pending-reboot", "in-sync").equals(wanted.json())
                : current.equals(wanted);
    }

    /** What waits: for the window, or, when asked for now, until the instance is done modifying. */
    private static Tree.Fields pending(
            Tree.Fields wanted, ModifyDbInstanceRequest request, DBInstance shape, boolean now) {
        var waiting = Tree.Fields.none();
        for (var setting : wanted.fields().entrySet()) {
            boolean soon = !now
                    && setting.getKey().equals("BackupRetentionPeriod")
                    && positive(request.backupRetentionPeriod())
                    && positive(shape.backupRetentionPeriod());
            if (Settings.waitsForWindow(setting.getKey()) && !soon) {
                waiting = waiting.with(setting.getKey(), setting.getValue());
            }
        }
        if (request.masterUserPassword() != null) {
            waiting = waiting.with("MasterUserPassword", Tree.text("****"));
        }
        var newName = Optional.ofNullable(request.newDBInstanceIdentifier())
                .map(Rules::name)
                .filter(name -> !name.equals(shape.dbInstanceIdentifier()));
        return newName.isPresent() ? waiting.with("DBInstanceIdentifier", Tree.text(newName.orElseThrow())) : waiting;
    }

    /** What was waiting before and is not asked for otherwise: to ask for what there is now takes a change back. */
    private Tree.Fields stillPending(ModifyDbInstanceRequest request, DBInstance shape) {
        var pending = Shapes.tree(Optional.ofNullable(shape.pendingModifiedValues())
                .orElse(PendingModifiedValues.builder().build()));
        for (var name : settings.of(request, shape).fields().keySet()) {
            pending = pending.without(name);
        }
        return pending;
    }

    private static Tree.Fields pendingReboot(Tree.Fields direct) {
        return direct.items("DBParameterGroups").stream()
                .findFirst()
                .map(group -> ((Tree.Fields) group).text("DBParameterGroupName").orElseThrow())
                .map(name -> direct.with("DBParameterGroups", Settings.parameterGroup(name, "pending-reboot")))
                .orElse(direct);
    }

    private static boolean positive(Integer number) {
        return number != null && number > 0;
    }
}
