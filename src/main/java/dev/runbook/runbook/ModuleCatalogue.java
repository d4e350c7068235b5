package dev.runbook.runbook;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the loader must know about the modules to find mistakes before anything runs. */
public interface ModuleCatalogue {

    /** The name of every module. */
    Set<String> names();

    /** What a module takes; empty when there is no module of this name. */
    Optional<ModuleSignature> signature(String module);

    /** Reports what its module finds wrong with the arguments of a task, the defaults included, beyond their shape. */
    void checkArguments(Node.Entry task, Problems problems);

    /**
     * The arguments that a module takes.
     *
     * @param acceptsAnyArgument whether any other name may be given too; each then is a variable for the tasks after it, as in {@code set}
     * @param runsInChecks whether a task may be carried out even in a check, as {@code check_mode: false} asks for
     */
    record ModuleSignature(List<Parameter> parameters, boolean acceptsAnyArgument, boolean runsInChecks) {
        public ModuleSignature {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * One argument.
     *
     * @param choices the texts allowed; empty when any is
     */
    record Parameter(String name, ValueType type, boolean required, List<String> choices) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }
}
