package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.modules.Subject;
import dev.runbook.port.PasswordStore;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Plans those settings of the replaced instance that a new instance cannot get at creation, or must not get while its data is
 * unmasked.
 */
record SettingsCarryOver(ChangePlanBuilder builder, Refresh refresh, TreeSlot slot) {

    /**
     * Adds the clone's settings that are allowed before masking. In quarantine these include a random master password, and no
     * automated backups, because they would keep the unmasked data.
     */
    void addCloneSettings(PasswordStore passwords) {
        Optional<Instance> made = newInstance();
        Optional<Instance> old = slot.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        Optional<RefreshTags.State> state = made.get().refreshTags().map(RefreshTags::state);
        boolean needsNoMasking = state.equals(Optional.of(RefreshTags.State.UNMASKED_BY_CHOICE));
        boolean quarantined = state.equals(Optional.of(RefreshTags.State.QUARANTINED));
        var request = request(made.get());
        new RdsSettings(old.get().description(), made.get().description(), needsNoMasking).fillModify(request);
        if (needsNoMasking) {
            request.backupRetentionPeriod(retentionDays(old.get()));
        }
        if (quarantined) {
            request.backupRetentionPeriod(0)
                    .masterUserPassword(passwords.random().reveal());
        }
        ModifyInstance settings = modification("settings", made.get(), request);
        boolean secret = passwords.password(made.get().resourceId()).isPresent();
        // RDS does not show passwords, so a request that sets nothing else would count as done and never be sent.
        if (quarantined
                && !secret
                && isQuarantineActive(made.get())
                && settings.progress(builder.predictedWorld()).isDone()) {
            builder.add(SetMasterPassword.random(made.get(), passwords));
        }
        add(settings);
    }

    /** Adds the clone's settings after the proof of masking: backups, log exports and monitoring as on the replaced instance. */
    void addRecordingSettings() {
        Optional<Instance> made = newInstance();
        Optional<Instance> old = slot.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        var request = request(made.get()).backupRetentionPeriod(retentionDays(old.get()));
        new RdsSettings(old.get().description(), made.get().description(), true).fillRecording(request);
        builder.add(modification("records", made.get(), request));
    }

    /** Adds a replica's settings; backups only if RDS requires them, because it has replicas, or if the old replica had them. */
    void addReplicaSettings() {
        Optional<Instance> made = newInstance();
        Optional<Instance> old = slot.old();
        if (made.isEmpty() || old.isEmpty()) {
            return;
        }
        var request = request(made.get());
        new RdsSettings(old.get().description(), made.get().description(), true).fillModify(request);
        int days = retentionDays(old.get());
        if (days > 0) {
            request.backupRetentionPeriod(days);
        }
        add(modification("settings", made.get(), request));
    }

    /** Whether the clone has only the quarantine groups. Once opened for the swap it keeps the target's password. */
    private boolean isQuarantineActive(Instance made) {
        return SettingTable.byName("VpcSecurityGroupIds")
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
        builder.add(settings);
        newInstance()
                .filter(RebootInstance::isNeeded)
                .ifPresent(changed -> builder.add(new RebootInstance(instanceKey(), changed.id(), changed)));
    }

    private ModifyInstance modification(String what, Instance made, ModifyDbInstanceRequest.Builder request) {
        return new ModifyInstance(
                what + " " + slot.name(),
                instanceKey(),
                new Subject.OwnInstance(made.id()),
                request.build(),
                made,
                true);
    }

    private Optional<Instance> newInstance() {
        return instanceKey().findIn(builder.predictedWorld());
    }

    private InstanceKey.TaggedInstanceKey instanceKey() {
        return InstanceKey.TaggedInstanceKey.of(refresh, slot.name());
    }

    private int retentionDays(Instance old) {
        int days =
                Optional.ofNullable(old.description().backupRetentionPeriod()).orElse(0);
        return Math.max(days, slot.hasReplicas() ? 1 : 0);
    }
}
