package dev.runbook.modules.rds;

import dev.runbook.modules.GivePassword;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.port.Vault;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Plans those settings of the replaced instance that a new instance cannot get at creation, or must not get while its data is
 * unmasked.
 */
record Adopt(Sequence sequence, Refresh refresh, Place place) {

    /**
     * Adds the clone's settings that are allowed before masking. In quarantine these include a random master password, and no
     * automated backups, because they would keep the unmasked data.
     */
    void settings(Vault vault) {
        Optional<Instance> made = made();
        Optional<Instance> old = place.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        Optional<Marks.State> state = made.get().marks().map(Marks::state);
        boolean needsNoMasking = state.equals(Optional.of(Marks.State.UNMASKED_BY_CHOICE));
        boolean quarantined = state.equals(Optional.of(Marks.State.QUARANTINED));
        var request = request(made.get());
        new Settings(old.get().description(), made.get().description(), needsNoMasking).forModify(request);
        if (needsNoMasking) {
            request.backupRetentionPeriod(retention(old.get()));
        }
        if (quarantined) {
            request.backupRetentionPeriod(0).masterUserPassword(vault.random().reveal());
        }
        ModifyInstance settings = change("settings", made.get(), request);
        boolean secret = vault.password(made.get().resourceId()).isPresent();
        // RDS does not show passwords, so a request that sets nothing else would count as done and never be sent.
        if (quarantined
                && !secret
                && isShutOff(made.get())
                && settings.progress(sequence.world()).isDone()) {
            sequence.add(GivePassword.random(made.get(), vault));
        }
        add(settings);
    }

    /** Adds the clone's settings after the proof of masking: backups, log exports and monitoring as on the replaced instance. */
    void records() {
        Optional<Instance> made = made();
        Optional<Instance> old = place.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        var request = request(made.get()).backupRetentionPeriod(retention(old.get()));
        new Settings(old.get().description(), made.get().description(), true).forRecords(request);
        sequence.add(change("records", made.get(), request));
    }

    /** Adds a replica's settings; backups only if RDS requires them, because it has replicas, or if the old replica had them. */
    void replica() {
        Optional<Instance> made = made();
        Optional<Instance> old = place.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        var request = request(made.get());
        new Settings(old.get().description(), made.get().description(), true).forModify(request);
        int days = retention(old.get());
        if (days > 0) {
            request.backupRetentionPeriod(days);
        }
        add(change("settings", made.get(), request));
    }

    /** Whether the clone has only the quarantine groups. Once opened for the swap it keeps the target's password. */
    private boolean isShutOff(Instance made) {
        return SettingTable.named("VpcSecurityGroupIds")
                .isShown(
                        made.description(),
                        refresh.quarantine().stream().sorted().toList());
    }

    private static ModifyDbInstanceRequest.Builder request(Instance made) {
        return ModifyDbInstanceRequest.builder()
                .dbInstanceIdentifier(made.id().name())
                .applyImmediately(true);
    }

    private void add(ModifyInstance settings) {
        sequence.add(settings);
        made().filter(RebootInstance::isNeeded)
                .ifPresent(changed -> sequence.add(new RebootInstance(key(), changed.id(), changed)));
    }

    private ModifyInstance change(String what, Instance made, ModifyDbInstanceRequest.Builder request) {
        return new ModifyInstance(
                what + " " + place.name(), key(), new Subject.OwnInstance(made.id()), request.build(), made, true);
    }

    private Optional<Instance> made() {
        return key().in(sequence.world());
    }

    private InstanceKey.Made key() {
        return InstanceKey.Made.of(refresh, place.name());
    }

    private int retention(Instance old) {
        int days =
                Optional.ofNullable(old.description().backupRetentionPeriod()).orElse(0);
        return Math.max(days, place.feeds() ? 1 : 0);
    }
}
