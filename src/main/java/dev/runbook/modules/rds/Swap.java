package dev.runbook.modules.rds;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.modules.Subject;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Plans the swap of the old tree and the new one, and its undo. */
record Swap(PlanningContext context, TargetTree tree) {

    /**
     * Gives the new instances what they could not have before the proof of masking: recording settings, IAM roles, and the
     * target's security groups. Then renames the old instances aside and the new ones in, leaves first, and restores deletion
     * protection.
     *
     * @throws ModuleException if the target's password is needed and the inventory does not have it
     */
    void swapIn(ChangePlanBuilder builder) throws ModuleException {
        boolean heldBack = tree.root()
                .state()
                .filter(state -> state != RefreshTags.State.UNMASKED_BY_CHOICE)
                .isPresent();
        if (heldBack && !tree.root().isSwapped()) {
            new SettingsCarryOver(builder, context.refresh(), tree.root()).addRecordingSettings();
        }
        for (TreeSlot slot : tree.leavesFirst()) {
            if (slot.state().isPresent() && !slot.isSwapped()) {
                addRoles(builder, slot);
                if (slot.state().equals(Optional.of(RefreshTags.State.UNMASKED_BY_CHOICE))) {
                    setTargetLogin(builder, slot);
                } else {
                    applyTargetAccess(builder, slot);
                }
            }
        }
        for (TreeSlot slot : tree.leavesFirst()) {
            slot.old().ifPresent(old -> builder.add(renameOld(old, slot.name(), names().oldName(slot.name()))));
        }
        for (TreeSlot slot : tree.leavesFirst()) {
            slot.replacement()
                    .ifPresent(made ->
                            builder.add(renameNew(slot, made, names().temporaryName(slot.name()), slot.name())));
        }
        for (TreeSlot slot : tree.leavesFirst()) {
            restoreDeletionProtection(builder, slot);
        }
    }

    /** Renames the new instances aside and the old ones back, from any point of a swap. */
    void swapBack(ChangePlanBuilder builder) {
        ChangePlanBuilder renames = new ChangePlanBuilder(builder.predictedWorld());
        renameBack(renames);
        boolean renamed = !renames.changes().isEmpty();
        tree.newRoot().ifPresent(made -> resetLive(builder, made, renamed));
        renameBack(builder);
    }

    private void renameBack(ChangePlanBuilder builder) {
        for (TreeSlot slot : tree.leavesFirst()) {
            slot.replacement()
                    .ifPresent(made ->
                            builder.add(renameNew(slot, made, slot.name(), names().temporaryName(slot.name()))));
        }
        for (TreeSlot slot : tree.leavesFirst()) {
            slot.old().ifPresent(old -> builder.add(renameOld(old, names().oldName(slot.name()), slot.name())));
        }
    }

    /**
     * Resets the state LIVE of the new root and counts the undo: the application returns to the old root, and its health must
     * be checked again after another swap. Comes before the renames, so that it is not lost if the run is killed in between.
     *
     * @param renamed whether any name is given back
     */
    private void resetLive(ChangePlanBuilder builder, Instance made, boolean renamed) {
        RefreshTags refreshTags = made.refreshTags().orElseThrow();
        boolean live = refreshTags.state() == RefreshTags.State.LIVE;
        if (live || renamed) {
            RefreshTags.State before =
                    refreshTags.rules().isPresent() ? RefreshTags.State.MASKED : RefreshTags.State.UNMASKED_BY_CHOICE;
            builder.add(new SetRefreshState(
                    made,
                    live ? before : refreshTags.state(),
                    Optional.empty(),
                    Optional.of(SetRefreshState.undoCount(made) + 1)));
        }
    }

    private Refresh.NamePrefixes names() {
        return context.refresh().namePrefixes();
    }

    /** Uses the name it is to lose, not its current one: a rename that a killed run started may still give it that name. */
    private RenameInstance renameOld(Instance old, InstanceId present, InstanceId wanted) {
        return new RenameInstance(
                new InstanceKey.ResourceIdKey(old.resourceId()),
                present,
                wanted,
                new Subject.OldInstance(present, old.resourceId()),
                old);
    }

