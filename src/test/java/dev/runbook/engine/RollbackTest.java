package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.port.Shell;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From any moment of a refresh, and killed at any moment itself, a rollback gives the old tree its names back. */
class RollbackTest {

    /** The number of the event that ends the restart: the new tree is live, and nothing has been deleted. */
    private static final int LIVE = 8;

    private static final List<String> OLD = List.of("mitosis-demo", "mitosis-demo-replica");

    @TempDir
    Path folder;

    private final AtomicInteger rigs = new AtomicInteger();

    @Test
    void afterTheWholeSwapTheApplicationIsRestartedOnTheOldTreeAndWhatIsLeftIsSaid() throws Exception {
        try (SiteFixture site = site()) {
            Map<String, ResourceId> before = names(site.rig.world());
            String run = killed(site, new KillSwitch(KillSwitch.Moment.AFTER_EVENT, LIVE));
            assertThat(site.restarts).hasValue(1);
            site.rig.next(KillSwitch.none()).rollingBack(run);

            assertThat(roll(site, true).exit()).describedAs(site.rig.story()).isZero();
            List<String> listed = calls(site);
            assertThat(roll(site, false).exit()).describedAs(site.rig.story()).isZero();
            assertThat(calls(site)).isEqualTo(listed);
            assertThat(names(site.rig.world())).isEqualTo(before);
            assertThat(site.restarts).hasValue(2);
            assertThat(site.rig.events(Event.OutputWritten.class).stream()
                            .map(event -> event.event().text()))
                    .contains(
                            "left: temp-mitosis-demo-replica, masked, available",
                            "copied and not undone: s3://demo-media/",
                            "  runbook discard " + run);

            assertThat(roll(site, false).exit()).isZero();
            assertThat(site.rig.events(Event.ChangeAnnounced.class))
                    .describedAs("a second time")
                    .isEmpty();
            assertThat(site.restarts).hasValue(2);
        }
    }

    @Test
    void aHookThatIsGoneDoesNotKeepTheNamesFromBeingGivenBack() throws Exception {
        try (SiteFixture site = site()) {
            Map<String, ResourceId> before = names(site.rig.world());
            String run = killed(site, new KillSwitch(KillSwitch.Moment.AFTER_EVENT, LIVE));
            site.rig
                    .with(Shell.class, new ProcessGoneError())
                    .next(KillSwitch.none())
                    .rollingBack(run);

            assertThat(roll(site, false).exit()).describedAs(site.rig.story()).isNotZero();
            assertThat(names(site.rig.world())).isEqualTo(before);
        }
    }

    @Test
    void theNextRunSwapsTheSameCloneInAgainAndAsksTheApplicationBeforeItDeletes() throws Exception {
        try (SiteFixture site = site()) {
            String run = killed(site, new KillSwitch(KillSwitch.Moment.AFTER_EVENT, LIVE));
            site.rig.next(KillSwitch.none()).rollingBack(run);
            assertThat(roll(site, false).exit()).isZero();
            site.rig.resuming("");
            RunOutcome again = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(again.exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.rig.first(Event.PairStarted.class).refresh()).isEqualTo(run);
            assertThat(site.restarts).hasValue(3);
            assertThat(site.rig.world().instances().keySet())
                    .noneMatch(id -> id.name().startsWith("temp-") || id.name().startsWith("old-"));
        }
    }

    @Test
    void aRunWhoseInstancesALaterRefreshHasReplacedIsNotTakenBackAndTheCheckSaysSo() throws Exception {
        try (SiteFixture site = site()) {
            RunOutcome first = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            site.rig.next(KillSwitch.none()).resuming("").watching(world -> {});
            RunOutcome later = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(later.exit()).describedAs(site.rig.story()).isZero();
            for (boolean check : List.of(true, false)) {
                site.rig.next(KillSwitch.none()).rollingBack(first.run());
                assertThat(roll(site, check).exit()).isEqualTo(RunOutcome.REFUSED);
                assertThat(site.rig.story())
                        .contains("made by the later refresh " + later.run())
                        .doesNotContain("is the old instance");
            }
        }
    }

    @Test
    void onceTheOldTreeIsDeletedARollbackIsRefusedAndTheNextRunBeginsAnew() throws Exception {
        try (SiteFixture site = site()) {
            RunOutcome whole = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            int made = site.rig.sandbox().calls().lines().size();
            site.rig.rollingBack(whole.run());
            assertThat(roll(site, false).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story()).contains("deleted; the names cannot be given back", "Run the runbook again");
            assertThat(site.rig.sandbox().calls().lines()).hasSize(made);
            site.rig.resuming("").watching(world -> {});
            RunOutcome next = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(next.exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.rig.first(Event.PairStarted.class).refresh()).isEqualTo(next.run());
        }
    }

    /** Every moment at which the refresh is killed, each followed by one rollback, another one, and a new run. */
    @Tag("slow")
    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> fromEveryMomentOfARefresh() throws Exception {
        Moments moments = moments();
        return Stream.of(KillSwitch.Moment.BEFORE_CALL, KillSwitch.Moment.AFTER_CALL, KillSwitch.Moment.AFTER_EVENT)
                .flatMap(moment -> IntStream.rangeClosed(1, moments.of(moment))
                        .mapToObj(number -> DynamicTest.dynamicTest(
                                moment + " " + number,
                                () -> rollsBack(new KillSwitch(moment, number), moments.shape()))));
    }

