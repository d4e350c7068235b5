package dev.runbook.modules.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.hook.RestartHook;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Password;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** After an undo the application is back on the old tree, and earlier health checks of the new one are no longer valid. */
class UndoTest {

    private static final InstanceId ROOT = new InstanceId("mitosis-demo");

    @Test
    void afterRunAndUndoTheHookRunsAgainAndHealthIsAskedBeforeAnythingIsDeleted() throws Exception {
        Refresh refresh = RdsFixture.refresh(
                List.of("sg-quarantine"),
                Optional.of(new Refresh.DatabaseLogin("root", new Password("target-password"))));
        assertRunsAgain(refresh, RefreshPipeline.main(refresh).tasks(), 5, RefreshTags.State.MASKED);
    }

    @Test
    void aRefreshWithoutMaskingGoesBackToThatChoice() throws Exception {
        RefreshPipeline classic = RefreshPipeline.classic();
        assertRunsAgain(classic.refresh(), classic.tasks(), 4, RefreshTags.State.UNMASKED_BY_CHOICE);
    }

    private static void assertRunsAgain(
            Refresh refresh, List<RefreshPipeline.PipelineTask> tasks, int swapped, RefreshTags.State before)
            throws Exception {
        World start = TestInstances.classic().world();
        RefreshPipeline swap = new RefreshPipeline(refresh, tasks.subList(0, swapped));
        World served = serve(swap.walk(start, start).end(), refresh);
        String first = hook(swap.walk(start, start).end(), refresh).get(0).key();
        assertThat(state(served)).isEqualTo(RefreshTags.State.LIVE);
        assertThat(hook(served, refresh)).isEmpty();

        RefreshPipeline undo =
                new RefreshPipeline(refresh, List.of(RefreshPipeline.PipelineTask.of(new Rename(), "undo", true)));
        assertThat(undo.changes(served).get(0).key()).startsWith("mark mitosis-demo");
        World undone = undo.walk(served, served).end();
        assertThat(undo.changes(undone)).isEmpty();
        Instance made =
                InstanceKey.TaggedInstanceKey.of(refresh, ROOT).findIn(undone).orElseThrow();
        assertThat(made.refreshTags().orElseThrow().state()).isEqualTo(before);
        assertThat(made.tags()).containsEntry(RefreshTags.UNDONE_TAG, "1");

        World again = swap.walk(undone, undone).end();
        assertThat(state(again)).isEqualTo(before);
        assertThat(hook(again, refresh).get(0).key()).isNotEqualTo(first).contains("undo 1");
        assertThat(hook(again, refresh)).hasSize(3);
        assertThat(cleanup(again, refresh)).hasMessageContaining("has not restarted");
    }

    private static RefreshTags.State state(World world) {
        return world.instance(ROOT).flatMap(Instance::refreshTags).orElseThrow().state();
    }

    private static List<Change> hook(World world, Refresh refresh) throws Exception {
        RestartHook module = new RestartHook();
        return module.plan(
                        FixedArgs.of(
                                module,
                                "argv",
                                List.of("bin/restart"),
                                "health",
                                Map.of("http", "http://stage.example.com/")),
                        RdsFixture.of(world, refresh))
                .changes();
    }

    private static World serve(World swapped, Refresh refresh) throws Exception {
        World world = swapped;
        for (Change change : hook(swapped, refresh)) {
            world = change.predict(world);
        }
        return world;
    }

    private static ModuleException cleanup(World world, Refresh refresh) {
        return catchThrowableOfType(
                ModuleException.class,
                () -> new Cleanup().plan(FixedArgs.of(new Cleanup()), RdsFixture.of(world, refresh)));
    }
}
