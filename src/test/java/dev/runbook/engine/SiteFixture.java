package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.hook.RestartHook;
import dev.runbook.modules.rds.Cleanup;
import dev.runbook.modules.rds.Discard;
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
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A rig with buckets, an application to restart, and data that is masked or not. */
final class SiteFixture implements AutoCloseable {

    final MemoryStore store = new MemoryStore(2);
    final AtomicInteger restarts = new AtomicInteger();
    final TestModules.Data data = new TestModules.Data(ConcurrentHashMap.newKeySet());
    final EngineFixture rig;

    SiteFixture(Path folder) throws IOException {
        for (String bucket : List.of("prod-media", "demo-media")) {
            store.bucket(bucket);
        }
        for (String key : List.of("a.jpg", "b.jpg", "c.jpg")) {
            store.put("prod-media", key, "picture " + key);
        }
        store.put("demo-media", "b.jpg", "an older one");
        store.put("demo-media", "gone.jpg", "deleted in production");
        Shell shell = (command, out, err) -> {
            restarts.incrementAndGet();
            return 0;
        };
        Http http = (uri, timeout) -> 200;
        rig = new EngineFixture(
                        folder,
                        List.of(
                                new RdsClone(),
                                new Promote(),
                                new TestModules.MaskingModule(data),
                                new RdsReplicas(),
                                new Rename(),
                                new S3Sync(),
                                new RestartHook(),
                                new Cleanup(),
                                new Discard()))
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

    /** What must be true at every moment. */
    record Promises(World start, TestModules.Data data) {

        void hold(World now) {
            for (String production : List.of("mitosis-prod", "mitosis-prod-replica")) {
                InstanceId name = new InstanceId(production);
                assertThat(settings(now, name)).describedAs("production").isEqualTo(settings(start, name));
            }
            for (Instance instance : now.instances().values()) {
                if (instance.refreshTags().isPresent() && !data.isMasked(instance, now)) {
                    assertThat(instance.isBackedUp())
                            .describedAs("%s is backed up before it is masked", instance.id())
                            .isFalse();
                }
                boolean named = instance.refreshTags()
                        .filter(refreshTags -> refreshTags.target().equals(instance.id()))
                        .isPresent();
                if (named) {
                    assertThat(instance.refreshTags().orElseThrow().state())
                            .describedAs("%s has its name before its mark", instance.id())
                            .isNotEqualTo(RefreshTags.State.QUARANTINED);
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
                    .flatMap(Instance::refreshTags)
                    .filter(refreshTags -> refreshTags.state() == RefreshTags.State.LIVE)
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
