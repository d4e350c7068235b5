package dev.runbook.runbook;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the loader needs from the modules to find mistakes before the run. */
public interface ModuleCatalogue {

    /** The name of every module. */
    Set<String> names();

    /** The arguments of a module; empty if there is no module of this name. */
    Optional<ModuleSignature> signature(String module);

    /**
     * Reports the mistakes that the module itself finds in a task's arguments, defaults included, beyond their types.
     */
    void checkArguments(Node.Entry task, Problems problems);

    /**
     * The arguments that a module accepts.
     *
     * @param acceptsAnyArgument whether other names are allowed too; each becomes a variable for the following tasks,
     *     as in {@code set}
     * @param runsInChecks whether a task may run even in a check, as {@code check_mode: false} requests
     */
    record ModuleSignature(List<Parameter> parameters, boolean acceptsAnyArgument, boolean runsInChecks) {
        public ModuleSignature {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * One argument.
     *
     * @param choices the allowed texts; empty if any is
     */
    record Parameter(String name, ValueType type, boolean required, List<String> choices) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }
}
