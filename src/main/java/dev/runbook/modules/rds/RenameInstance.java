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
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * Renames an instance. Done when it has the new name, is available and has nothing pending.
 *
 * @param presentName its present name
 * @param wantedName its new name
 * @param instance the instance at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html">Renaming a DB instance</a>
 */
public record RenameInstance(
        InstanceKey instanceKey, InstanceId presentName, InstanceId wantedName, Subject subject, Instance instance)
        implements Change {

    @Override
    public String key() {
        return "rename " + presentName + " to " + wantedName;
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("ModifyDBInstance", presentName.name(), request());
    }

    @Override
    public Progress progress(World world) {
        return instanceKey.findIn(world).map(this::progress).orElse(Progress.failed(presentName + " is gone"));
    }

    private Progress progress(Instance found) {
        boolean renamed = found.id().equals(wantedName);
        if (renamed && found.status().equals("deleting")) {
            return Progress.done();
        }
        Progress settled = Statuses.progressOf(found);
        if (settled.stage() == Progress.Stage.FAILED || renamed) {
            return settled;
        }
        if (!found.id().equals(presentName)) {
            return Progress.failed(presentName + " is now called " + found.id() + "; this refresh has not renamed it");
        }
        String pending = Optional.ofNullable(found.description().pendingModifiedValues())
                .map(PendingModifiedValues::dbInstanceIdentifier)
                .orElse("");
        if (pending.equals(wantedName.name())) {
            return Progress.underWay(found.status() + ", becomes " + wantedName);
        }
        return Statuses.isSettled(found) ? Progress.needed() : Progress.underWay(found.status());
    }

    @Override
    public World predict(World world) {
        Optional<Instance> found = instanceKey.findIn(world);
        if (found.isEmpty()) {
            return world;
        }
        World renamed =
                found.get().id().equals(wantedName) ? world : ReplicationLinks.rename(world, found.get(), wantedName);
        return renamed.instance(wantedName)
                .map(moved -> InstanceCreation.settle(renamed, applyPendingGroup(moved)))
                .orElse(renamed);
    }

    /** A rename reboots the instance, which applies a pending parameter group. */
    private static Instance applyPendingGroup(Instance instance) {
        return RebootInstance.isNeeded(instance)
                ? instance.with(edit -> edit.dbParameterGroups(InstanceCreation.inSyncGroups(instance.description())))
                : instance;
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                RdsNames.permission("ModifyDBInstance", instance, "db", presentName.name()),
                RdsNames.permission("ModifyDBInstance", instance, "db", wantedName.name()),
                RdsNames.permission("RebootDBInstance", instance, "db", presentName.name()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().modify(request());
    }

    private ModifyDbInstanceRequest request() {
        return ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(presentName.name())
                .newDBInstanceIdentifier(wantedName.name())
                .applyImmediately(true)
                .build();
    }
}
