package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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

/** Kills the engine at every moment of the main pipeline; the same command again ends like an undisturbed run. */
class FaultTest {

    static final String DEMO = PipelineTest.INVENTORY.substring(0, PipelineTest.INVENTORY.indexOf("  stage:"));

    @TempDir
    Path folder;

    private int rigs;

    @TestFactory
    Stream<DynamicTest> endsTheSameAfterAKillAtAnyMoment() throws Exception {
        Undisturbed undisturbed = undisturbed();
        Stream<DynamicTest> before = moments(Reaper.Moment.BEFORE_CALL, undisturbed.calls(), undisturbed);
        Stream<DynamicTest> after = moments(Reaper.Moment.AFTER_CALL, undisturbed.calls(), undisturbed);
        Stream<DynamicTest> events = moments(Reaper.Moment.AFTER_EVENT, undisturbed.events(), undisturbed);
        return Stream.of(before, after, events).flatMap(tests -> tests);
    }

    private Stream<DynamicTest> moments(Reaper.Moment moment, int count, Undisturbed undisturbed) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> DynamicTest.dynamicTest(
                        moment + " " + number, () -> survives(new Reaper(moment, number), undisturbed)));
    }

    private void survives(Reaper reaper, Undisturbed undisturbed) throws Exception {
        AtomicInteger hooks = new AtomicInteger();
        try (Rig rig = rig(hooks)) {
            rig.next(reaper);
            assertThatThrownBy(() -> rig.run(DEMO, PipelineTest.RUNBOOK, false)).isInstanceOf(Killed.class);
            rig.next(Reaper.none());
            World left = rig.world();
            boolean over = History.unfinished(left, "demo").isEmpty()
                    && left.instance(new InstanceId("mitosis-demo"))
                            .flatMap(Instance::marks)
                            .isPresent();
            if (over) {
                rig.watching(world -> Promises.hold(left, world));
            }
            Outcome again = rig.run(DEMO, PipelineTest.RUNBOOK, false);
            assertThat(again.exit()).describedAs(rig.story()).isZero();
            assertThat(shape(rig.world())).isEqualTo(undisturbed.shape());
            assertThat(hooks).hasValueBetween(1, 2);
        }
    }

    private Undisturbed undisturbed() throws Exception {
        try (Rig rig = rig(new AtomicInteger())) {
            Reaper counter = Reaper.none();
            rig.next(counter);
            assertThat(rig.run(DEMO, PipelineTest.RUNBOOK, false).exit()).isZero();
            return new Undisturbed(shape(rig.world()), counter.calls(), counter.events());
        }
    }

    private Rig rig(AtomicInteger hooks) throws Exception {
        Path own = Files.createDirectory(folder.resolve("rig-" + rigs++));
        Rig rig = new Rig(own, PipelineTest.modules(hooks));
        World start = rig.world();
        return rig.watching(world -> Promises.hold(start, world));
    }

    /** What an undisturbed run comes to, and how many moments it has. */
    private record Undisturbed(Map<String, String> shape, int calls, int events) {
        Undisturbed {
            shape = Map.copyOf(shape);
        }
    }

    /** Names, tree, settings and tags of everything that exists, without what differs from run to run. */
    static Map<String, String> shape(World world) {
        Map<String, String> shape = new TreeMap<>();
        for (Instance instance : world.instances().values()) {
            Map<String, String> tags = new TreeMap<>(instance.tags());
            tags.remove(Marks.PREFIX + "refresh");
            tags.remove(Marks.PREFIX + "replaces");
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

    /** What must be true at every moment. */
    private static final class Promises {

        private Promises() {}

        static void hold(World start, World now) {
            for (String production : List.of("mitosis-prod", "mitosis-prod-replica")) {
                InstanceId name = new InstanceId(production);
                assertThat(settings(now, name)).describedAs("production").isEqualTo(settings(start, name));
            }
            for (Instance instance : now.instances().values()) {
                boolean named = instance.marks()
                        .filter(marks -> marks.target().equals(instance.id()))
                        .isPresent();
                boolean masked = instance.marks()
                        .filter(marks -> marks.state() != Marks.State.QUARANTINED)
                        .isPresent();
                assertThat(!named || masked || instance.marks().orElseThrow().role() == Marks.Role.REPLICA)
                        .describedAs("unmasked data under the name " + instance.id())
                        .isTrue();
            }
            old(start, now);
        }

        /** The old tree exists, under some name, until the new one is live under the target's name. */
        private static void old(World start, World now) {
            InstanceId target = new InstanceId("mitosis-demo");
            Instance before = start.instance(target).orElseThrow();
            boolean live = now.instance(target)
                    .flatMap(Instance::marks)
                    .filter(marks -> marks.state() == Marks.State.LIVE)
                    .isPresent();
            assertThat(live || now.instance(before.resourceId()).isPresent())
                    .describedAs("the old instance is gone before the new one is live")
                    .isTrue();
        }

        private static String settings(World world, InstanceId name) {
            return world.instance(name)
                    .map(found -> found.with(edit -> edit.readReplicaDBInstanceIdentifiers(List.of())
                            .dbInstanceStatus("")
                            .latestRestorableTime(null)))
                    .orElseThrow()
                    .description()
                    .toString();
        }
    }
}
