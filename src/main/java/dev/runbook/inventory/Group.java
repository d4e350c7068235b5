package dev.runbook.inventory;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A named set of pairs with variables for all of them; includes the pairs of its child groups. */
public record Group(
        String name,
        List<Node.Scalar> pairs,
        List<Node.Scalar> children,
        Map<String, Variable> vars,
        Position position) {

    public Group {
        pairs = List.copyOf(pairs);
        children = List.copyOf(children);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }
}
