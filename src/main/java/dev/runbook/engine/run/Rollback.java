package dev.runbook.engine.run;

import dev.runbook.engine.Modules;
import dev.runbook.engine.RunRequest;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The request that takes a run back: the old instances get their names again, and then the runbook's own restart hooks run
 * on the old tree. The runbook's other tasks stay in it, left out, so that what they registered is known to the hooks.
 */
public final class Rollback {

    private static final String UNDO = "give-the-old-names-back";
    private static final String TREE = "tree";
    private static final String TEXT = """
            - name: Roll back
              tasks:
                - name: Give the old instances their names back
                  id: %s
                  rename: {undo: true}
            """.formatted(UNDO);

    private final Modules modules;

    public Rollback(Modules modules) {
        this.modules = modules;
    }

    /**
     * The request as a rollback.
     *
     * @param request the one that the run to be taken back had
     * @param restart whether restart hooks run on the old tree
     */
    public RunRequest of(RunRequest request, boolean restart) {
        List<Play> plays = new ArrayList<>(undo().plays());
        Set<String> wanted = new TreeSet<>(Set.of(UNDO));
        for (Play play : request.runbook().plays()) {
            List<Task> tasks = Stream.concat(play.tasks().stream(), play.handlers().stream())
                    .map(task -> isHook(task) ? onTheOldTree(task) : task)
                    .toList();
            tasks.stream().filter(task -> restart && isHook(task)).map(Task::id).forEach(wanted::add);
            plays.add(play.withTasks(tasks));
        }
        Runbook runbook =
                new Runbook(request.runbook().source(), plays, request.runbook().referencedVariables());
        return request.running(runbook, wanted);
    }

    /**
     * The variables that a rollback may use. Nobody needs to be asked for another.
     *
     * @param restart whether restart hooks run on the old tree
     */
    public Set<String> needs(Runbook runbook, Inventory inventory, boolean restart) {
        List<Task> hooks = runbook.plays().stream()
                .flatMap(play -> Stream.concat(play.tasks().stream(), play.handlers().stream()))
                .filter(task -> restart && isHook(task))
                .toList();
        return new ReachableVariables(runbook.plays(), inventory).of(hooks);
    }

    /** Whether the task restarts the application; one in a rescue belongs to a failure and not to the swap. */
    private boolean isHook(Task task) {
        return modules.restartsApplication(task.module().text())
                && task.placement().section() != Task.Section.RESCUE;
    }

    private static Task onTheOldTree(Task hook) {
        return hook.withArgument(TREE, Template.constant(new Value.Text("old"), hook.position()));
    }

    private Runbook undo() {
        Problems problems = new Problems();
        LoadContext loadContext = new LoadContext(modules, (path, namedIn) -> Optional.empty(), Scope.BUILT_IN);
        return Runbook.read(new Source("rollback", TEXT), loadContext, problems)
                .orElseThrow(() -> new IllegalStateException("the play of a rollback: " + problems.toSortedList()));
    }
}
