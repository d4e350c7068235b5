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

/** Plans the exchange of the old tree and the new one, and its way back. */
record Swap(View view, TargetTree tree) {

    /**
     * Old tree aside, new tree in, leaves first; before it what was held back from the clone until its masking was proved:
     * records, roles with which it could write elsewhere, and the target's own doors; after it its protection.
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

    /** New tree aside, old tree in, from any point of a swap. */
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
     * What the application said about the new root holds no longer: it goes back to the old one, and is asked again. Comes
     * before the renames, so that a kill between them leaves the mark.
     *
     * @param renamed whether any name is to be given back
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

    /** The name it is to lose stands for it: until then a rename that a killed run has begun may give it that name yet. */
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
                        + ", which RDS cannot assume (INVALID); what takes its place does not get it.");
            } else {
                sequence.add(new AddRole(
                        InstanceKey.Made.of(view.refresh(), place.name()),
                        place.successor().get(),
                        role));
            }
        }
    }

    /** The target's own security groups and reachability, and for the root its password. */
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

    /** A clone without quarantine has the target's groups from the start, but production's password. */
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
                    + view.refresh().source().instance() + ": the inventory does not say the target's. Say user and"
                    + " password of the pair's target in the inventory, and rename gives that one.");
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
                    "The inventory does not say the password of "
                            + view.refresh().target().instance()
                            + ", so nobody could log in after the swap: the clone has a random one.",
                    "Say the user and password of the pair's target in the inventory.");
        }
        String master = made.description().masterUsername();
        if (master != null && !master.equals(login.get().user())) {
            view.warn("The master user of the clone is " + master + ", as in the source; the inventory's login for the"
                    + " target is " + login.get().user() + ". " + master + " gets that login's password.");
        }
        Password password = login.get().password();
        request.masterUserPassword(password.reveal());
    }

    /** Protection against deletion comes last: until the swap a clone must be easy to throw away. */
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
