package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.engine.resume.History;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
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
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills the engine at every moment of the main pipeline; the same command again ends like an undisturbed run. */
class FaultTest {

    static final String DEMO = PipelineTest.INVENTORY.substring(0, PipelineTest.INVENTORY.indexOf("  stage:"));

    static final String WHOLE = DEMO + """
                copies:
                  - source: {bucket: prod-media}
                    target: {bucket: demo-media}
                    delete: true
                    delete_max: 5
            """;

    static final String RUNBOOK = """
            - name: refresh
              tasks:
                - rds-clone: {}
                - promote: {}
                - mask: {}
                - rds-replicas: {}
                - rename: {}
                - s3-sync: {}
                - restart-hook:
                    argv: [restart-shop]
                    health: {http: "http://shop.test/health"}
                - cleanup: {}
            """;

    @TempDir
    Path folder;

    private final AtomicInteger rigs = new AtomicInteger();

    @Execution(ExecutionMode.CONCURRENT)
    @TestFactory
    Stream<DynamicTest> endsTheSameAfterAKillAtAnyMoment() throws Exception {
        UndisturbedRun undisturbed = undisturbed();
        Stream<DynamicTest> before = moments(KillSwitch.Moment.BEFORE_CALL, undisturbed.calls(), undisturbed);
        Stream<DynamicTest> after = moments(KillSwitch.Moment.AFTER_CALL, undisturbed.calls(), undisturbed);
        Stream<DynamicTest> events = moments(KillSwitch.Moment.AFTER_EVENT, undisturbed.events(), undisturbed);
        return Stream.of(before, after, events).flatMap(tests -> tests);
    }

    private Stream<DynamicTest> moments(KillSwitch.Moment moment, int count, UndisturbedRun undisturbed) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> DynamicTest.dynamicTest(
                        moment + " " + number, () -> survives(new KillSwitch(moment, number), undisturbed)));
    }

    private void survives(KillSwitch reaper, UndisturbedRun undisturbed) throws Exception {
        try (SiteFixture site =
                new SiteFixture(Files.createDirectory(folder.resolve("rig-" + rigs.incrementAndGet())))) {
            EngineFixture rig = site.rig;
            rig.next(reaper);
            assertThatThrownBy(() -> rig.run(WHOLE, RUNBOOK, false)).isInstanceOf(KillError.class);
            rig.next(KillSwitch.none());
            World left = rig.world();
            boolean over = History.underWay(left, "demo").isEmpty()
                    && left.instance(new InstanceId("mitosis-demo"))
                            .flatMap(Instance::refreshTags)
                            .isPresent();
            if (over) {
                rig.watching(world -> new SiteFixture.Promises(left, site.data).hold(world));
            }
            RunOutcome again = rig.run(WHOLE, RUNBOOK, false);
            assertThat(again.exit()).describedAs(rig.story()).isZero();
            assertThat(site.shape()).isEqualTo(undisturbed.shape());
            assertThat(site.restarts).hasValueBetween(1, 2);
            assertThat(site.store.calls()).noneMatch(call -> call.contains("prod-media"));
        }
    }

    private UndisturbedRun undisturbed() throws Exception {
        try (SiteFixture site =
                new SiteFixture(Files.createDirectory(folder.resolve("rig-" + rigs.incrementAndGet())))) {
            KillSwitch counter = KillSwitch.none();
            site.rig.next(counter);
            assertThat(site.rig.run(WHOLE, RUNBOOK, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(site.store.contents("demo-media")).isEqualTo(site.store.contents("prod-media"));
            assertThat(site.restarts).hasValue(1);
            return new UndisturbedRun(site.shape(), counter.calls(), counter.events());
        }
    }

    /** What an undisturbed run comes to, and how many moments it has. */
    private record UndisturbedRun(Map<String, String> shape, int calls, int events) {
        UndisturbedRun {
            shape = Map.copyOf(shape);
        }
    }

    /** Names, tree, settings and tags of everything that exists, without what differs from run to run. */
    static Map<String, String> shape(World world) {
        Map<String, String> shape = new TreeMap<>();
        for (Instance instance : world.instances().values()) {
            Map<String, String> tags = new TreeMap<>(instance.tags());
            tags.remove(RefreshTags.PREFIX + "refresh");
            tags.remove(RefreshTags.PREFIX + "replaces");
            tags.remove(RefreshTags.PROVED_TAG);
            Instance plain = instance.with(edit -> edit.dbiResourceId("")
                    .tagList(List.of())
                    .dbInstancePort(0)
                    .instanceCreateTime(null)
                    .latestRestorableTime(null)
                    .endpoint(endpoint -> endpoint.port(0)));
            shape.put(instance.id().name(), plain.description() + " " + tags);
        }
        return shape;
    }
}
