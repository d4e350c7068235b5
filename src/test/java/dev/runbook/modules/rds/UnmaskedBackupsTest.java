package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/** Nothing outside of the clone records its unmasked data, and a clone with such records does not go live. */
class UnmaskedBackupsTest {

    private static final Refresh REFRESH = RdsFixture.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));
    private static final InstanceId CLONE = new InstanceId("temp-mitosis-demo");
    private static final Instant PROVED = Instant.parse("2026-11-20T02:10:00Z");

    @Test
    void untilTheProofNothingIsRecordedAndAfterItWhatTheTargetRecords() throws Exception {
        for (boolean replica : List.of(true, false)) {
            World world = recording(replica).world();
            List<Change> changes = RefreshPipeline.main(REFRESH).changes(world);
            boolean proved = false;
            for (Change change : changes) {
                world = change.predict(world);
                proved |= change.key().equals("mark mitosis-demo masked");
                if (!proved) {
                    world.instance(CLONE)
                            .ifPresent(made -> assertThat(records(made))
                                    .as(change.key())
                                    .containsExactly(
                                            entry("days", "0"),
                                            entry("logs", "[]"),
                                            entry("seconds", "0"),
                                            entry("statements", "false")));
                }
            }
            assertThat(records(world.instance(new InstanceId("mitosis-demo")).orElseThrow()))
                    .containsExactly(
                            entry("days", "5"),
                            entry("logs", "[error, slowquery]"),
                            entry("seconds", "30"),
                            entry("statements", "true"));
            assertThat(keys(changes).indexOf("records mitosis-demo"))
                    .isGreaterThan(keys(changes).indexOf("mark mitosis-demo masked"))
                    .isLessThan(keys(changes)
                            .indexOf(
                                    replica
                                            ? "create mitosis-demo-replica"
                                            : "rename mitosis-demo to old-mitosis-demo"));
        }
    }

    @Test
    void aRestoredCloneIsNotBackedUpEither() throws Exception {
        TestInstances instances = recording(false).addSnapshot("s1", "available", PROVED);
        RefreshPipeline restored = new RefreshPipeline(
                REFRESH, List.of(RefreshPipeline.PipelineTask.of(new RdsClone(), "method", "snapshot")));
        Change restore = restored.changes(instances.world()).get(0);
        assertThat(restore.describe().parameters().show())
                .contains("BackupRetentionPeriod: 0")
                .doesNotContain("EnableCloudwatchLogsExports");
        assertThat(restore.predict(instances.world())
                        .instance(CLONE)
                        .orElseThrow()
                        .isBackedUp())
                .isFalse();
    }

    @Test
    void theProofIsNotWrittenOnACloneThatSomebodyHasTurnedBackupsOnFor() throws Exception {
        World start = TestInstances.classic().world();
        List<Change> changes = RefreshPipeline.main(REFRESH).changes(start);
        int at = keys(changes).indexOf("mark mitosis-demo masked");
        World world = start;
        for (Change change : changes.subList(0, at)) {
            world = change.predict(world);
        }
        assertThat(changes.get(at).progress(world)).isEqualTo(Progress.needed());
        World leaking = world.with(world.instance(CLONE).orElseThrow().with(edit -> edit.backupRetentionPeriod(7)));
        assertThat(changes.get(at).progress(leaking).stage()).isEqualTo(Progress.Stage.FAILED);
        assertThat(changes.get(at).progress(leaking).detail())
                .contains("automated backups on, for 7 days", "--backup-retention-period 0");
        // The settings that a run gives the clone before that turn them off again.
        assertThat(new RefreshPipeline(REFRESH, List.of(RefreshPipeline.PipelineTask.of(new Promote())))
                        .walk(leaking, leaking)
                        .end()
                        .instance(CLONE)
                        .orElseThrow()
                        .isBackedUp())
                .isFalse();
    }

    @Test
    void renameRefusesAutomatedBackupsThatReachBackBeforeTheProof() throws Exception {
        assertThat(refusal(PROVED.minusSeconds(1), Optional.of(PROVED)).orElseThrow())
                .hasMessageContaining("reach back to 2026-11-20T02:09:59Z")
                .hasMessageContaining("proved at 2026-11-20T02:10:00Z")
                .satisfies(refusal -> assertThat(refusal.isRefusal()).isTrue());
        assertThat(refusal(PROVED, Optional.of(PROVED))).isEmpty();
        assertThat(refusal(PROVED.plusSeconds(60), Optional.of(PROVED))).isEmpty();
        // A clone without the tag of the proof time.
        assertThat(refusal(PROVED.plusSeconds(60), Optional.empty()).orElseThrow())
                .hasMessageContaining("none of its tags records");
    }

    @Test
    void renameRefusesASnapshotOfTheCloneFromBeforeTheProofAndNamesItWithWhatToDo() throws Exception {
        assertThat(refusal(snapshot("before-upgrade", "manual", PROVED.minusSeconds(60)))
                        .orElseThrow())
                .hasMessageContaining(
                        "The manual snapshot before-upgrade of temp-mitosis-demo was taken" + " 2026-11-20T02:09:00Z")
                .extracting(ModuleException::advice)
                .asString()
                .contains("aws rds delete-db-snapshot --db-snapshot-identifier before-upgrade");
        assertThat(refusal(snapshot("point", "awsbackup", PROVED.minusSeconds(60)))
                        .orElseThrow()
                        .advice())
                .contains("recovery point in AWS Backup");
        assertThat(refusal(DBSnapshot.builder()
                                .dbSnapshotIdentifier("now")
                                .snapshotType("manual")
                                .status("creating")
                                .build())
                        .orElseThrow())
                .hasMessageContaining("at a time that RDS does not report");
        assertThat(refusal(snapshot("later", "manual", PROVED.plusSeconds(1)))).isEmpty();
    }

    @Test
    void backupsThatDoNotTellHowFarTheyReachAreNotTakenForNewOnes() throws Exception {
        DBInstanceAutomatedBackup begun =
                DBInstanceAutomatedBackup.builder().status("creating").build();
        ModuleException open = refusal(new Backups(List.of(begun), List.of()), Optional.of(PROVED))
                .orElseThrow();
        assertThat(open).hasMessageContaining("does not report yet how far the automated backups");
        assertThat(open.isRefusal()).isFalse();
        DBSnapshot first = snapshot("rds:temp-mitosis-demo-1", "automated", PROVED.plusSeconds(90));
        assertThat(refusal(new Backups(List.of(begun), List.of(first)), Optional.of(PROVED)))
                .isEmpty();
    }

    private static Optional<ModuleException> refusal(Instant earliest, Optional<Instant> proved) throws Exception {
        DBInstanceAutomatedBackup backup = DBInstanceAutomatedBackup.builder()
                .restoreWindow(RestoreWindow.builder().earliestTime(earliest).build())
                .build();
        return refusal(new Backups(List.of(backup), List.of()), proved);
    }

    private static Optional<ModuleException> refusal(DBSnapshot snapshot) throws Exception {
        return refusal(new Backups(List.of(), List.of(snapshot)), Optional.of(PROVED));
    }

    private static Optional<ModuleException> refusal(Backups backups, Optional<Instant> proved) throws Exception {
        World start = TestInstances.classic().world();
        List<RefreshPipeline.PipelineTask> untilSwap =
                RefreshPipeline.main(REFRESH).tasks().subList(0, 4);
        World world = new RefreshPipeline(REFRESH, untilSwap).walk(start, start).end();
        Instance clone = world.instance(CLONE).orElseThrow();
        Map<String, String> tags = new TreeMap<>(clone.tags());
        tags.remove(RefreshTags.PROVED_TAG);
        proved.ifPresent(moment -> tags.put(RefreshTags.PROVED_TAG, moment.toString()));
        World told = world.with(clone.with(edit -> edit.tagList(tags.entrySet().stream()
                .map(tag -> TestInstances.tag(tag.getKey(), tag.getValue()))
                .toList())));
        return Optional.ofNullable(catchThrowableOfType(
                ModuleException.class,
                () -> new Rename()
                        .plan(
                                FixedArgs.of(new Rename()),
                                RdsFixture.of(told, REFRESH).with(backups))));
    }

    private static DBSnapshot snapshot(String name, String type, Instant taken) {
        return DBSnapshot.builder()
                .dbSnapshotIdentifier(name)
                .snapshotType(type)
                .status("available")
                .snapshotCreateTime(taken)
                .build();
    }

    /** Source and target with all recording settings on. */
    private static TestInstances recording(boolean replica) {
        TestInstances instances = TestInstances.classic();
        for (String name : List.of("mitosis-prod", "mitosis-demo")) {
            instances.edit(
                    name,
                    edit -> edit.backupRetentionPeriod(5)
                            .enabledCloudwatchLogsExports("error", "slowquery")
                            .monitoringInterval(30)
                            .monitoringRoleArn("arn:aws:iam::123456789012:role/monitoring")
                            .performanceInsightsEnabled(true)
                            .performanceInsightsRetentionPeriod(7));
        }
        if (replica) {
            return instances;
        }
        instances.edit("mitosis-demo", edit -> edit.readReplicaDBInstanceIdentifiers(List.of()));
        return instances.edit("mitosis-demo-replica", edit -> edit.readReplicaSourceDBInstanceIdentifier(null));
    }

    private static Map<String, String> records(Instance instance) {
        Map<String, String> records = new TreeMap<>();
        records.put("days", String.valueOf(instance.description().backupRetentionPeriod()));
        records.put("logs", new ArrayList<>(instance.description().enabledCloudwatchLogsExports()).toString());
        records.put("seconds", String.valueOf(instance.description().monitoringInterval()));
        records.put("statements", String.valueOf(instance.description().performanceInsightsEnabled()));
        return records;
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }

    private static List<String> keys(List<Change> changes) {
        return changes.stream().map(Change::key).toList();
    }
}
