package dev.runbook.schema;

import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.List;

/**
 * The parameters of a module for its schema.
 *
 * @param doc one sentence
 * @param acceptsAnyArgument whether a task may also give it arguments with other names
 */
public record ModuleDescription(String name, String doc, List<ParamSpec> params, boolean acceptsAnyArgument) {

    public ModuleDescription {
        params = List.copyOf(params);
    }

    public static ModuleDescription of(Module module, String doc) {
        return new ModuleDescription(module.name(), doc, module.params(), module.acceptsAnyParam());
    }

    /** The arguments, none of them required, because {@code module_defaults} may supply them. */
    MappingSpec spec() {
        return new MappingSpec(
                "the arguments of " + name,
                params.stream()
                        .map(param -> new MappingSpec.Key(
                                param.name(), shape(param), false, param.defaultValue(), param.doc(), param.example()))
                        .toList());
    }

    List<String> requiredParams() {
        return params.stream().filter(ParamSpec::required).map(ParamSpec::name).toList();
    }

    private static ValueShape shape(ParamSpec param) {
        return param.choices().isEmpty() ? param.type().shape() : new ValueShape.Words(param.choices()).orExpression();
    }
}
