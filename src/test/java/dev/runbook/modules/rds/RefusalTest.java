package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/** What stops a refresh before its first call, and the messages about it. */
class RefusalTest {

    private static final Refresh REFRESH = RdsFixture.refresh(
            List.of("sg-quarantine"), Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));

    @Test
    void aMissingSourceOrTargetIsNamed() {
        TestInstances instances = TestInstances.classic();
        assertThat(refused(without(instances, "mitosis-prod")))
                .hasMessageContaining("source mitosis-prod does not exist");
        assertThat(refused(without(instances, "mitosis-demo")))
                .hasMessageContaining("target mitosis-demo does not exist");
    }

    @Test
    void aLeftoverIsNamedWithTheCommandThatRepairs() {
        TestInstances instances = TestInstances.classic()
                .add("temp-mitosis-demo", edit -> {})
                .add(
                        "old-mitosis-demo-replica",
                        edit -> edit.tagList(marks("r0").tags().entrySet().stream()
                                        .map(tag -> TestInstances.tag(tag.getKey(), tag.getValue()))
                                        .toList())
                                .deletionProtection(true));
        ModuleException refusal = refused(instances.world());
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
        TestInstances instances = TestInstances.classic()
                .add(
                        "temp-mitosis-demo",
                        edit -> edit.tagList(marks("r0").tags().entrySet().stream()
                                .map(tag -> TestInstances.tag(tag.getKey(), tag.getValue()))
                                .toList()));
        assertThat(refused(instances.world()).advice())
                .contains("If it is no longer needed: runbook discard r0")
                .doesNotContain("aws rds");
    }

    @Test
    void aNameThatGetsTooLongIsFoundForEveryNodeOfTheTree() {
        String name = "mitosis-demo-" + "x".repeat(50);
        TestInstances instances = TestInstances.classic().addReplica(name, "mitosis-demo", edit -> {});
        assertThat(refused(instances.world()))
                .hasMessageContaining("temp-" + name)
                .hasMessageContaining("RDS allows 63");
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

        TestInstances chain = TestInstances.classic()
                .addReplica("between", "mitosis-prod", edit -> {})
                .edit("mitosis-demo", edit -> edit.readReplicaSourceDBInstanceIdentifier("between"));
        ModuleException fed = refused(chain.world());
        assertThat(fed)
                .hasMessageContaining("mitosis-demo is a replica of between, which gets its data from mitosis-prod");
        assertThat(fed.isRefusal()).isTrue();

        TestInstances abroad = TestInstances.classic()
                .edit(
                        "mitosis-demo",
                        edit -> edit.readReplicaSourceDBInstanceIdentifier(
                                "arn:aws:rds:us-east-1:123456789012:db:mitosis-prod"));
        assertThat(refused(abroad.world()).isRefusal()).isTrue();

        TestInstances other = TestInstances.classic()
                .add("another", edit -> edit.backupRetentionPeriod(1))
                .edit("mitosis-demo", edit -> edit.readReplicaSourceDBInstanceIdentifier("another"));
        ModuleException elsewhere = refused(other.world());
        assertThat(elsewhere).hasMessageContaining("itself a replica of another");
        assertThat(elsewhere.isRefusal()).isFalse();
    }

    @Test
    void quarantineNeedsGroupsOfItsOwn() {
        World world = TestInstances.classic().world();
        assertThat(refused(world, RdsFixture.refresh(List.of(), Optional.empty()))
                        .advice())
                .contains("quarantine_security_groups: [sg-...]");
        assertThat(refused(world, RdsFixture.refresh(List.of("sg-demo"), Optional.empty())))
                .hasMessageContaining("isolate nothing");
    }

    @Test
    void theSnapshotIsTakenWhereNoReplicaIsAllowedAndTheNewestThatIsAvailable() throws Exception {
        TestInstances instances = TestInstances.classic()
                .addSnapshot("older", "available", Instant.parse("2026-11-01T00:00:00Z"))
                .addSnapshot("newer", "available", Instant.parse("2026-11-02T00:00:00Z"))
                .addSnapshot("newest", "creating", Instant.parse("2026-11-03T00:00:00Z"))
                .edit(
                        "mitosis-prod",
                        edit -> edit.masterUserSecret(MasterUserSecret.builder()
                                .secretArn("arn:secret")
                                .build()));
        Change change = clone(instances.world()).get(0);
        assertThat(change.describe().action()).isEqualTo("RestoreDBInstanceFromDBSnapshot");
        assertThat(change.describe().parameters().show())
                .contains(
                        "DBSnapshotIdentifier: newer",
                        "VpcSecurityGroupIds: [sg-quarantine]",
                        "PubliclyAccessible: false")
                .doesNotContain("KmsKeyId", "aws:cloudformation");
        assertThat(refused(instances.world(), REFRESH, "method", "replica")).hasMessageContaining("Secrets Manager");
        assertThat(refused(instances.world(), REFRESH, "snapshot", "newest")).hasMessageContaining("newest (creating)");
    }

    @Test
    void aSourceThatCannotBeReplicatedIsNamed() {
        World off = TestInstances.classic()
                .edit("mitosis-prod", edit -> edit.backupRetentionPeriod(0))
                .world();
        assertThat(refused(off)).hasMessageContaining("automated backups of mitosis-prod are off");
        assertThat(refused(off, REFRESH, "method", "snapshot")).hasMessageContaining("it has no snapshots");
    }

    @Test
    void renameRefusesAnUnmaskedCloneAndCleanupAnApplicationThatHasNotRestarted() {
        World start = TestInstances.classic().world();
        RefreshPipeline unmasked = new RefreshPipeline(
                REFRESH,
                List.of(
                        RefreshPipeline.PipelineTask.of(new RdsClone()),
                        RefreshPipeline.PipelineTask.of(new Promote()),
                        RefreshPipeline.PipelineTask.of(new Rename())));
        ModuleException refusal = catchThrowableOfType(ModuleException.class, () -> unmasked.changes(start));
        assertThat(refusal)
                .hasMessageContaining("temp-mitosis-demo is quarantined")
                .hasMessageContaining("masked");
        assertThat(refusal.isRefusal()).isTrue();
        RefreshPipeline hasty = new RefreshPipeline(
                REFRESH,
                List.of(
                        RefreshPipeline.PipelineTask.of(new RdsClone()),
                        RefreshPipeline.PipelineTask.of(new Promote()),
                        RefreshPipeline.PipelineTask.marking(RefreshTags.State.MASKED),
                        RefreshPipeline.PipelineTask.of(new RdsReplicas()),
                        RefreshPipeline.PipelineTask.of(new Rename()),
                        RefreshPipeline.PipelineTask.of(new Cleanup())));
        assertThat(catchThrowableOfType(ModuleException.class, () -> hasty.changes(start)))
                .hasMessageContaining("has not restarted");
    }

    @Test
    void replicasOfAnUnmaskedCloneAreRefused() {
        RefreshPipeline early = new RefreshPipeline(
                REFRESH,
                List.of(
                        RefreshPipeline.PipelineTask.of(new RdsClone()),
                        RefreshPipeline.PipelineTask.of(new Promote()),
                        RefreshPipeline.PipelineTask.of(new RdsReplicas())));
        ModuleException refusal = catchThrowableOfType(
                ModuleException.class,
                () -> early.changes(TestInstances.classic().world()));
        assertThat(refusal.isRefusal()).isTrue();
        assertThat(refusal).hasMessageContaining("temp-mitosis-demo is quarantined");
        assertThat(refusal.advice()).contains("Put `sql-mask` before `rds-replicas`");
    }

    @Test
    void aFailedCloneIsAFailureAndAnUnknownStatusIsWaitedFor() throws Exception {
        Change create = clone(TestInstances.classic().world()).get(0);
        World made = create.predict(TestInstances.classic().world());
        InstanceId name = new InstanceId("temp-mitosis-demo");
        assertThat(progress(create, made, name, "incompatible-network").stage()).isEqualTo(Progress.Stage.FAILED);
        assertThat(progress(create, made, name, "incompatible-network").detail())
                .contains("describe-events");
        assertThat(progress(create, made, name, "dreaming")).isEqualTo(Progress.underWay("dreaming"));
    }

    @Test
    void productionsSettingsThatStayBehindAreNamedAsDifferences() throws Exception {
        World start = TestInstances.classic()
                .edit("mitosis-prod", edit -> edit.masterUsername("admin").engineVersion("5.7.45"))
                .world();
        RefreshPipeline pipeline = RefreshPipeline.main(REFRESH);
        List<RefreshPipeline.PipelineTask> untilSwap = pipeline.tasks().subList(0, 4);
        World world = new RefreshPipeline(REFRESH, untilSwap).walk(start, start).end();
        RdsFixture fixture = RdsFixture.of(world, REFRESH);
        new Rename().plan(FixedArgs.of(new Rename()), fixture);
        assertThat(fixture.warnings())
                .contains("mitosis-demo: MasterUsername was root before the refresh and is admin after it")
                .noneMatch(warning -> warning.contains("VpcSecurityGroupIds") || warning.contains("BackupRetention"));
    }

    private static Progress progress(Change change, World world, InstanceId name, String status) {
        return change.progress(
                world.with(world.instance(name).orElseThrow().with(edit -> edit.dbInstanceStatus(status))));
    }

    private static RefreshTags marks(String refresh) {
        return new RefreshTags(
                refresh,
                "demo",
                RefreshTags.Role.REPLICA,
                new InstanceId("mitosis-prod"),
                new InstanceId("mitosis-demo-replica"),
                new ResourceId("db-GONE"),
                RefreshTags.State.MASKED,
                Optional.empty());
    }

    private static World edited(Consumer<software.amazon.awssdk.services.rds.model.DBInstance.Builder> edit) {
        return TestInstances.classic().edit("mitosis-demo", edit).world();
    }

    private static World without(TestInstances instances, String name) {
        return instances.world().without(new InstanceId(name));
    }

    private static List<Change> clone(World world) throws ModuleException {
        return new RefreshPipeline(REFRESH, List.of(RefreshPipeline.PipelineTask.of(new RdsClone()))).changes(world);
    }

    private static ModuleException refused(World world) {
        return refused(world, REFRESH);
    }

    private static ModuleException refused(World world, Refresh refresh, Object... args) {
        RefreshPipeline pipeline =
                new RefreshPipeline(refresh, List.of(RefreshPipeline.PipelineTask.of(new RdsClone(), args)));
        return catchThrowableOfType(ModuleException.class, () -> pipeline.changes(world));
    }
}
