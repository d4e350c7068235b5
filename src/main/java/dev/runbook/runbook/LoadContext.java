package dev.runbook.runbook;

import dev.runbook.yaml.SourceFinder;
import java.util.Set;

/**
 * What a runbook is checked against.
 *
 * @param variables names that have a value before the runbook gives any: built-in ones, those of the inventory, and of {@code -e}
 * @param given the names of {@code -e}, whose values are stronger than all others
 */
public record LoadContext(ModuleCatalogue modules, SourceFinder files, Set<String> variables, Set<String> given) {

    /** The same without a command line. */
    public LoadContext(ModuleCatalogue modules, SourceFinder files, Set<String> variables) {
        this(modules, files, variables, Set.of());
    }

    public LoadContext {
        variables = Set.copyOf(variables);
        given = Set.copyOf(given);
    }
}
