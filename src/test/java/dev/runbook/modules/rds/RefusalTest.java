package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Change;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** What stops a refresh before its first call, and the messages about it. */
class RefusalTest {

    private static final Refresh REFRESH = Desk.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.Login("root", new Password("target-password"))));

    @Test
    void aMissingSourceOrTargetIsNamed() {
        Fleet fleet = Fleet.classic();
        assertThat(refused(without(fleet, "mitosis-prod"))).hasMessageContaining("source mitosis-prod does not exist");
        assertThat(refused(without(fleet, "mitosis-demo"))).hasMessageContaining("target mitosis-demo does not exist");
    }

    @Test
    void aLeftoverIsNamedWithTheCommandThatRepairs() {
        Fleet fleet = Fleet.classic()
                .add("temp-mitosis-demo", edit -> {})
                .add(
                        "old-mitosis-demo-replica",
                        edit -> edit.tagList(marks("r0").tags().entrySet().stream()
                                        .map(tag -> Fleet.tag(tag.getKey(), tag.getValue()))
                                        .toList())
                                .deletionProtection(true));
        ModuleException refusal = refused(fleet.world());
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal)
                .hasMessageContaining("temp-mitosis-demo, which the refresh needs for mitosis-demo, is taken")
                .hasMessageContaining("left over from refresh r0");
        assertThat(refusal.advice())
                .contains("aws rds delete-db-instance --db-instance-identifier temp-mitosis-demo"
                        + " --final-db-snapshot-identifier temp-mitosis-demo-final")
                .contains("aws rds modify-db-instance --db-instance-identifier old-mitosis-demo-replica"
                        + " --no-deletion-protection");
    }

    @Test
    void aCloneThatAnEarlierRefreshHasLeftIsToBeDiscarded() {
        Fleet fleet = Fleet.classic()
                .add(
                        "temp-mitosis-demo",
                        edit -> edit.tagList(marks("r0").tags().entrySet().stream()
                                .map(tag -> Fleet.tag(tag.getKey(), tag.getValue()))
                                .toList()));
        assertThat(refused(fleet.world()).advice())
                .contains("If it is no longer needed: runbook discard r0")
                .doesNotContain("aws rds");
    }

    @Test
    void aNameThatGetsTooLongIsFoundForEveryNodeOfTheTree() {
        String name = "mitosis-demo-" + "x".repeat(50);
        Fleet fleet = Fleet.classic().replica(name, "mitosis-demo", edit -> {});
        assertThat(refused(fleet.world())).hasMessageContaining("temp-" + name).hasMessageContaining("RDS allows 63");
    }

    @Test
    void whatCannotBeRebuiltIsRefused() {
        assertThat(refused(edited(edit -> edit.dbClusterIdentifier("c1")))).hasMessageContaining("cluster");

        assertThat(refused(edited(
                        edit -> edit.readReplicaDBInstanceIdentifiers("arn:aws:rds:us-east-1:123456789012:db:far"))))
                .hasMessageContaining("another region");
        assertThat(refused(edited(edit -> edit.engine("postgres")))).hasMessageContaining("another engine");
        assertThat(refused(edited(edit -> edit.dbInstanceStatus("stopped")))).hasMessageContaining("stopped");
    }

    @Test
    void aTargetThatProductionFeedsIsRefusedAndOneThatSomethingElseFeedsFails() {
        ModuleException ofSource = refused(edited(edit -> edit.readReplicaSourceDBInstanceIdentifier("mitosis-prod")));
        assertThat(ofSource).hasMessageContaining("mitosis-demo is a replica of mitosis-prod, the source of this pair");
        assertThat(ofSource.isRefusal()).isTrue();

        Fleet chain = Fleet.classic()
                .replica("between", "mitosis-prod", edit -> {})
                .edit("mitosis-demo", edit -> edit.readReplicaSourceDBInstanceIdentifier("between"));
        ModuleException fed = refused(chain.world());
        assertThat(fed).hasMessageContaining("mitosis-demo is a replica of between, which gets its data from mitosis-prod");
        assertThat(fed.isRefusal()).isTrue();

        Fleet abroad = Fleet.classic()
                .edit(
                        "mitosis-demo",
                        edit -> edit.readReplicaSourceDBInstanceIdentifier(
                                "arn:aws:rds:us-east-1:123456789012:db:mitosis-prod"));
        assertThat(refused(abroad.world()).isRefusal()).isTrue();

        Fleet other = Fleet.classic()
                .add("another", edit -> edit.backupRetentionPeriod(1))
                .edit("mitosis-demo", edit -> edit.readReplicaSourceDBInstanceIdentifier("another"));
        ModuleException elsewhere = refused(other.world());
        assertThat(elsewhere).hasMessageContaining("itself a replica of another");
        assertThat(elsewhere.isRefusal()).isFalse();
    }

    @Test
    void quarantineNeedsGroupsOfItsOwn() {
        World world = Fleet.classic().world();
        assertThat(refused(world, Desk.refresh(List.of(), Optional.empty())).advice())
                .contains("quarantine_security_groups: [sg-...]");
        assertThat(refused(world, Desk.refresh(List.of("sg-demo"), Optional.empty())))
                .hasMessageContaining("isolate nothing");
    }

    @Test
    void theSnapshotIsTakenWhereNoReplicaIsAllowedAndTheNewestThatIsAvailable() throws Exception {
        Fleet fleet = Fleet.classic()
                .snapshot("older", "available", Instant.parse("2026-11-01T00:00:00Z"))
                .snapshot("newer", "available", Instant.parse("2026-11-02T00:00:00Z"))
                .snapshot("newest", "creating", Instant.parse("2026-11-03T00:00:00Z"))
                .edit(
                        "mitosis-prod",
                        edit -> edit.masterUserSecret(MasterUserSecret.builder()
                                .secretArn("arn:secret")
                                .build()));
        Change change = clone(fleet.world()).get(0);
        assertThat(change.describe().action()).isEqualTo("RestoreDBInstanceFromDBSnapshot");
        assertThat(change.describe().parameters().show())
                .contains(
                        "DBSnapshotIdentifier: newer",
                        "VpcSecurityGroupIds: [sg-quarantine]",
                        "PubliclyAccessible: false")
                .doesNotContain("KmsKeyId", "aws:cloudformation");
        assertThat(refused(fleet.world(), REFRESH, "method", "replica")).hasMessageContaining("Secrets Manager");
        assertThat(refused(fleet.world(), REFRESH, "snapshot", "newest")).hasMessageContaining("newest (creating)");
    }

    @Test
    void aSourceThatCannotBeReplicatedIsNamed() {
        World off = Fleet.classic()
                .edit("mitosis-prod", edit -> edit.backupRetentionPeriod(0))
                .world();
        assertThat(refused(off)).hasMessageContaining("automated backups of mitosis-prod are off");
        assertThat(refused(off, REFRESH, "method", "snapshot")).hasMessageContaining("it has no snapshots");
    }

    @Test
    void renameRefusesAnUnmaskedCloneAndCleanupAnApplicationThatHasNotRestarted() {
        World start = Fleet.classic().world();
        Pipeline unmasked = new Pipeline(
                REFRESH,
                List.of(
                        Pipeline.Task.of(new RdsClone()),
                        Pipeline.Task.of(new Promote()),
                        Pipeline.Task.of(new Rename())));
        ModuleException refusal = catchThrowableOfType(ModuleException.class, () -> unmasked.changes(start));
        assertThat(refusal)
                .hasMessageContaining("temp-mitosis-demo is quarantined")
                .hasMessageContaining("masked");
        assertThat(refusal.isRefusal()).isTrue();
        Pipeline hasty = new Pipeline(
                REFRESH,
                List.of(
                        Pipeline.Task.of(new RdsClone()),
                        Pipeline.Task.of(new Promote()),
                        Pipeline.Task.marking(Marks.State.MASKED),
                        Pipeline.Task.of(new RdsReplicas()),
                        Pipeline.Task.of(new Rename()),
                        Pipeline.Task.of(new Cleanup())));
        assertThat(catchThrowableOfType(ModuleException.class, () -> hasty.changes(start)))
                .hasMessageContaining("has not restarted");
    }

    @Test
    void replicasOfAnUnmaskedCloneAreRefused() {
        Pipeline early = new Pipeline(
                REFRESH,
                List.of(
                        Pipeline.Task.of(new RdsClone()),
                        Pipeline.Task.of(new Promote()),
                        Pipeline.Task.of(new RdsReplicas())));
        ModuleException refusal = catchThrowableOfType(
                ModuleException.class, () -> early.changes(Fleet.classic().world()));
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal).hasMessageContaining("temp-mitosis-demo is quarantined");
        assertThat(refusal.advice()).contains("Put `sql-mask` before `rds-replicas`");
    }

    @Test
    void aFailedCloneIsAFailureAndAnUnknownStatusIsWaitedFor() throws Exception {
        Change create = clone(Fleet.classic().world()).get(0);
        World made = create.predict(Fleet.classic().world());
        InstanceId name = new InstanceId("temp-mitosis-demo");
        assertThat(progress(create, made, name, "incompatible-network").stage()).isEqualTo(Progress.Stage.FAILED);
        assertThat(progress(create, made, name, "incompatible-network").detail())
                .contains("describe-events");
        assertThat(progress(create, made, name, "dreaming")).isEqualTo(Progress.underWay("dreaming"));
    }

    @Test
    void productionsSettingsThatStayBehindAreNamedAsDifferences() throws Exception {
        World start = Fleet.classic()
                .edit("mitosis-prod", edit -> edit.masterUsername("admin").engineVersion("5.7.45"))
                .world();
        Pipeline pipeline = Pipeline.main(REFRESH);
        List<Pipeline.Task> untilSwap = pipeline.tasks().subList(0, 4);
        World world = new Pipeline(REFRESH, untilSwap).walk(start, start).end();
        Desk desk = Desk.of(world, REFRESH);
        new Rename().plan(dev.runbook.modules.WrittenArgs.of(new Rename()), desk);
        assertThat(desk.warnings())
                .contains("mitosis-demo: MasterUsername was root before the refresh and is admin after it")
                .noneMatch(warning -> warning.contains("VpcSecurityGroupIds") || warning.contains("BackupRetention"));
    }

    private static Progress progress(Change change, World world, InstanceId name, String status) {
        return change.progress(
                world.with(world.instance(name).orElseThrow().with(edit -> edit.dbInstanceStatus(status))));
    }

    private static Marks marks(String refresh) {
        return new Marks(
                refresh,
                "demo",
                Marks.Role.REPLICA,
                new InstanceId("mitosis-prod"),
                new InstanceId("mitosis-demo-replica"),
                new dev.runbook.world.ResourceId("db-GONE"),
                Marks.State.MASKED,
                Optional.empty());
    }

    private static World edited(
            java.util.function.Consumer<software.amazon.awssdk.services.rds.model.DBInstance.Builder> edit) {
        return Fleet.classic().edit("mitosis-demo", edit).world();
    }

    private static World without(Fleet fleet, String name) {
        return fleet.world().without(new InstanceId(name));
    }

    private static List<Change> clone(World world) throws ModuleException {
        return new Pipeline(REFRESH, List.of(Pipeline.Task.of(new RdsClone()))).changes(world);
    }

    private static ModuleException refused(World world) {
        return refused(world, REFRESH);
    }

    private static ModuleException refused(World world, Refresh refresh, Object... args) {
        Pipeline pipeline = new Pipeline(refresh, List.of(Pipeline.Task.of(new RdsClone(), args)));
        return catchThrowableOfType(ModuleException.class, () -> pipeline.changes(world));
    }
}
