package dev.runbook.modules;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.Optional;

/** The arguments of a task as its file gives them, those of {@code module_defaults} included, before anything is evaluated. */
public final class GivenArgs {

    private final Node.Entry module;
    private final Problems problems;

    /** @param module the key of the task with its arguments */
    public GivenArgs(Node.Entry module, Problems problems) {
        this.module = module;
        this.problems = problems;
    }

    /** What stands for an argument; empty when it is not given. */
    public Optional<Node> node(String name) {
        return module.value() instanceof Node.Mapping mapping ? mapping.get(name) : Optional.empty();
    }

    public boolean isEmpty() {
        return !(module.value() instanceof Node.Mapping mapping)
                || mapping.entries().isEmpty();
    }

    /** Reports that both arguments are given, or neither. */
    public void exactlyOneOf(String one, String other, String hint) {
        if (node(one).isPresent() == node(other).isPresent()) {
            mistake("give either '" + one + "' or '" + other + "'", hint);
        }
    }

    /** Reports something about the arguments together. */
    public void mistake(String summary, String hint) {
        mistake(module.key().position(), summary, hint);
    }

    /** Reports something about one of them. */
    public void mistake(Position position, String summary, String hint) {
        problems.add("wrong-arguments", position, summary, hint);
    }

    /** Reports a list without an item, where one is needed. */
    public void notEmpty(String name, String hint) {
        node(name)
                .filter(node ->
                        node instanceof Node.Sequence list && list.items().isEmpty())
                .ifPresent(node -> mistake(node.position(), "'" + name + "' is empty", hint));
    }
}
