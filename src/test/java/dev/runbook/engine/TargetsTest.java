package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.s3.MemoryStore;
import dev.runbook.modules.s3.S3Sync;
import dev.runbook.port.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run may write is what its pairs name as targets, and everything else is refused before the first change. */
class TargetsTest {

    private static final String INVENTORY = """
            accounts:
              main: {region: eu-west-1}
              pinned: {region: eu-west-1, id: "111111111111"}
            vars: {bucket: demo-media}
            pairs:
              demo:
                source: {instance: mitosis-prod, account: main}
                target: {instance: mitosis-demo, account: main}
                copies: {source: {bucket: prod-media}, target: {bucket: "{{ bucket }}"}}
                target_buckets: {bucket: demo-files}
            """;

    @TempDir
    Path folder;

    @AutoClose
    private EngineFixture rig;

    private final MemoryStore store = new MemoryStore(100);

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, List.of(new S3Sync())).with(ObjectStore.class, store);
        for (String bucket : List.of("prod-media", "demo-media", "demo-files", "stage-media", "other")) {
            store.bucket(bucket);
            store.put(bucket, "of-" + bucket, "1");
        }
    }

    private static String task(String source, String target) {
        return "- tasks: [{s3-sync: {copies: [{source: {bucket: " + source + "}, target: " + target
                + "}], delete: true, delete_max: 9}}]";
    }

    private void assertRefused(String inventory, String runbook, String reason) throws Exception {
        for (boolean check : new boolean[] {true, false}) {
            assertThat(rig.run(inventory, runbook, check).exit())
                    .as(rig.story())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story()).contains(reason);
        }
        assertThat(store.calls()).isEmpty();
        assertThat(rig.changedAs()).isEmpty();
    }

    @Test
    void aPairWritesItsOwnTargets() throws Exception {
        assertThat(rig.run(INVENTORY, task("prod-media", "{bucket: demo-files, prefix: x/}"), false)
                        .exit())
                .as(rig.story())
                .isZero();
        assertThat(rig.run(INVENTORY, "- tasks: [{s3-sync: {}}]", false).exit())
                .as(rig.story())
                .isZero();
        assertThat(store.contents("demo-media")).containsKeys("of-prod-media", "of-demo-media");
        assertThat(store.contents("demo-files")).containsKey("x/of-prod-media");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{bucket: prod-media}", "{bucket: \"{{ 'prod' ~ '-media' }}\"}"})
    void aSwappedCopyOfATaskIsRefusedThoughNothingIsProtected(String target) throws Exception {
        assertRefused(INVENTORY, task("demo-media", target), "would write to prod-media/, but that overlaps");
    }

    @Test
    void aBucketThatNoPairNamesIsRefused() throws Exception {
        assertRefused(INVENTORY, task("demo-media", "{bucket: other}"), "pair 'demo' does not declare that target");
    }

    @Test
    void oneBucketAsTheTargetOfTwoPairsIsRefusedWhenTheExpressionsAreKnown() throws Exception {
        String both = INVENTORY + """
                  stage:
                    source: {instance: mitosis-prod, account: main}
                    target: {instance: mitosis-stage, account: main}
                    vars: {media: demo-media}
                    copies: {source: {bucket: prod-media}, target: {bucket: "{{ media }}", prefix: stage}}
                """;
        assertRefused(both, "- tasks: [{s3-sync: {}}]", "that overlaps demo-media/stage/, a target of pair 'stage'");
    }

    @Test
    void aTargetAndItsReplicaAsTargetsOfTwoPairsAreRefused() throws Exception {
        String both = INVENTORY + """
                  replica:
                    source: {instance: mitosis-prod, account: main}
                    target: {instance: mitosis-demo-replica, account: main}
                """;
        assertRefused(both, "- {pairs: demo, tasks: [{s3-sync: {}}]}", "belong to one replication tree");
        assertRefused(both, "- {pairs: replica, tasks: [{s3-sync: {}}]}", "belong to one replication tree");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pinned", "\"{{ 'pin' ~ 'ned' }}\""})
    void theNumberOfAnAccountThatOnlyATaskNamesIsComparedBeforeAnythingIsChanged(String account) throws Exception {
        String runbook = task("demo-media", "{bucket: demo-files, account: " + account + "}");
        for (boolean check : new boolean[] {true, false}) {
            assertThat(rig.run(INVENTORY, runbook, check).exit())
                    .as(rig.story())
                    .isEqualTo(RunOutcome.UNREACHABLE);
            assertThat(rig.story()).contains("belong to account 123456789012", "but the inventory says 111111111111");
        }
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void anAccountThatTurnsOutToBeAProtectedOneIsRefused() throws Exception {
        String inventory = "protect: [\"123456789012\"]\n" + INVENTORY;
        assertRefused(inventory, "- tasks: [{s3-sync: {}}]", "account 'main' is protected by '123456789012'");
    }
}
