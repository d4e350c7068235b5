package dev.runbook.modules.rds;

import dev.runbook.modules.GivePassword;
import dev.runbook.modules.MarkState;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.modules.View;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.Password;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstanceRole;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Plans the swap of the old tree and the new one, and its undo. */
record Swap(View view, TargetTree tree) {

    /**
     * Gives the new instances what they could not have before the proof of masking: recording settings, IAM roles, and the
     * target's security groups. Then renames the old instances aside and the new ones in, leaves first, and restores deletion
     * protection.
     *
     * @throws ModuleException if the target's password is needed and the inventory does not have it
     */
    void forth(Sequence sequence) throws ModuleException {
        boolean heldBack = tree.root()
                .state()
                .filter(state -> state != Marks.State.UNMASKED_BY_CHOICE)
                .isPresent();
        if (heldBack && !tree.root().isSwapped()) {
            new Adopt(sequence, view.refresh(), tree.root()).records();
        }
        for (Place place : tree.leavesFirst()) {
            if (place.state().isPresent() && !place.isSwapped()) {
                roles(sequence, place);
                if (place.state().equals(Optional.of(Marks.State.UNMASKED_BY_CHOICE))) {
                    login(sequence, place);
                } else {
                    open(sequence, place);
                }
            }
        }
        for (Place place : tree.leavesFirst()) {
            place.old().ifPresent(old -> sequence.add(renameOld(old, place.name(), names().old(place.name()))));
        }
        for (Place place : tree.leavesFirst()) {
            place.successor()
                    .ifPresent(made ->
                            sequence.add(renameMade(place, made, names().temporary(place.name()), place.name())));
        }
        for (Place place : tree.leavesFirst()) {
            protect(sequence, place);
        }
    }

    /** Renames the new instances aside and the old ones back, from any point of a swap. */
    void back(Sequence sequence) {
        Sequence renames = new Sequence(sequence.world());
        namesBack(renames);
        boolean renamed = !renames.changes().isEmpty();
        tree.newRoot().ifPresent(made -> forget(sequence, made, renamed));
        namesBack(sequence);
    }

    private void namesBack(Sequence sequence) {
        for (Place place : tree.leavesFirst()) {
            place.successor()
                    .ifPresent(made ->
                            sequence.add(renameMade(place, made, place.name(), names().temporary(place.name()))));
        }
        for (Place place : tree.leavesFirst()) {
            place.old().ifPresent(old -> sequence.add(renameOld(old, names().old(place.name()), place.name())));
        }
    }

    /**
     * Resets the state LIVE of the new root and counts the undo: the application returns to the old root, and its health must
     * be checked again after another swap. Comes before the renames, so that it is not lost if the run is killed in between.
     *
     * @param renamed whether any name is given back
     */
    private void forget(Sequence sequence, Instance made, boolean renamed) {
        Marks marks = made.marks().orElseThrow();
        boolean live = marks.state() == Marks.State.LIVE;
        if (live || renamed) {
            Marks.State before = marks.rules().isPresent() ? Marks.State.MASKED : Marks.State.UNMASKED_BY_CHOICE;
            sequence.add(new MarkState(
                    made, live ? before : marks.state(), Optional.empty(), Optional.of(MarkState.undone(made) + 1)));
        }
    }

    private Refresh.Names names() {
        return view.refresh().names();
    }

    /** Uses the name it is to lose, not its current one: a rename that a killed run started may still give it that name. */
    private RenameInstance renameOld(Instance old, InstanceId present, InstanceId wanted) {
        return new RenameInstance(
                new InstanceKey.Old(old.resourceId()),
                present,
                wanted,
                new Subject.OldInstance(present, old.resourceId()),
                old);
    }

    private RenameInstance renameMade(Place place, Instance made, InstanceId present, InstanceId wanted) {
        return new RenameInstance(
                InstanceKey.Made.of(view.refresh(), place.name()),
                present,
                wanted,
                new Subject.OwnInstance(present),
                made);
    }

    private void roles(Sequence sequence, Place place) {
        if (place.old().isEmpty() || place.successor().isEmpty()) {
            return;
        }
        for (DBInstanceRole role : place.old().get().description().associatedRoles()) {
            if (AddRole.INVALID.equals(role.status())) {
                view.warn(place.name() + " has the role " + role.roleArn() + " for " + role.featureName()
                        + ", which RDS cannot assume (INVALID); its replacement does not get it.");
            } else {
                sequence.add(new AddRole(
                        InstanceKey.Made.of(view.refresh(), place.name()),
                        place.successor().get(),
                        role));
            }
        }
    }

