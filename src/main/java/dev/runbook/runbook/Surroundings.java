package dev.runbook.runbook;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Sources;
import java.util.Map;
import java.util.Set;

/**
 * What a runbook is checked against.
 *
 * @param variables names that have a value before the runbook gives any: built-in ones, those of the inventory, and of {@code -e}
 * @param given the values of {@code -e}
 */
public record Surroundings(ModuleCatalogue modules, Sources files, Set<String> variables, Map<String, Value> given) {

    /** The same without a command line. */
    public Surroundings(ModuleCatalogue modules, Sources files, Set<String> variables) {
        this(modules, files, variables, Map.of());
    }

    public Surroundings {
        variables = Set.copyOf(variables);
        given = Map.copyOf(given);
    }
}
