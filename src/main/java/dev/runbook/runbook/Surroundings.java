package dev.runbook.runbook;

import dev.runbook.yaml.Sources;
import java.util.Set;

/**
 * What a runbook is checked against.
 *
 * @param variables names that have a value before the runbook gives any: built-in ones, those of the inventory, and of {@code -e}
 */
public record Surroundings(ModuleCatalogue modules, Sources files, Set<String> variables) {

    public Surroundings {
        variables = Set.copyOf(variables);
    }
}
