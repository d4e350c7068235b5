package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.modules.hook.RestartHook;
import dev.runbook.modules.rds.Cleanup;
import dev.runbook.modules.rds.Promote;
import dev.runbook.modules.rds.RdsClone;
import dev.runbook.modules.rds.RdsReplicas;
import dev.runbook.modules.rds.Rename;
import dev.runbook.modules.s3.MemoryStore;
import dev.runbook.modules.s3.S3Sync;
import dev.runbook.port.Http;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Shell;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

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
        try (Site site = new Site(Files.createDirectory(folder.resolve("rig-" + rigs++)))) {
            Rig rig = site.rig;
            rig.next(reaper);
            assertThatThrownBy(() -> rig.run(WHOLE, RUNBOOK, false)).isInstanceOf(Killed.class);
            rig.next(Reaper.none());
            World left = rig.world();
            boolean over = History.unfinished(left, "demo").isEmpty()
                    && left.instance(new InstanceId("mitosis-demo"))
                            .flatMap(Instance::marks)
                            .isPresent();
            if (over) {
                rig.watching(world -> new Promises(left, site.data).hold(world));
            }
            Outcome again = rig.run(WHOLE, RUNBOOK, false);
            assertThat(again.exit()).describedAs(rig.story()).isZero();
            assertThat(site.shape()).isEqualTo(undisturbed.shape());
            assertThat(site.restarts).hasValueBetween(1, 2);
            assertThat(site.store.calls()).noneMatch(call -> call.contains("prod-media"));
        }
    }

    private Undisturbed undisturbed() throws Exception {
        try (Site site = new Site(Files.createDirectory(folder.resolve("rig-" + rigs++)))) {
            Reaper counter = Reaper.none();
            site.rig.next(counter);
            assertThat(site.rig.run(WHOLE, RUNBOOK, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(site.store.contents("demo-media")).isEqualTo(site.store.contents("prod-media"));
            assertThat(site.restarts).hasValue(1);
            return new Undisturbed(site.shape(), counter.calls(), counter.events());
        }
    }

    /** A rig with buckets, an application to restart, and data that is masked or not. */
    static final class Site implements AutoCloseable {

        final MemoryStore store = new MemoryStore(2);
        final AtomicInteger restarts = new AtomicInteger();
        private final Doubles.Data data = new Doubles.Data(ConcurrentHashMap.newKeySet());
        final Rig rig;

        Site(Path folder) throws IOException {
            for (String bucket : List.of("prod-media", "demo-media")) {
                store.bucket(bucket);
            }
            for (String key : List.of("a.jpg", "b.jpg", "c.jpg")) {
                store.put("prod-media", key, "picture " + key);
            }
            store.put("demo-media", "b.jpg", "an older one");
            store.put("demo-media", "gone.jpg", "deleted in production");
            Shell shell = (command, line) -> {
                restarts.incrementAndGet();
                return 0;
            };
            Http http = (uri, timeout) -> 200;
            rig = new Rig(
                            folder,
                            List.of(
                                    new RdsClone(),
                                    new Promote(),
                                    new Doubles.Masking(data),
                                    new RdsReplicas(),
                                    new Rename(),
                                    new S3Sync(),
                                    new RestartHook(),
                                    new Cleanup()))
                    .with(ObjectStore.class, store)
                    .with(Shell.class, shell)
                    .with(Http.class, http);
            Promises promises = new Promises(rig.world(), data);
            rig.watching(promises::hold);
        }

        Map<String, String> shape() {
            Map<String, String> shape = FaultTest.shape(rig.world());
            shape.put("demo-media", store.contents("demo-media").toString());
            shape.put("prod-media", store.contents("prod-media").toString());
            return shape;
        }

        @Override
        public void close() {
            rig.close();
        }
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
    private record Promises(World start, Doubles.Data data) {

        void hold(World now) {
            for (String production : List.of("mitosis-prod", "mitosis-prod-replica")) {
                InstanceId name = new InstanceId(production);
                assertThat(settings(now, name)).describedAs("production").isEqualTo(settings(start, name));
            }
            for (Instance instance : now.instances().values()) {
                boolean named = instance.marks()
                        .filter(marks -> marks.target().equals(instance.id()))
                        .isPresent();
                if (named) {
                    assertThat(instance.marks().orElseThrow().state())
                            .describedAs("%s has its name before its mark", instance.id())
                            .isNotEqualTo(Marks.State.QUARANTINED);
                    assertThat(data.isMasked(instance, now))
                            .describedAs("unmasked data under the name %s", instance.id())
                            .isTrue();
                }
            }
            old(now);
        }

        /** The old tree exists, under some name, until the new one is live under the target's name. */
        private void old(World now) {
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
