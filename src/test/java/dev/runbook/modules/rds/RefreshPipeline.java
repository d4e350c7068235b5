package dev.runbook.modules.rds;

import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans a list of tasks in order, each on the predicted world after the preceding ones, as a check does. */
record RefreshPipeline(Refresh refresh, List<PipelineTask> tasks) {

    /** A module with its arguments, or a state that another module would set at this point. */
    record PipelineTask(Optional<Module> module, List<Object> args, Optional<RefreshTags.State> mark) {

        static PipelineTask of(Module module, Object... args) {
            return new PipelineTask(Optional.of(module), List.of(args), Optional.empty());
        }

        static PipelineTask marking(RefreshTags.State state) {
            return new PipelineTask(Optional.empty(), List.of(), Optional.of(state));
        }
    }

    static RefreshPipeline classic() {
        return new RefreshPipeline(
                RdsFixture.refresh(List.of(), Optional.empty()),
                List.of(
                        PipelineTask.of(new RdsClone(), "quarantine", false),
                        PipelineTask.of(new Promote()),
                        PipelineTask.of(new RdsReplicas()),
                        PipelineTask.of(new Rename(), "masked", "not-required"),
                        PipelineTask.of(new Cleanup(), "restarted", "not-required")));
    }

    static RefreshPipeline main(Refresh refresh) {
        return new RefreshPipeline(
                refresh,
                List.of(
                        PipelineTask.of(new RdsClone()),
                        PipelineTask.of(new Promote()),
                        PipelineTask.marking(RefreshTags.State.MASKED),
                        PipelineTask.of(new RdsReplicas()),
                        PipelineTask.of(new Rename()),
                        PipelineTask.marking(RefreshTags.State.LIVE),
                        PipelineTask.of(new Cleanup())));
    }

    /** The applied changes, in order, from a world in which no change is under way. */
    List<Change> changes(World start) throws ModuleException {
        return walk(start, start).changes();
    }

    /** The applied changes, and the world that they lead to. */
    record PipelineResult(List<Change> changes, World end) {
        PipelineResult {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Applies changes as a run does: waits for those under way and checks them again, skips those that are done.
     *
     * @param settled the first world after waiting for the changes under way
     */
    PipelineResult walk(World start, World settled) throws ModuleException {
        List<Change> applied = new ArrayList<>();
        World world = start;
        for (PipelineTask task : tasks) {
            for (Change change : plan(task, world)) {
                if (change.progress(world).stage() == Progress.Stage.UNDER_WAY) {
                    world = settled;
                }
                Progress progress = change.progress(world);
                switch (progress.stage()) {
                    case NEEDED -> {
                        applied.add(change);
                        world = change.predict(world);
                    }
                    case DONE -> world = change.predict(world);
                    default -> throw new AssertionError(change.key() + ": " + progress);
                }
            }
        }
        return new PipelineResult(applied, world);
    }

    private List<Change> plan(PipelineTask task, World world) throws ModuleException {
        if (task.module().isPresent()) {
            return plan(task.module().get(), task.args(), world).changes();
        }
        return mark(world, task.mark().orElseThrow()).stream().toList();
    }

    private Plan plan(Module module, List<Object> args, World world) throws ModuleException {
        try {
            return module.plan(FixedArgs.of(module, args.toArray()), RdsFixture.of(world, refresh));
        } catch (PortException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Optional<String> digest(RefreshTags.State state) {
        return state == RefreshTags.State.MASKED ? Optional.of("digest") : Optional.empty();
    }

    private Optional<Change> mark(World world, RefreshTags.State state) {
        Optional<Instance> made = InstanceKey.TaggedInstanceKey.of(
                        refresh, refresh.target().instance())
                .findIn(world);
        RefreshTags.State present =
                made.flatMap(Instance::refreshTags).orElseThrow().state();
        return present.compareTo(state) < 0
                ? Optional.of(new SetRefreshState(made.orElseThrow(), state, digest(state)))
                : Optional.empty();
    }
}