    /** Every moment at which the rollback itself is killed, in the middle of the swap and after the restart. */
    @Tag("slow")
    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> killedAtEveryMomentItself() throws Exception {
        int swap = moments().firstName();
        return Stream.of(
                        new KillSwitch(KillSwitch.Moment.AFTER_CALL, swap + 1),
                        new KillSwitch(KillSwitch.Moment.AFTER_EVENT, LIVE))
                .flatMap(state -> Stream.of(
                                KillSwitch.Moment.BEFORE_CALL,
                                KillSwitch.Moment.AFTER_CALL,
                                KillSwitch.Moment.AFTER_EVENT)
                        .flatMap(moment -> IntStream.rangeClosed(1, 7)
                                .mapToObj(number -> DynamicTest.dynamicTest(
                                        "killed " + state + ", its rollback " + moment + " " + number,
                                        () -> repeats(state.again(), new KillSwitch(moment, number))))));
    }

    private void rollsBack(KillSwitch reaper, Map<String, String> undisturbed) throws Exception {
        try (SiteFixture site = site()) {
            World start = site.rig.world();
            String run = killed(site, reaper);
            boolean whole = isWhole(start, site.rig.world());
            long deletes = deletes(site);
            site.rig.next(KillSwitch.none()).rollingBack(run);
            RunOutcome back = roll(site, false);
            assertThat(back.exit()).describedAs(site.rig.story()).isEqualTo(whole ? 0 : RunOutcome.REFUSED);
            assertThat(deletes(site)).describedAs("deleted by a rollback").isEqualTo(deletes);
            if (whole) {
                assertThat(names(site.rig.world()))
                        .describedAs(site.rig.story())
                        .isEqualTo(names(start));
                assertThat(roll(site, false).exit()).isZero();
                assertThat(site.rig.events(Event.ChangeAnnounced.class)).isEmpty();
            } else {
                // A refresh that was over is followed by a new one, which makes the promises anew.
                site.rig.watching(world -> {});
            }
            site.rig.resuming("");
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(withoutUndone(site.shape())).isEqualTo(undisturbed);
            assertThat(site.store.calls()).noneMatch(call -> call.contains("prod-media"));
        }
    }

    private void repeats(KillSwitch state, KillSwitch reaper) throws Exception {
        try (SiteFixture site = site()) {
            Map<String, ResourceId> before = names(site.rig.world());
            String run = killed(site, state);
            long deletes = deletes(site);
            site.rig.next(reaper).rollingBack(run);
            try {
                roll(site, false);
            } catch (KillError e) {
                site.rig.next(KillSwitch.none());
                assertThat(roll(site, false).exit())
                        .describedAs(site.rig.story())
                        .isZero();
            }
            assertThat(names(site.rig.world())).describedAs(site.rig.story()).isEqualTo(before);
            assertThat(deletes(site)).isEqualTo(deletes);
        }
    }

    private static RunOutcome roll(SiteFixture site, boolean check) throws Exception {
        return site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, check);
    }

    private static String killed(SiteFixture site, KillSwitch reaper) {
        site.rig.next(reaper);
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

    private static long deletes(SiteFixture site) {
        return site.rig.sandbox().calls().lines().stream()
                .filter(line -> line.contains("DeleteDBInstance"))
                .count();
    }

    /** Which instance has each of the names that applications know. */
    private static Map<String, ResourceId> names(World world) {
        Map<String, ResourceId> names = new TreeMap<>();
        OLD.forEach(name ->
                world.instance(new InstanceId(name)).map(Instance::resourceId).ifPresent(id -> names.put(name, id)));
        return names;
    }

    private static boolean isWhole(World start, World now) {
        return OLD.stream()
                .map(name -> start.instance(new InstanceId(name)).orElseThrow().resourceId())
                .allMatch(id -> now.instance(id)
                        .filter(old -> !old.status().equals("deleting"))
                        .isPresent());
    }

    private static Map<String, String> withoutUndone(Map<String, String> shape) {
        Map<String, String> plain = new TreeMap<>();
        shape.forEach((name, text) -> plain.put(name, text.replaceAll(", runbook:undone=[0-9]+", "")));
        return plain;
    }

    /**
     * An undisturbed run.
     *
     * @param calls how many changing calls it has
     * @param firstName the call that takes the first old name away
     * @param shape what it comes to
     */
    private record Moments(int calls, int events, int firstName, Map<String, String> shape) {
        int of(KillSwitch.Moment moment) {
            return moment == KillSwitch.Moment.AFTER_EVENT ? events : calls;
        }
    }

    private Moments moments() throws Exception {
        try (SiteFixture site = site()) {
            KillSwitch counter = KillSwitch.none();
            AtomicInteger firstName = new AtomicInteger();
            site.rig.next(counter).watching(world -> {
                boolean aside = world.instances().keySet().stream()
                        .anyMatch(id -> id.name().startsWith("old-"));
                firstName.compareAndSet(0, aside ? counter.calls() - 1 : 0);
            });
            assertThat(site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false).exit())
                    .isZero();
            return new Moments(counter.calls(), counter.events(), firstName.get(), site.shape());
        }
    }

    private SiteFixture site() throws Exception {
        return new SiteFixture(Files.createDirectory(folder.resolve("rig-" + rigs.incrementAndGet())));
    }
}
