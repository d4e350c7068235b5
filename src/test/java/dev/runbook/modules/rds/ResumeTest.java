package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stops a refresh after every change, and in the middle of every change, and plans it again from the world at that point. */
class ResumeTest {

    private static final int TREES = 8;

    @Test
    void afterEveryChangeTheRestIsPlannedAndNothingElse() throws Exception {
        for (int seed = 0; seed < TREES; seed++) {
            RefreshPipeline pipeline = pipeline(seed);
            World world = fleet(seed).world();
            List<Change> all = pipeline.changes(world);
            for (int done = 0; done <= all.size(); done++) {
                assertThat(described(pipeline.changes(world)))
                        .as("seed %d after %d of %s", seed, done, described(all))
                        .isEqualTo(described(all.subList(done, all.size())));
                if (done < all.size()) {
                    world = all.get(done).predict(world);
                }
            }
        }
    }

    @Test
    void whatIsUnderWayIsWaitedForAndNotDoneTwice() throws Exception {
        for (int seed = 0; seed < TREES; seed++) {
            RefreshPipeline pipeline = pipeline(seed);
            World before = fleet(seed).world();
            List<Change> all = pipeline.changes(before);
            for (int done = 0; done < all.size(); done++) {
                World after = all.get(done).predict(before);
                World meanwhile = meanwhile(all.get(done), before, after);
                assertThat(described(pipeline.walk(meanwhile, after).changes()))
                        .as("seed %d during %s", seed, all.get(done).key())
                        .isEqualTo(described(all.subList(done + 1, all.size())));
                before = after;
            }
        }
    }

    @Test
    void undoGivesTheOldTreeItsNamesBackFromAnyPointAndTheRefreshCanGoOn() throws Exception {
        for (int seed = 0; seed < TREES; seed++) {
            RefreshPipeline pipeline = pipeline(seed);
            RefreshPipeline undo = new RefreshPipeline(
                    pipeline.refresh(), List.of(RefreshPipeline.PipelineTask.of(new Rename(), "undo", true)));
            World start = fleet(seed).world();
            World world = start;
            World end = pipeline.walk(start, start).end();
            for (Change change : pipeline.changes(start)) {
                if (change instanceof DeleteInstance || change.key().startsWith("unprotect")) {
                    break;
                }
                world = change.predict(world);
                World undone = undo.walk(world, world).end();
                assertThat(undo.changes(undone)).isEmpty();
                assertThat(names(undone)).containsAllEntriesOf(names(start));
                assertThat(names(pipeline.walk(undone, undone).end())).isEqualTo(names(end));
            }
        }
    }

    @Test
    void theEndIsTheTargetsNamesOnNewInstancesAndProductionAsItWas() throws Exception {
        for (int seed = 0; seed < TREES; seed++) {
            World start = fleet(seed).world();
            World end = pipeline(seed).walk(start, start).end();
            assertThat(end.instances().keySet()).isEqualTo(start.instances().keySet());
            for (Instance instance : start.instances().values()) {
                Instance now = end.instance(instance.id()).orElseThrow();
                if (instance.id().name().startsWith("mitosis-prod")) {
                    assertThat(now).isEqualTo(instance);
                } else {
                    assertThat(now.resourceId()).isNotEqualTo(instance.resourceId());
                    assertThat(now.source()).isEqualTo(instance.source());
                    assertThat(now.description().deletionProtection())
                            .isEqualTo(instance.description().deletionProtection());
                    assertThat(now.description().vpcSecurityGroups())
                            .isEqualTo(instance.description().vpcSecurityGroups());
                }
            }
        }
    }

    /** Without the passwords that a later process sets because it has none: RDS does not show an earlier one. */
    private static List<CallDescription> described(List<Change> changes) {
        return changes.stream()
                .filter(change -> !(change instanceof SetMasterPassword))
                .map(Change::describe)
                .toList();
    }

    private static Map<String, String> names(World world) {
        Map<String, String> names = new TreeMap<>();
        world.instances()
                .forEach((id, instance) ->
                        names.put(id.name(), instance.resourceId().id()));
        return names;
    }

    /** The world while RDS works on a change. */
    private static World meanwhile(Change change, World before, World after) {
        String name = change.describe().subject();
        InstanceId id = new InstanceId(name);
        if (change instanceof CreateReplica || change instanceof RestoreSnapshot) {
            return status(after, id, "creating");
        }
        if (change instanceof RenameInstance rename) {
            World renaming = status(before, id, "renaming");
            return renaming.with(renaming.instance(id)
                    .orElseThrow()
                    .with(edit -> edit.pendingModifiedValues(pending ->
                            pending.dbInstanceIdentifier(rename.wantedName().name()))));
        }
        if (change instanceof SetRefreshState) {
            return after;
        }
        if (change instanceof RebootInstance) {
            return status(before, id, "rebooting");
        }
        return status(before, id, change instanceof DeleteInstance ? "deleting" : "modifying");
    }

    private static World status(World world, InstanceId id, String status) {
        return world.with(world.instance(id).orElseThrow().with(edit -> edit.dbInstanceStatus(status)));
    }

    private static RefreshPipeline pipeline(int seed) {
        Refresh refresh = RdsFixture.refresh(
                List.of("sg-quarantine"),
                Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));
        return seed % 4 == 0 ? RefreshPipeline.classic() : RefreshPipeline.main(refresh);
    }

    /** A target tree of a random shape, up to three replicas deep, with random settings. */
    private static TestInstances fleet(int seed) {
        Random random = new Random(seed);
        TestInstances instances = TestInstances.classic();
        if (seed % 3 == 0) {
            instances.edit(
                    "mitosis-demo",
                    edit -> edit.dbSubnetGroup(
                                    group -> group.dbSubnetGroupName("other").vpcId("vpc-2"))
                            .deletionProtection(true));
            instances.addSnapshot("s1", "available", Instant.parse("2026-11-01T00:00:00Z"));
        }
        List<String> names = new ArrayList<>(List.of("mitosis-demo", "mitosis-demo-replica"));
        List<Integer> depths = new ArrayList<>(List.of(0, 1));
        int more = random.nextInt(5);
        for (int at = 0; at < more; at++) {
            int above = random.nextInt(names.size());
            if (depths.get(above) < 3) {
                String name = "mitosis-demo-" + (char) ('z' - random.nextInt(20)) + at;
                instances.addReplica(
                        name,
                        names.get(above),
                        edit -> edit.deletionProtection(random.nextBoolean())
                                .publiclyAccessible(random.nextBoolean())
                                .multiAZ(random.nextBoolean())
                                .dbParameterGroups(
                                        TestInstances.parameters(random.nextBoolean() ? "own" : "default.mysql5.7")));
                instances.edit(names.get(above), edit -> edit.backupRetentionPeriod(3));
                names.add(name);
                depths.add(depths.get(above) + 1);
            }
        }
        return instances;
    }
}
