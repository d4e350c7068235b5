package dev.runbook.cli;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.Group;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Layers;
import dev.runbook.inventory.Level;
import dev.runbook.inventory.Pair;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what an inventory holds, and where a variable of a pair comes from. */
@Command(
        name = "inventory",
        header = "Shows pairs, groups and variables of an inventory, and where a value comes from.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class InventoryVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "inventory file or folder (default: inventories/default.yml, or the only one there)")
    private @Nullable String inventory;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PAIR",
            description = "only these pairs")
    private @Nullable String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "NAME=VALUE|@FILE",
            description = "gives a variable, as for run")
    private List<String> vars = new ArrayList<>();

    @Option(names = "--explain", paramLabel = "VAR", description = "every place that gives VAR, the strongest last")
    private @Nullable String explain;

    @Option(names = "--graph", description = "groups with their pairs")
    private boolean graph;

    @Option(names = "--list", description = "every pair with its variables (the default)")
    private boolean list;

    InventoryVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, ProblemException {
        if ((graph && list) || (explain != null && (graph || list))) {
            throw new UsageException("--explain, --graph and --list are three questions", "ask one at a time");
        }
        Finder finder = new Finder(surroundings);
        Problems problems = new Problems();
        Map<String, Value> extra = GivenValues.read(vars, finder, problems);
        Optional<Inventory> found =
                Project.inventory(finder.inventory(Optional.ofNullable(inventory)), finder, problems);
        List<Pair> pairs = found.map(read -> Project.pairs(read, Optional.ofNullable(limit), problems))
                .orElse(List.of());
        problems.throwIfAny();
        if (graph) {
            graph(found.orElseThrow(), pairs);
            return Exit.OK;
        }
        for (Pair pair : pairs) {
            Layers layers = Layers.of(found.orElseThrow(), pair, new Value.Unknown("run_id"), false)
                    .withValues(
                            Level.COMMAND_LINE, extra, Words.word("-e", "-e").position());
            if (explain == null) {
                list(pair, layers);
            } else {
                explain(explain, pair, layers);
            }
        }
        return Exit.OK;
    }

    private void list(Pair pair, Layers layers) {
        say(pair.name() + "  " + pair.source().instance() + " -> "
                + pair.target().instance());
        Table table = new Table();
        Set<String> names = new TreeSet<>(layers.names());
        names.removeAll(Scope.BUILT_IN);
        names.forEach(name -> table.row("  " + name, value(name, layers)));
        table.lines().forEach(this::say);
        say("");
    }

    private void explain(String name, Pair pair, Layers layers) throws UsageException {
        List<Layers.Definition> definitions = layers.explain(name);
        boolean builtIn = Scope.BUILT_IN.contains(name);
        if (definitions.isEmpty() && !builtIn) {
            throw new UsageException(
                    "nothing gives '" + name + "' for pair " + pair.name(),
                    Nearest.hint(name, layers.names(), "a runbook may give it; this looks at the inventory and -e"));
        }
        say(name + " of " + pair.name() + " = " + value(name, layers));
        Table table = new Table();
        if (builtIn) {
            table.row("  given", "built in, cannot be changed");
        }
        for (int at = 0; at < definitions.size(); at++) {
            Layers.Definition definition = definitions.get(at);
            boolean wins = at == definitions.size() - 1 && !builtIn;
            table.row(
                    wins ? "  wins" : "  hidden",
                    definition.where(),
                    written(definition.variable()),
                    definition.variable().position().toString());
        }
        table.lines().forEach(this::say);
    }

    private void graph(Inventory found, List<Pair> pairs) {
        Set<String> children = new TreeSet<>();
        found.groups().values().forEach(group -> group.children().forEach(child -> children.add(child.text())));
        say("all");
        for (Group group : found.groups().values()) {
            if (!children.contains(group.name())) {
                branch(group, "  ", found, pairs);
            }
        }
        pairs.stream().filter(pair -> found.groupsOf(pair).isEmpty()).forEach(pair -> say("  " + line(pair)));
    }

    private void branch(Group group, String margin, Inventory found, List<Pair> pairs) {
        say(margin + group.name() + ":");
        for (Node.Scalar child : group.children()) {
            Optional.ofNullable(found.groups().get(child.text()))
                    .ifPresent(inner -> branch(inner, margin + "  ", found, pairs));
        }
        Set<String> own = new TreeSet<>();
        group.pairs().forEach(pair -> own.add(pair.text()));
        pairs.stream().filter(pair -> own.contains(pair.name())).forEach(pair -> say(margin + "  " + line(pair)));
    }

    private static String line(Pair pair) {
        return pair.name() + "  (" + pair.source().instance() + " -> "
                + pair.target().instance() + ")";
    }

    private String value(String name, Layers layers) {
        try {
            return layers.scope(new Secrecy(surroundings).outside()).get(name).show();
        } catch (ExpressionException e) {
            return "cannot be told here: " + e.getMessage();
        }
    }

    private static String written(Variable variable) {
        return variable.template().node().orElse(null) instanceof Node.Scalar scalar
                ? scalar.text()
                : variable.template().isLiteral() ? "..." : "an expression";
    }

    private void say(String line) {
        surroundings.out().println(line);
    }
}
