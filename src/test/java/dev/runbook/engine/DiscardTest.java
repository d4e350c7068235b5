package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.RunRelation;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;

/** A clone that cannot be used is deleted by its marks, and nothing else ever is; then the next run makes a new one. */
class DiscardTest {

    /** The call that makes the clone's replica is the last before the swap. */
    private static final KillSwitch BEFORE_THE_SWAP = new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 5);

    @TempDir
    Path folder;

    private int rigs;

    @Test
    void aCloneAndItsReplicaAreDeletedAsTheCheckSaysAndTheNextRunBeginsANewRefresh() throws Exception {
        try (SiteFixture site = site()) {
            Map<String, ResourceId> before = names(site.rig.world());
            String run = killed(site, BEFORE_THE_SWAP);
            assertThat(site.rig.world().instancesOf(run, "demo")).hasSize(2);

            assertThat(discard(site, run, true).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            List<String> listed = calls(site);
            assertThat(listed)
                    .containsExactly(
                            "DeleteDBInstance temp-mitosis-demo-replica", "DeleteDBInstance temp-mitosis-demo");
            assertThat(site.rig.world().instancesOf(run, "demo")).hasSize(2);

            assertThat(discard(site, run, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(calls(site)).isEqualTo(listed);
            assertThat(names(site.rig.world())).isEqualTo(before);
            assertThat(site.rig.said())
                    .contains("nothing is left of refresh " + run + ": the next run makes a new clone");
            assertThat(site.rig.first(Event.RunStarted.class).reference(RunRelation.DISCARDS))
                    .contains(run);

            assertThat(discard(site, run, false).exit()).isZero();
            assertThat(site.rig.events(Event.ChangeAnnounced.class))
                    .describedAs("a second time")
                    .isEmpty();
            assertThat(site.rig
                            .resuming(run)
                            .run(FaultTest.WHOLE, FaultTest.RUNBOOK, false)
                            .exit())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story()).contains("has discarded pair demo");

            RunOutcome next = site.rig.resuming("").run(FaultTest.WHOLE, FaultTest.RUNBOOK, true);
            assertThat(next.exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.rig.first(Event.PairStarted.class).resumed()).isFalse();
        }
    }

    @Test
    void aCloneThatFailedIsOfferedForItAndGoesWithIt() throws Exception {
        try (SiteFixture site = site()) {
            site.rig
                    .sandbox()
                    .faults()
                    .add(InjectedFault.ofAction("CreateDBInstanceReadReplica", InjectedFault.FaultKind.FAILED, 1));
            RunOutcome failed = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(failed.exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(site.rig.story()).contains("delete it with `runbook discard " + failed.run() + "`");
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false).exit())
                    .isNotZero();

            assertThat(discard(site, failed.run(), false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(site.rig
                            .resuming("")
                            .run(FaultTest.WHOLE, FaultTest.RUNBOOK, true)
                            .exit())
                    .describedAs(site.rig.story())
                    .isZero();
        }
    }

    @Test
    void whatServesIsNeverDiscarded() throws Exception {
        try (SiteFixture site = site()) {
            String swapped = killed(site, new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 6));
            Map<String, ResourceId> serving = names(site.rig.world());
            assertThat(discard(site, swapped, false).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story()).contains("an instance in use is not discarded", "runbook rollback " + swapped);
            assertThat(names(site.rig.world())).isEqualTo(serving);

            RunOutcome whole = site.rig.resuming("").run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(whole.exit()).describedAs(site.rig.story()).isZero();
            Map<String, ResourceId> live = names(site.rig.world());
            assertThat(discard(site, swapped, false).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story()).contains("mitosis-demo is live");
            assertThat(names(site.rig.world())).isEqualTo(live);
        }
    }

    @Test
    void whatFeedsAnInstanceOfSomebodyElseIsNotDiscarded() throws Exception {
        try (SiteFixture site = site()) {
            String run = killed(site, BEFORE_THE_SWAP);
            site.rig
                    .rds()
                    .createReplica(CreateDbInstanceReadReplicaRequest.builder()
                            .sourceDBInstanceIdentifier("temp-mitosis-demo")
                            .dbInstanceIdentifier("somebody")
                            .build());
            assertThat(discard(site, run, false).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story()).contains("somebody replicates from it and is no part of this refresh");
            assertThat(site.rig.world().instance(new InstanceId("temp-mitosis-demo")))
                    .isPresent();
        }
    }

    @Test
    void aDiscardNeedsNoPasswordsAndNoUnchangedInventory() throws Exception {
        try (SiteFixture site = site()) {
            String run = killed(site, BEFORE_THE_SWAP);
            String changed = FaultTest.WHOLE
                    .replace("instance: mitosis-demo", "instance: mitosis-stage")
                    .replaceAll("lookup\\('secret', '[a-z]+'\\)", "lookup('secret', 'lost')");
            assertThat(changed).contains("lost");
            site.rig.next(KillSwitch.none()).discarding(run);
            assertThat(site.rig.run(changed, FaultTest.RUNBOOK, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(site.rig.world().instancesOf(run, "demo")).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> killedAtAnyMomentItIsCarriedOnByTheSameAgain() {
        return Stream.of(
                        new KillSwitch(KillSwitch.Moment.BEFORE_CALL, 1),
                        new KillSwitch(KillSwitch.Moment.AFTER_CALL, 1),
                        new KillSwitch(KillSwitch.Moment.BEFORE_CALL, 2),
                        new KillSwitch(KillSwitch.Moment.AFTER_CALL, 2))
                .map(reaper -> DynamicTest.dynamicTest(reaper.toString(), () -> repeats(reaper)));
    }

    private void repeats(KillSwitch reaper) throws Exception {
        try (SiteFixture site = site()) {
            Map<String, ResourceId> before = names(site.rig.world());
            String run = killed(site, BEFORE_THE_SWAP);
            site.rig.next(reaper).discarding(run);
            assertThatThrownBy(() -> site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false))
                    .isInstanceOf(KillError.class);
            assertThat(discard(site, run, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(names(site.rig.world())).isEqualTo(before);
        }
    }

    private static RunOutcome discard(SiteFixture site, String run, boolean check) throws Exception {
        return site.rig.next(KillSwitch.none()).discarding(run).run(FaultTest.WHOLE, FaultTest.RUNBOOK, check);
    }

    private SiteFixture site() throws Exception {
        return new SiteFixture(Files.createDirectory(folder.resolve("rig-" + rigs++)));
    }

    private static String killed(SiteFixture site, KillSwitch moment) {
        site.rig.next(moment.again());
        assertThatThrownBy(() -> site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false))
                .isInstanceOf(KillError.class);
        return site.rig.first(Event.RunStarted.class).run().orElse("");
    }

    private static List<String> calls(SiteFixture site) {
        return site.rig.events(Event.ChangeAnnounced.class).stream()
                .map(event -> event.event().call().action() + " "
                        + event.event().call().subject())
                .toList();
    }

    private static Map<String, ResourceId> names(World world) {
        Map<String, ResourceId> names = new TreeMap<>();
        for (Instance instance : world.instances().values()) {
            boolean gone = instance.status().equals("deleting")
                    && instance.refreshTags().map(RefreshTags::state).isPresent();
            if (!gone) {
                names.put(instance.id().name(), instance.resourceId());
            }
        }
        return names;
    }
}
