package dev.runbook.schema;

import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
import java.util.List;

/**
 * A module as a schema tells of it.
 *
 * @param doc one sentence
 * @param open whether a task may give it any other argument too
 */
public record ModuleWords(String name, String doc, List<ParamSpec> params, boolean open) {

    public ModuleWords {
        params = List.copyOf(params);
    }

    public static ModuleWords of(Module module, String doc) {
        return new ModuleWords(module.name(), doc, module.params(), module.acceptsAnyParam());
    }

    /** The arguments, none of them required: a play may give them in {@code module_defaults}. */
    Form form() {
        return new Form(
                "the arguments of " + name,
                params.stream()
                        .map(param -> new Form.Key(
                                param.name(), shape(param), false, param.defaultValue(), param.doc(), param.example()))
                        .toList());
    }

    List<String> required() {
        return params.stream().filter(ParamSpec::required).map(ParamSpec::name).toList();
    }

    private static Shape shape(ParamSpec param) {
        return param.choices().isEmpty() ? param.type().shape() : new Shape.Words(param.choices()).orExpression();
    }
}
