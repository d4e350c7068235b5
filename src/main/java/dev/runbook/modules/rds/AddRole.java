package dev.runbook.modules.rds;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SdkValues;
import dev.runbook.modules.Statuses;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;

/**
 * Associates an IAM role of the replaced instance with the new one, for a feature such as {@code s3Import}.
 *
 * @param instance the new instance at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBInstance.html">AddRoleToDBInstance</a>
 */
public record AddRole(InstanceKey.TaggedInstanceKey instanceKey, Instance instance, DBInstanceRole role)
        implements Change {

    static final String ACTIVE = "ACTIVE";
    static final String INVALID = "INVALID";

    @Override
    public String key() {
        return "role " + role.featureName() + " of " + instanceKey.target();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("AddRoleToDBInstance", instance.id().name(), request());
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(instance.id());
    }

    @Override
    public Progress progress(World world) {
        return instanceKey.findIn(world).map(this::progress).orElse(Progress.failed(instance.id() + " is gone"));
    }

    private Progress progress(Instance found) {
        Optional<DBInstanceRole> present = found.description().associatedRoles().stream()
                .filter(other -> isSame(role, other))
                .findFirst();
        if (present.isEmpty()) {
            return Statuses.isSettled(found) ? Progress.needed() : Statuses.progressOf(found);
        }
        return switch (String.valueOf(present.get().status())) {
            case ACTIVE -> Statuses.isSettled(found) ? Progress.done() : Statuses.progressOf(found);
            case INVALID -> Progress.failed(trustPolicyProblem(found));
            default -> Progress.underWay("role " + present.get().status());
        };
    }

    private String trustPolicyProblem(Instance found) {
        return "RDS cannot assume the role " + role.roleArn() + " for " + role.featureName() + " of " + found.id()
                + ": its trust policy must allow rds.amazonaws.com, and a condition on aws:SourceArn must match "
                + found.description().dbInstanceArn() + " as well as the name " + instanceKey.target()
                + ". Then remove the role (`aws rds remove-role-from-db-instance --db-instance-identifier " + found.id()
                + " --feature-name " + role.featureName() + " --role-arn " + role.roleArn() + "`) and run again";
    }

    static boolean isSame(DBInstanceRole one, DBInstanceRole other) {
        return String.valueOf(one.roleArn()).equals(other.roleArn())
                && String.valueOf(one.featureName()).equals(other.featureName());
    }

    @Override
    public World predict(World world) {
        return instanceKey
                .findIn(world)
                .map(found -> InstanceCreation.settle(world, found.with(edit -> edit.associatedRoles(withRole(found)))))
                .orElse(world);
    }

    private List<DBInstanceRole> withRole(Instance found) {
        List<DBInstanceRole> roles = new ArrayList<>(found.description().associatedRoles());
        roles.removeIf(other -> isSame(role, other));
        roles.add(role.toBuilder().status(ACTIVE).build());
        return roles;
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(RdsNames.permission(
                "AddRoleToDBInstance", instance, "db", instance.id().name()));
        permissions.addAll(InstanceCreation.passRolePermissions(role.roleArn()));
        return permissions;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().addRole(request());
    }

    private AddRoleToDbInstanceRequest request() {
        return AddRoleToDbInstanceRequest.builder()
                .dbInstanceIdentifier(instance.id().name())
                .roleArn(role.roleArn())
                .featureName(role.featureName())
                .build();
    }
}
