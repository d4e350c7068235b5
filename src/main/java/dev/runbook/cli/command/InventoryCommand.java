package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.TextOrJson;
import dev.runbook.cli.TextTable;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.VariableExplanation;
import dev.runbook.cli.help.VariableExplanationText;
import dev.runbook.cli.project.ExtraVarValues;
import dev.runbook.cli.project.LookupSources;
import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.Modules;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.DefaultVariable;
import dev.runbook.inventory.Group;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.inventory.VariableLevel;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.PrintableText;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the pairs, groups and variables of an inventory, and where a variable of a pair comes from. */
@Command(
        name = "inventory",
        header = "Shows pairs, groups and variables of an inventory, and where a value comes from.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class InventoryCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "inventory file or folder (default: as runbook.yml says, else inventories/default.yml of the"
                    + " project, or the only one there)")
    private @Nullable String inventory;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PATTERN",
            description = "only these pairs, as for run")
    private @Nullable String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "NAME=VALUE|@FILE",
            description = "set a variable, as for run")
    private List<String> vars = new ArrayList<>();

    @Option(
            names = "--explain",
            paramLabel = "VAR",
            description = "the value that each level gives VAR, the strongest last; VAR may be MODULE.ARGUMENT")
    private @Nullable String explain;

    @Option(
            names = {"-r", "--runbook"},
            paramLabel = "RUNBOOK",
            description = "with --explain: include the values that this runbook gives")
    private @Nullable String runbook;

    @Option(names = "--output", paramLabel = "text|json", description = "with --explain: for people, or for programs")
    private TextOrJson output = TextOrJson.text;

    @Option(names = "--graph", description = "groups with their pairs")
    private boolean graph;

    @Option(names = "--list", description = "every pair with its variables (the default)")
    private boolean list;

    InventoryCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, ProblemException {
        if ((graph && list) || (explain != null && (graph || list))) {
            throw new UsageException("--explain, --graph and --list exclude each other", "give one of them");
        }
        if (explain == null && (runbook != null || output != TextOrJson.text)) {
            throw new UsageException("--runbook and --output need --explain", "add --explain VAR");
        }
        ProjectFileFinder finder = new ProjectFileFinder(context);
        if (runbook != null) {
            Project project = project(runbook, finder);
            explain(
                    project.inventory(),
                    project.pairs(),
                    project.runbook().plays(),
                    extraVariables(finder, project.extraVars()));
            return ExitCode.OK;
        }
        Problems problems = new Problems();
        Map<String, Value> extra = ExtraVarValues.read(vars, finder, name -> false, problems);
        Optional<Inventory> found =
                Project.inventory(finder.findInventory(Optional.ofNullable(inventory)), finder, problems);
        Optional<String> pattern = OptionNodes.limitPattern(limit);
        List<Pair> pairs =
                found.map(read -> Project.pairs(read, pattern, problems)).orElse(List.of());
        problems.throwIfAny();
        Map<String, Variable> given = extraVariables(finder, extra);
        if (graph) {
            printGraph(found.orElseThrow(), pairs);
        } else if (explain != null) {
            explain(found.orElseThrow(), pairs, List.of(), given);
        } else {
            pairs.forEach(pair -> list(pair, layers(found.orElseThrow(), pair, given)));
        }
        return ExitCode.OK;
    }

    private Project project(String name, ProjectFileFinder finder) throws UsageException, ProblemException {
        Project.ProjectRequest request = new Project.ProjectRequest(
                name,
                Optional.ofNullable(inventory),
                OptionNodes.limitPattern(limit),
                vars,
                MissingSecrets.none(),
                Selection.Request.everything());
        return Project.read(request, finder, Modules.discover());
    }

    /** The variables of {@code -e}, with their places. */
    private Map<String, Variable> extraVariables(ProjectFileFinder finder, Map<String, Value> extra) {
        Map<String, Position> places = ExtraVarValues.places(vars, finder);
        Map<String, Variable> variables = new LinkedHashMap<>();
        extra.forEach((name, value) -> variables.put(
                name,
                Variable.of(
                        name,
                        value,
                        places.getOrDefault(name, OptionNodes.scalar("-e", name).position()))));
        return variables;
    }

    private static VariableLayers layers(Inventory found, Pair pair, Map<String, Variable> given) {
        return VariableLayers.of(found, pair, new Value.Unknown("run_id"), false)
                .with(VariableLevel.COMMAND_LINE, given);
    }

    private void explain(Inventory found, List<Pair> pairs, List<Play> plays, Map<String, Variable> given)
            throws UsageException {
        for (Pair pair : pairs) {
            List<Play> ofPair = plays.stream()
                    .filter(play -> found.select(play.pairs(), new Problems()).contains(pair))
                    .toList();
            explain(String.valueOf(explain), pair, layers(found, pair, given), ofPair);
        }
    }

    private void list(Pair pair, VariableLayers layers) {
        print(pair.name() + "  " + pair.source().instance() + " -> "
                + pair.target().instance());
        TextTable table = new TextTable();
        Scope scope = layers.scope(new LookupSources(context).evaluationContext());
        Set<String> given = layers.names();
        names(layers).forEach(name -> table.row("  " + name, value(name, given, scope)));
        table.lines().forEach(this::print);
        print("");
    }

    /** Every variable that can be given, and has a value. */
    private static Set<String> names(VariableLayers layers) {
        Set<String> names = new TreeSet<>(layers.names());
        names.removeAll(Scope.BUILT_IN);
        Stream.of(DefaultVariable.values()).map(DefaultVariable::variableName).forEach(names::add);
        return names;
    }

    private void explain(String name, Pair pair, VariableLayers layers, List<Play> plays) throws UsageException {
        if (Scope.BUILT_IN.contains(name)) {
            print(name + " of " + pair.name() + " = "
                    + value(name, layers.names(), layers.scope(new LookupSources(context).evaluationContext()))
                    + "  (built in, cannot be changed)");
            return;
        }
        List<VariableExplanation.RankedValue> ranked =
                VariableExplanation.of(name, layers, plays, new LookupSources(context).evaluationContext());
        Optional<DefaultVariable> usual = DefaultVariable.of(name);
        if (ranked.isEmpty() && usual.isEmpty()) {
            Set<String> names = names(layers);
            plays.forEach(play -> names.addAll(play.vars().keySet()));
            throw new UsageException(
                    "nothing gives '" + name + "' for pair " + pair.name(),
                    Nearest.hint(
                            name,
                            names,
                            runbook == null
                                    ? "a runbook may give it: add -r RUNBOOK; 'runbook inventory --list' shows the others"
                                    : "given are: " + String.join(", ", names)));
        }
        VariableExplanationText text = new VariableExplanationText(name, pair.name(), usual, ranked);
        if (output == TextOrJson.json) {
            print(text.json());
        } else {
            text.lines().forEach(this::print);
        }
    }

    private void printGraph(Inventory found, List<Pair> pairs) {
        Set<String> children = new TreeSet<>();
        found.groups().values().forEach(group -> group.children().forEach(child -> children.add(child.text())));
        print("all");
        for (Group group : found.groups().values()) {
            if (!children.contains(group.name())) {
                printGroup(group, "  ", found, pairs);
            }
        }
        pairs.stream().filter(pair -> found.groupsOf(pair).isEmpty()).forEach(pair -> print("  " + line(pair)));
    }

    private void printGroup(Group group, String margin, Inventory found, List<Pair> pairs) {
        print(margin + group.name() + ":");
        for (Node.Scalar child : group.children()) {
            Optional.ofNullable(found.groups().get(child.text()))
                    .ifPresent(inner -> printGroup(inner, margin + "  ", found, pairs));
        }
        Set<String> own = new TreeSet<>();
        group.pairs().forEach(pair -> own.add(pair.text()));
        pairs.stream().filter(pair -> own.contains(pair.name())).forEach(pair -> print(margin + "  " + line(pair)));
    }

    private static String line(Pair pair) {
        return pair.name() + "  (" + pair.source().instance() + " -> "
                + pair.target().instance() + ")";
    }

    private static String value(String name, Set<String> given, Scope scope) {
        if (!given.contains(name) && DefaultVariable.of(name).isPresent()) {
            return DefaultVariable.of(name).get().value() + "  (built in)";
        }
        try {
            return scope.get(name).show();
        } catch (ExpressionException e) {
            return "cannot be evaluated here: " + e.getMessage();
        }
    }

    private void print(String line) {
        context.out().println(PrintableText.of(line));
    }
}
