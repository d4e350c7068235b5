package dev.runbook.modules;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** The arguments of a task as written in its file, before evaluation; includes those of {@code module_defaults}. */
public final class UnevaluatedArgs {

    private final Node.Entry module;
    private final Problems problems;

    /** @param module the module key of the task with its arguments */
    public UnevaluatedArgs(Node.Entry module, Problems problems) {
        this.module = module;
        this.problems = problems;
    }

    /** The node of an argument; empty if it is not given. */
    public Optional<Node> node(String name) {
        return module.value() instanceof Node.Mapping mapping ? mapping.get(name) : Optional.empty();
    }

    public boolean isEmpty() {
        return !(module.value() instanceof Node.Mapping mapping)
                || mapping.entries().isEmpty();
    }

    /** Reports all problems that a module finds in its arguments. */
    public void check(Module asked) {
        List<String> alternatives = asked.alternatives();
        long given =
                alternatives.stream().filter(name -> node(name).isPresent()).count();
        if (!alternatives.isEmpty() && given != 1) {
            String first = alternatives.get(0);
            String example = asked.params().stream()
                    .filter(param -> param.name().equals(first))
                    .map(ParamSpec::example)
                    .findFirst()
                    .orElse("...");
            reportProblem("give either '" + String.join("' or '", alternatives) + "'", first + ": " + example);
        }
        asked.check(this);
    }

    /** Reports a problem of the arguments as a whole. */
    public void reportProblem(String summary, String hint) {
        reportProblem(module.key().position(), summary, hint);
    }

    /** Reports a problem at a position. */
    public void reportProblem(Position position, String summary, String hint) {
        problems.add("wrong-arguments", position, summary, hint);
    }

    /** Reports the argument if it is an empty list. */
    public void requireItems(String name, String hint) {
        node(name)
                .filter(node ->
                        node instanceof Node.Sequence list && list.items().isEmpty())
                .ifPresent(node -> reportProblem(node.position(), "'" + name + "' is empty", hint));
    }
}
