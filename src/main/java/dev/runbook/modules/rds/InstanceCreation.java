package dev.runbook.modules.rds;

import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Statuses;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** What making a replica and restoring a snapshot have in common. */
final class InstanceCreation {

    private InstanceCreation() {}

    /** Needed while there is no such instance; under way until it serves. Found by its marks, under whatever name. */
    static Progress progress(World world, InstanceKey.TaggedInstanceKey instanceKey, InstanceId name) {
        Optional<Instance> present = instanceKey.findIn(world);
        if (present.isPresent()) {
            Instance instance = present.get();
            return isBeingCreated(instance) ? Statuses.progressOf(instance) : settlingProgress(instance);
        }
        return world.instance(name)
                .map(other -> Progress.failed(name + " is taken by an instance that this refresh has not made"))
                .orElse(Progress.needed());
    }

    /** Whether RDS has not finished making it, or failed to: what is at work later belongs to another change. */
    static boolean isBeingCreated(Instance instance) {
        return instance.status().equals("creating") || Statuses.isFailed(instance);
    }

    private static Progress settlingProgress(Instance instance) {
        return Statuses.isSettled(instance) ? Progress.done() : Progress.underWay(instance.status());
    }

    /** The world where the instance has come to rest. */
    static World settle(World world, Instance instance) {
        return world.with(instance.with(edit -> edit.dbInstanceStatus("available")
                .pendingModifiedValues(PendingModifiedValues.builder().build())));
    }

    /** Makes a description show what a new instance starts with; its windows are chosen by RDS. */
    static void resetUninherited(DBInstance.Builder edit) {
        Optional.ofNullable(edit.build().endpoint()).map(RdsNames::withoutHost).ifPresent(edit::endpoint);
        edit.dbParameterGroups(inSyncGroups(edit.build()));
        SettingTable.writeStart(edit);
    }

    /** The parameter groups of an instance that has just started: all in force. */
    static List<DBParameterGroupStatus> inSyncGroups(DBInstance instance) {
        return instance.dbParameterGroups().stream()
                .map(group -> group.toBuilder().parameterApplyStatus("in-sync").build())
                .toList();
    }

    /** Handing a role to RDS is a right of its own. */
    static List<Permission> passRolePermissions(@Nullable String roleArn) {
        return roleArn == null ? List.of() : List.of(new Permission("iam:PassRole", roleArn));
    }
}
