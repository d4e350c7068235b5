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
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;

/**
 * Reboots an instance that a refresh created, so that its new parameter group takes effect.
 *
 * @param name the instance's name at planning time
 * @param instance the instance at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html">Rebooting a DB instance</a>
 */
public record RebootInstance(InstanceKey.TaggedInstanceKey instanceKey, InstanceId name, Instance instance)
        implements Change {

    /** Whether a parameter group of the instance is pending a reboot. */
    static boolean isNeeded(Instance instance) {
        return instance.description().dbParameterGroups().stream()
                .anyMatch(group -> SettingShapes.PENDING_REBOOT.equals(group.parameterApplyStatus()));
    }

    @Override
    public String key() {
        return "reboot " + instanceKey.target();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("RebootDBInstance", name.name(), request());
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(name);
    }

    @Override
    public Progress progress(World world) {
        return instanceKey.findIn(world).map(RebootInstance::progress).orElse(Progress.failed(name + " is gone"));
    }

    private static Progress progress(Instance instance) {
        Progress settled = Statuses.progressOf(instance);
        return settled.isDone() && isNeeded(instance) ? Progress.needed() : settled;
    }

    @Override
    public World predict(World world) {
        return instanceKey
                .findIn(world)
                .map(instance -> InstanceCreation.settle(
                        world,
                        instance.with(
                                edit -> edit.dbParameterGroups(InstanceCreation.inSyncGroups(instance.description())))))
                .orElse(world);
    }

    @Override
    public List<Permission> permissions() {
        return List.of(RdsNames.permission("RebootDBInstance", instance, "db", name.name()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().reboot(request());
    }

    private RebootDbInstanceRequest request() {
        return RebootDbInstanceRequest.builder()
                .dbInstanceIdentifier(name.name())
                .build();
    }
}
