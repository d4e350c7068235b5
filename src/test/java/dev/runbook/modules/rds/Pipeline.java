package dev.runbook.modules.rds;

import dev.runbook.modules.Change;
import dev.runbook.modules.MarkState;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.WrittenArgs;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans a list of tasks in order, each on the predicted world after the preceding ones, as a check does. */
record Pipeline(Refresh refresh, List<Task> tasks) {

    /** A module with its arguments, or a state that another module would set at this point. */
    record Task(Optional<Module> module, List<Object> args, Optional<Marks.State> mark) {

        static Task of(Module module, Object... args) {
            return new Task(Optional.of(module), List.of(args), Optional.empty());
        }

        static Task marking(Marks.State state) {
            return new Task(Optional.empty(), List.of(), Optional.of(state));
        }
    }

    static Pipeline classic() {
        return new Pipeline(
                Desk.refresh(List.of(), Optional.empty()),
                List.of(
                        Task.of(new RdsClone(), "quarantine", false),
                        Task.of(new Promote()),
                        Task.of(new RdsReplicas()),
                        Task.of(new Rename(), "masked", "not-required"),
                        Task.of(new Cleanup(), "restarted", "not-required")));
    }

    static Pipeline main(Refresh refresh) {
        return new Pipeline(
                refresh,
                List.of(
                        Task.of(new RdsClone()),
                        Task.of(new Promote()),
                        Task.marking(Marks.State.MASKED),
                        Task.of(new RdsReplicas()),
                        Task.of(new Rename()),
                        Task.marking(Marks.State.LIVE),
                        Task.of(new Cleanup())));
    }

    /** The applied changes, in order, from a world in which no change is under way. */
    List<Change> changes(World start) throws ModuleException {
        return walk(start, start).changes();
    }

    /** The applied changes, and the world that they lead to. */
    record Walk(List<Change> changes, World end) {
        Walk {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Applies changes as a run does: waits for those under way and checks them again, skips those that are done.
     *
     * @param settled the first world after waiting for the changes under way
     */
    Walk walk(World start, World settled) throws ModuleException {
        List<Change> applied = new ArrayList<>();
        World world = start;
        for (Task task : tasks) {
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
        return new Walk(applied, world);
    }

    private List<Change> plan(Task task, World world) throws ModuleException {
        if (task.module().isPresent()) {
            return plan(task.module().get(), task.args(), world).changes();
        }
        return mark(world, task.mark().orElseThrow()).stream().toList();
    }

    private Plan plan(Module module, List<Object> args, World world) throws ModuleException {
        try {
            return module.plan(WrittenArgs.of(module, args.toArray()), Desk.of(world, refresh));
        } catch (PortException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Optional<String> digest(Marks.State state) {
        return state == Marks.State.MASKED ? Optional.of("digest") : Optional.empty();
    }

    private Optional<Change> mark(World world, Marks.State state) {
        Optional<Instance> made =
                InstanceKey.Made.of(refresh, refresh.target().instance()).in(world);
        Marks.State present = made.flatMap(Instance::marks).orElseThrow().state();
        return present.compareTo(state) < 0
                ? Optional.of(new MarkState(made.orElseThrow(), state, digest(state)))
                : Optional.empty();
    }
}
