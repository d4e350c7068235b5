package dev.runbook.modules;

import java.util.List;
import java.util.Optional;

/**
 * One argument of a module: the single source of validation, documentation and schema.
 *
 * @param fallback what is taken when it is not given, as it would be written in YAML; empty when there is none
 * @param choices the texts allowed; empty when any is
 * @param doc one sentence
 * @param example a value as it would be written in YAML
 */
public record ParamSpec(
        String name,
        Type type,
        boolean required,
        Optional<String> fallback,
        List<String> choices,
        String doc,
        String example) {

    /** The shape of a value. */
    public enum Type {
        TEXT("text"),
        BOOLEAN("true or false"),
        WHOLE("a whole number"),
        DURATION("a duration such as 90s, 10m or 2h"),
        LIST("a list"),
        MAPPING("a mapping"),
        ANY("any value"),
        /** A condition or list of conditions, written bare as in {@code when}; handed over unevaluated. */
        CONDITION("a condition or a list of conditions"),
        /** An expression written bare, as in {@code when}; {@link Args#value} is what it comes to. */
        EXPRESSION("an expression");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public ParamSpec {
        choices = List.copyOf(choices);
    }

    public static ParamSpec required(String name, Type type, String doc, String example) {
        return new ParamSpec(name, type, true, Optional.empty(), List.of(), doc, example);
    }

    public static ParamSpec optional(String name, Type type, String doc, String example) {
        return new ParamSpec(name, type, false, Optional.empty(), List.of(), doc, example);
    }

    /** The same argument, with a value that is taken when it is not given. */
    public ParamSpec or(String yaml) {
        return new ParamSpec(name, type, false, Optional.of(yaml), choices, doc, example);
    }

    /** The same argument, restricted to some texts. */
    public ParamSpec oneOf(String... texts) {
        return new ParamSpec(name, type, required, fallback, List.of(texts), doc, example);
    }
}
