package dev.runbook.modules.rds;

import dev.runbook.modules.GivePassword;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.port.Vault;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Plans what gives a new instance the settings of the one it replaces that it could not be created with. */
final class Adopt {

    private Adopt() {}

    /** The clone: all remaining settings, backups, and in quarantine a password that nobody else knows. */
    static void settings(Sequence sequence, Refresh refresh, Place place, Vault vault) {
        Optional<Instance> made = InstanceKey.Made.of(refresh, place.name()).in(sequence.world());
        Optional<Instance> old = place.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        var request = request(made.get(), old.get());
        request.backupRetentionPeriod(Math.max(retention(old.get().description()), place.feeds() ? 1 : 0));
        boolean quarantined = made.get()
                .marks()
                .filter(marks -> marks.state() == Marks.State.QUARANTINED)
                .isPresent();
        if (quarantined) {
            request.masterUserPassword(vault.random().reveal());
        }
        ModifyDbInstanceRequest settings = request.build();
        boolean secret = vault.password(made.get().resourceId()).isPresent();
        if (quarantined && !secret && isShutOff(made.get(), refresh) && isAdopted(sequence, refresh, place, settings)) {
            sequence.add(GivePassword.random(made.get(), vault));
        }
        add(sequence, refresh, place, settings);
    }

    /** Once it is opened for the swap it has the target's password, which must stay. */
    private static boolean isShutOff(Instance made, Refresh refresh) {
        return Setting.named("VpcSecurityGroupIds")
                .isShown(
                        made.description(),
                        refresh.quarantine().stream().sorted().toList());
    }

    /** RDS does not show passwords: when nothing else is to be set, the request would never be sent. */
    private static boolean isAdopted(
            Sequence sequence, Refresh refresh, Place place, ModifyDbInstanceRequest settings) {
        return change(sequence, refresh, place, settings)
                .progress(sequence.world())
                .isDone();
    }

    /** A replica: backups only where RDS wants them, to feed other replicas, or where the old one had them. */
    static void replica(Sequence sequence, Refresh refresh, Place place) {
        Optional<Instance> made = InstanceKey.Made.of(refresh, place.name()).in(sequence.world());
        if (made.isEmpty() || place.old().isEmpty()) {
            return;
        }
        Instance old = place.old().get();
        var request = request(made.get(), old);
        int days = Math.max(retention(old.description()), place.feeds() ? 1 : 0);
        if (days > 0) {
            request.backupRetentionPeriod(days);
        }
        add(sequence, refresh, place, request.build());
    }

    private static ModifyDbInstanceRequest.Builder request(Instance made, Instance old) {
        var request = ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(made.id().name())
                .applyImmediately(true);
        new Settings(old.description(), made.description()).forModify(request);
        return request;
    }

    private static void add(Sequence sequence, Refresh refresh, Place place, ModifyDbInstanceRequest request) {
        InstanceKey.Made key = InstanceKey.Made.of(refresh, place.name());
        sequence.add(change(sequence, refresh, place, request));
        key.in(sequence.world())
                .filter(RebootInstance::isNeeded)
                .ifPresent(changed -> sequence.add(new RebootInstance(key, changed.id(), changed)));
    }

    private static ModifyInstance change(
            Sequence sequence, Refresh refresh, Place place, ModifyDbInstanceRequest request) {
        InstanceKey.Made key = InstanceKey.Made.of(refresh, place.name());
        Instance made = key.in(sequence.world()).orElseThrow();
        return new ModifyInstance(
                "settings " + place.name(), key, new Subject.OwnInstance(made.id()), request, made, true);
    }

    private static int retention(DBInstance old) {
        return Optional.ofNullable(old.backupRetentionPeriod()).orElse(0);
    }
}
