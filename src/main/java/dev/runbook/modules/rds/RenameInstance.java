package dev.runbook.modules.rds;

import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Requests;
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
 * @param present its present name
 * @param wanted its new name
 * @param seen the instance at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RenameInstance.html">Renaming a DB instance</a>
 */
public record RenameInstance(
        InstanceKey instance, InstanceId present, InstanceId wanted, Subject subject, Instance seen) implements Change {

    @Override
    public String key() {
        return "rename " + present + " to " + wanted;
    }

    @Override
    public Description describe() {
        return Requests.rds("ModifyDBInstance", present.name(), request());
    }

    @Override
    public Progress progress(World world) {
        return instance.in(world).map(this::progress).orElse(Progress.failed(present + " is gone"));
    }

    private Progress progress(Instance found) {
        boolean renamed = found.id().equals(wanted);
        if (renamed && found.status().equals("deleting")) {
            return Progress.done();
        }
        Progress settled = Statuses.of(found);
        if (settled.stage() == Progress.Stage.FAILED || renamed) {
            return settled;
        }
        if (!found.id().equals(present)) {
            return Progress.failed(present + " is now called " + found.id() + "; this refresh has not renamed it");
        }
        String pending = Optional.ofNullable(found.description().pendingModifiedValues())
                .map(PendingModifiedValues::dbInstanceIdentifier)
                .orElse("");
        if (pending.equals(wanted.name())) {
            return Progress.underWay(found.status() + ", becomes " + wanted);
        }
        return Statuses.isSettled(found) ? Progress.needed() : Progress.underWay(found.status());
    }

    @Override
    public World predict(World world) {
        Optional<Instance> found = instance.in(world);
        if (found.isEmpty()) {
            return world;
        }
        World renamed = found.get().id().equals(wanted) ? world : Replication.rename(world, found.get(), wanted);
        return renamed.instance(wanted)
                .map(moved -> NewInstance.settled(renamed, restarted(moved)))
                .orElse(renamed);
    }

    /** A rename reboots the instance, which applies a pending parameter group. */
    private static Instance restarted(Instance instance) {
        return RebootInstance.isNeeded(instance)
                ? instance.with(edit -> edit.dbParameterGroups(NewInstance.inSync(instance.description())))
                : instance;
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                RdsNames.may("ModifyDBInstance", seen, "db", present.name()),
                RdsNames.may("ModifyDBInstance", seen, "db", wanted.name()),
                RdsNames.may("RebootDBInstance", seen, "db", present.name()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().modify(request());
    }

    private ModifyDbInstanceRequest request() {
        return ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(present.name())
                .newDBInstanceIdentifier(wanted.name())
                .applyImmediately(true)
                .build();
    }
}
