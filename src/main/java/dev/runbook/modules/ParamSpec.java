package dev.runbook.modules;

import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Specification of one argument of a module: the single source of validation, documentation and schema.
 *
 * @param defaultValue the default value as written in YAML; empty if there is none
 * @param choices the allowed texts; empty if any text is allowed
 * @param doc description of one sentence
 * @param example a value as written in YAML
 */
public record ParamSpec(
        String name,
        ValueType type,
        boolean required,
        Optional<String> defaultValue,
        List<String> choices,
        String doc,
        String example) {

    public ParamSpec {
        choices = List.copyOf(choices);
    }

    public static ParamSpec required(String name, ValueType type, String doc, String example) {
        return new ParamSpec(name, type, true, Optional.empty(), List.of(), doc, example);
    }

    public static ParamSpec optional(String name, ValueType type, String doc, String example) {
        return new ParamSpec(name, type, false, Optional.empty(), List.of(), doc, example);
    }

    /** The same argument with a default value. */
    public ParamSpec withDefault(String yaml) {
        return new ParamSpec(name, type, false, Optional.of(yaml), choices, doc, example);
    }

    /** The same argument, restricted to these texts. */
    public ParamSpec withChoices(String... texts) {
        return new ParamSpec(name, type, required, defaultValue, List.of(texts), doc, example);
    }
}
