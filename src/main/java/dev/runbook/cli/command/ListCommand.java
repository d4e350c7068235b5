package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.TextTable;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.Modules;
import dev.runbook.expression.Template;
import dev.runbook.inventory.Group;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the tasks, pairs or tags of a runbook and its inventory, and which of them a run with the same options uses. */
@Command(
        name = "list",
        header = "Lists the tasks of a runbook, the pairs it runs on, or its tags.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(index = "0", paramLabel = "tasks|pairs|tags", description = "what to list")
    private ListSubject subject = ListSubject.tasks;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUNBOOK",
            description = "a runbook: a path, or a name under runbooks/; not needed for pairs")
    private @Nullable String runbook;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    ListCommand(ProcessContext context) {
        this.context = context;
    }

    /** What can be listed; the constants are the words of the command line. */
    enum ListSubject {
        tasks,
        pairs,
        tags
    }

    @Override
    public Integer call() throws UsageException, ProblemException {
        ProjectFileFinder finder = new ProjectFileFinder(context);
        if (runbook == null && subject == ListSubject.pairs) {
            print(pairs(finder));
            return ExitCode.OK;
        }
        if (runbook == null) {
            throw new UsageException(
                    "list " + subject + " needs a runbook", "runbook list " + subject + " prod-to-stage");
        }
        Project project = Project.read(options.request(runbook), finder, Modules.discover());
        print(
                switch (subject) {
                    case tasks -> tasks(project);
                    case pairs -> pairs(project.inventory(), project.pairs());
                    case tags -> tags(project);
                });
        return ExitCode.OK;
    }

    private void print(TextTable table) {
        table.lines().forEach(context.out()::println);
    }

    private TextTable pairs(ProjectFileFinder finder) throws UsageException, ProblemException {
        Problems problems = new Problems();
        Optional<Inventory> inventory = Project.inventory(finder.findInventory(options.inventory()), finder, problems);
        Optional<String> pattern = options.limit();
        List<Pair> pairs =
                inventory.map(found -> Project.pairs(found, pattern, problems)).orElse(List.of());
        problems.throwIfAny();
        return pairs(inventory.orElseThrow(), pairs);
    }

    private static TextTable tasks(Project project) {
        TextTable table = new TextTable().row("task", "module", "tags", "name", "place");
        for (Play play : project.runbook().plays()) {
            for (Task task : play.tasks()) {
                String left = project.selection()
                        .exclusionReason(task)
                        .map(why -> "  (" + why + ")")
                        .orElse("");
                table.row(
                        task.id(),
                        task.module().text(),
                        String.join(",", task.tags()),
                        name(task) + left,
                        task.position().toString());
            }
        }
        return table;
    }

    private static TextTable pairs(Inventory inventory, List<Pair> pairs) {
        TextTable table = new TextTable().row("pair", "source", "target", "groups");
        for (Pair pair : pairs) {
            table.row(
                    pair.name(),
                    pair.source().instance(),
                    pair.target().instance(),
                    String.join(",", groups(inventory, pair)));
        }
        return table;
    }

    private static TextTable tags(Project project) {
        TextTable table = new TextTable().row("tag", "tasks");
        for (String tag : project.runbook().tags()) {
            table.row(
                    tag,
                    String.join(
                            ", ",
                            project.runbook().tasks().stream()
                                    .filter(task -> task.tags().contains(tag))
                                    .map(Task::id)
                                    .toList()));
        }
        return table;
    }

    private static List<String> groups(Inventory inventory, Pair pair) {
        return inventory.groupsOf(pair).stream().map(Group::name).toList();
    }

    private static String name(Task task) {
        Template name = task.name();
        return name.node().orElse(null) instanceof Node.Scalar written ? written.text() : task.id();
    }
}
