package dev.runbook.modules.rds;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SdkValues;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/**
 * Deletes an instance of the target's old tree, or one that the refresh created.
 *
 * @param instance the instance at planning time; identified by its resource id
 * @param subject the role of the instance in the refresh
 */
public record DeleteInstance(Instance instance, Subject subject, DeleteDbInstanceRequest request) implements Change {

    @Override
    public String key() {
        return "delete " + instance.id() + " " + instance.resourceId().id();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("DeleteDBInstance", instance.id().name(), request);
    }

    @Override
    public Progress progress(World world) {
        return world.instance(instance.resourceId())
                .map(found -> found.status().equals("deleting") ? Progress.underWay("deleting") : Progress.needed())
                .orElse(Progress.done());
    }

    @Override
    public World predict(World world) {
        return world.instance(instance.resourceId())
                .map(found -> ReplicationLinks.remove(world, found))
                .orElse(world);
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(RdsNames.permission(
                "DeleteDBInstance", instance, "db", instance.id().name()));
        if (request.finalDBSnapshotIdentifier() != null) {
            permissions.add(RdsNames.permission(
                    "CreateDBSnapshot", instance, "db", instance.id().name()));
            permissions.add(
                    RdsNames.permission("CreateDBSnapshot", instance, "snapshot", request.finalDBSnapshotIdentifier()));
        }
        return permissions;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().delete(request);
    }
}
