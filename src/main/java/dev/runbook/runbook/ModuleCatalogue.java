package dev.runbook.runbook;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the loader must know about the modules to find mistakes before anything runs. */
public interface ModuleCatalogue {

    /** The name of every module. */
    Set<String> names();

    /** What a module takes; empty when there is no module of this name. */
    Optional<Shape> shape(String module);

    /**
     * The arguments that a module takes.
     *
     * @param open whether any other name may be given too; each then is a variable for the tasks after it, as in {@code set}
     * @param inChecks whether a task may be carried out even in a check, as {@code check_mode: false} asks for
     */
    record Shape(List<Parameter> parameters, boolean open, boolean inChecks) {
        public Shape {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * One argument.
     *
     * @param choices the texts allowed; empty when any is
     */
    record Parameter(String name, Kind kind, boolean required, List<String> choices) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }

    /** The form of an argument's value. */
    enum Kind {
        TEXT("text"),
        WHOLE("a whole number"),
        BOOL("true or false"),
        DURATION("a time span such as 90s, 10m or 2h"),
        LIST("a list"),
        MAPPING("a mapping"),
        ANY("a value"),
        /** A bare condition or a list of them, as in {@code when}. */
        CONDITION("a condition"),
        /** A bare expression, as in {@code when}, of any value. */
        EXPRESSION("an expression");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As an error message says it. */
        public String words() {
            return words;
        }
    }
}
