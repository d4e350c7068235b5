package dev.runbook.modules;

import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Specification of one argument of a module: the single source of validation, documentation and schema.
 *
 * @param fallback the default value as written in YAML; empty if there is none
 * @param choices the allowed texts; empty if any text is allowed
 * @param doc description of one sentence
 * @param example a value as written in YAML
 */
public record ParamSpec(
        String name,
        ValueType type,
        boolean required,
        Optional<String> fallback,
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
    public ParamSpec or(String yaml) {
        return new ParamSpec(name, type, false, Optional.of(yaml), choices, doc, example);
    }

    /** The same argument, restricted to these texts. */
    public ParamSpec oneOf(String... texts) {
        return new ParamSpec(name, type, required, fallback, List.of(texts), doc, example);
    }
}