    /** Sets the target's security groups and public accessibility, and for the root its password. */
    private void open(Sequence sequence, Place place) throws ModuleException {
        Optional<Instance> old = place.old();
        if (old.isEmpty() || place.successor().isEmpty()) {
            return;
        }
        Instance made = place.successor().get();
        var request = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(made.id().name())
                .applyImmediately(true);
        for (String name : List.of("VpcSecurityGroupIds", "PubliclyAccessible")) {
            SettingTable.named(name)
                    .shown(old.get().description())
                    .ifPresent(value -> Setting.put(request, name, value));
        }
        if (place.isRoot()) {
            password(request, old.get(), made);
        }
        sequence.add(new ModifyInstance(
                "open " + place.name(),
                InstanceKey.Made.of(view.refresh(), place.name()),
                new Subject.OwnInstance(made.id()),
                request.build(),
                made,
                false));
    }

    /** Sets the target's password on a clone without quarantine, which has the target's groups already. */
    private void login(Sequence sequence, Place place) throws ModuleException {
        if (!place.isRoot() || place.old().isEmpty() || place.successor().isEmpty()) {
            return;
        }
        Instance made = place.successor().get();
        Optional<Refresh.Login> login = view.refresh().target().login();
        boolean managed = place.old().get().description().masterUserSecret() != null;
        if (managed) {
            var request = ModifyDbInstanceRequest.builder()
                    .dbInstanceIdentifier(made.id().name())
                    .applyImmediately(true);
            password(request, place.old().get(), made);
            sequence.add(new ModifyInstance(
                    "login " + place.name(),
                    InstanceKey.Made.of(view.refresh(), place.name()),
                    new Subject.OwnInstance(made.id()),
                    request.build(),
                    made,
                    false));
        } else if (login.isPresent()) {
            sequence.add(new GivePassword(made, login.get().password()));
        } else {
            view.warn(place.name() + " keeps the master password of "
                    + view.refresh().source().instance() + ": the inventory has no login for the target. Add user and"
                    + " password of the pair's target to the inventory, and rename sets that password.");
        }
    }

    private void password(ModifyDbInstanceRequest.Builder request, Instance old, Instance made) throws ModuleException {
        if (old.description().masterUserSecret() != null) {
            request.manageMasterUserPassword(true);
            Optional.ofNullable(old.description().masterUserSecret().kmsKeyId())
                    .ifPresent(request::masterUserSecretKmsKeyId);
            return;
        }
        Optional<Refresh.Login> login = view.refresh().target().login();
        if (login.isEmpty()) {
            throw ModuleException.failed(
                    "The inventory has no password for "
                            + view.refresh().target().instance()
                            + ", so no login would work after the swap: the clone has a random password.",
                    "Add the user and password of the pair's target to the inventory.");
        }
        String master = made.description().masterUsername();
        if (master != null && !master.equals(login.get().user())) {
            view.warn("The master user of the clone is " + master + ", as in the source; the inventory's login for the"
                    + " target is " + login.get().user() + ". " + master + " gets that login's password.");
        }
        Password password = login.get().password();
        request.masterUserPassword(password.reveal());
    }

    /** Restores deletion protection as the last change: until the swap a clone must be easy to delete. */
    private void protect(Sequence sequence, Place place) {
        boolean wanted = place.old()
                .filter(old -> Boolean.TRUE.equals(old.description().deletionProtection()))
                .isPresent();
        Optional<Instance> made =
                InstanceKey.Made.of(view.refresh(), place.name()).in(sequence.world());
        if (!wanted || made.isEmpty()) {
            return;
        }
        sequence.add(new ModifyInstance(
                "protect " + place.name(),
                InstanceKey.Made.of(view.refresh(), place.name()),
                new Subject.OwnInstance(place.name()),
                ModifyDbInstanceRequest.builder()
                        .dbInstanceIdentifier(place.name().name())
                        .applyImmediately(true)
                        .deletionProtection(true)
                        .build(),
                made.get(),
                false));
    }
}
