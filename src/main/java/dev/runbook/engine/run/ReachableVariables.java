package dev.runbook.engine.run;

import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.DefaultVariable;
import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the variables that some tasks may use: those they name, those that these name in turn, and what every run needs. */
final class ReachableVariables {

    private final Map<String, Set<String>> named = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    ReachableVariables(List<Play> plays, Inventory inventory) {
        this(plays, inventory, inventory.referencesOfPairs());
    }

    /** @param pairs what is needed of the pairs */
    ReachableVariables(List<Play> plays, Inventory inventory, List<Reference> pairs) {
        plays.forEach(play -> play.vars().values().forEach(this::know));
        inventory.variables().forEach(this::know);
        pairs.forEach(this::need);
        Stream.of(DefaultVariable.values()).map(DefaultVariable::variableName).forEach(open::add);
    }

    Set<String> of(List<Task> tasks) {
        for (Task task : tasks) {
            task.vars().values().forEach(this::know);
            task.references().forEach(this::need);
        }
        Set<String> needed = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (needed.add(name)) {
                open.addAll(named.getOrDefault(name, Set.of()));
            }
        }
        return Collections.unmodifiableSet(needed);
    }

    void need(Reference reference) {
        open.add(reference.name());
    }

    private void know(Variable variable) {
        know(variable.name(), variable.template());
    }

    /** Takes in that a name has the value of a template, in which other names may stand. */
    void know(String name, Template template) {
        template.references()
                .forEach(reference ->
                        named.computeIfAbsent(name, unknown -> new HashSet<>()).add(reference.name()));
    }
}
