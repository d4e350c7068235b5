package dev.runbook.runbook;

import dev.runbook.yaml.SourceFinder;
import java.util.Set;

/**
 * The context in which a runbook is checked.
 *
 * @param variables names defined before the runbook: built-in ones, those of the inventory, and of {@code -e}
 * @param given the names of {@code -e}, whose values override all others
 */
public record LoadContext(ModuleCatalogue modules, SourceFinder files, Set<String> variables, Set<String> given) {

    /** A context without {@code -e}. */
    public LoadContext(ModuleCatalogue modules, SourceFinder files, Set<String> variables) {
        this(modules, files, variables, Set.of());
    }

    public LoadContext {
        variables = Set.copyOf(variables);
        given = Set.copyOf(given);
    }
}