    private RenameInstance renameNew(TreeSlot slot, Instance made, InstanceId present, InstanceId wanted) {
        return new RenameInstance(
                InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()),
                present,
                wanted,
                new Subject.OwnInstance(present),
                made);
    }

    private void addRoles(ChangePlanBuilder builder, TreeSlot slot) {
        if (slot.old().isEmpty() || slot.replacement().isEmpty()) {
            return;
        }
        for (DBInstanceRole role : slot.old().get().description().associatedRoles()) {
            if (AddRole.INVALID.equals(role.status())) {
                context.warn(slot.name() + " has the role " + role.roleArn() + " for " + role.featureName()
                        + ", which RDS cannot assume (INVALID); its replacement does not get it.");
            } else {
                builder.add(new AddRole(
                        InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()),
                        slot.replacement().get(),
                        role));
            }
        }
    }

    /** Sets the target's security groups and public accessibility, and for the root its password. */
    private void applyTargetAccess(ChangePlanBuilder builder, TreeSlot slot) throws ModuleException {
        Optional<Instance> old = slot.old();
        if (old.isEmpty() || slot.replacement().isEmpty()) {
            return;
        }
        Instance made = slot.replacement().get();
        var request = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(made.id().name())
                .applyImmediately(true);
        for (String name : List.of("VpcSecurityGroupIds", "PubliclyAccessible")) {
            SettingTable.byName(name)
                    .read(old.get().description())
                    .ifPresent(value -> RdsSetting.put(request, name, value));
        }
        if (slot.isRoot()) {
            setTargetPassword(request, old.get(), made);
        }
        builder.add(new ModifyInstance(
                "open " + slot.name(),
                InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()),
                new Subject.OwnInstance(made.id()),
                request.build(),
                made,
                false));
    }

    /** Sets the target's password on a clone without quarantine, which has the target's groups already. */
    private void setTargetLogin(ChangePlanBuilder builder, TreeSlot slot) throws ModuleException {
        if (!slot.isRoot() || slot.old().isEmpty() || slot.replacement().isEmpty()) {
            return;
        }
        Instance made = slot.replacement().get();
        Optional<Refresh.DatabaseLogin> login = context.refresh().target().login();
        boolean managed = slot.old().get().description().masterUserSecret() != null;
        if (managed) {
            var request = ModifyDbInstanceRequest.builder()
                    .dbInstanceIdentifier(made.id().name())
                    .applyImmediately(true);
            setTargetPassword(request, slot.old().get(), made);
            builder.add(new ModifyInstance(
                    "login " + slot.name(),
                    InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()),
                    new Subject.OwnInstance(made.id()),
                    request.build(),
                    made,
                    false));
        } else if (login.isPresent()) {
            builder.add(new SetMasterPassword(made, login.get().password()));
        } else {
            context.warn(slot.name() + " keeps the master password of "
                    + context.refresh().source().instance()
                    + ": the inventory has no login for the target. Add user and"
                    + " password of the pair's target to the inventory, and rename sets that password.");
        }
    }

    private void setTargetPassword(ModifyDbInstanceRequest.Builder request, Instance old, Instance made)
            throws ModuleException {
        if (old.description().masterUserSecret() != null) {
            request.manageMasterUserPassword(true);
            Optional.ofNullable(old.description().masterUserSecret().kmsKeyId())
                    .ifPresent(request::masterUserSecretKmsKeyId);
            return;
        }
        Optional<Refresh.DatabaseLogin> login = context.refresh().target().login();
        if (login.isEmpty()) {
            throw ModuleException.failure(
                    "The inventory has no password for "
                            + context.refresh().target().instance()
                            + ", so no login would work after the swap: the clone has a random password.",
                    "Add the user and password of the pair's target to the inventory.");
        }
        String master = made.description().masterUsername();
        if (master != null && !master.equals(login.get().user())) {
            context.warn(
                    "The master user of the clone is " + master + ", as in the source; the inventory's login for the"
                            + " target is " + login.get().user() + ". " + master + " gets that login's password.");
        }
        Password password = login.get().password();
        request.masterUserPassword(password.reveal());
    }

    /** Restores deletion protection as the last change: until the swap a clone must be easy to delete. */
    private void restoreDeletionProtection(ChangePlanBuilder builder, TreeSlot slot) {
        boolean wanted = slot.old()
                .filter(old -> Boolean.TRUE.equals(old.description().deletionProtection()))
                .isPresent();
        Optional<Instance> made =
                InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()).findIn(builder.predictedWorld());
        if (!wanted || made.isEmpty()) {
            return;
        }
        builder.add(new ModifyInstance(
                "protect " + slot.name(),
                InstanceKey.TaggedInstanceKey.of(context.refresh(), slot.name()),
                new Subject.OwnInstance(slot.name()),
                ModifyDbInstanceRequest.builder()
                        .dbInstanceIdentifier(slot.name().name())
                        .applyImmediately(true)
                        .deletionProtection(true)
                        .build(),
                made.get(),
                false));
    }
}
