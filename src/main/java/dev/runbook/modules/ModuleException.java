package dev.runbook.modules;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import java.util.List;
import java.util.Optional;

/** A task that cannot or must not be done, found before it has touched anything. */
public final class ModuleException extends Exception {

    /** What a module's no means for the run. */
    public enum Kind {
        /** The task does not succeed: it may be rescued, ignored or tried again. */
        FAILED,
        /** It could break a promise. */
        REFUSED,
        /** A file is wrong. */
        INVALID
    }

    private final Kind kind;
    private final String advice;
    private final transient Optional<Position> position;
    private final transient List<Problem> problems;

    private ModuleException(
            Kind kind, String message, String advice, Optional<Position> position, List<Problem> problems) {
        super(message);
        this.kind = kind;
        this.advice = advice;
        this.position = position;
        this.problems = List.copyOf(problems);
    }

    /**
     * The task fails.
     *
     * @param advice what the reader should do now; empty when the message says it
     */
    public static ModuleException failed(String message, String advice) {
        return new ModuleException(Kind.FAILED, message, advice, Optional.empty(), List.of());
    }

    /** The task fails because of what stands at one place. */
    public static ModuleException failedAt(Position position, String message, String advice) {
        return new ModuleException(Kind.FAILED, message, advice, Optional.of(position), List.of());
    }

    /** The task is refused because it could break a promise: exit code 5. */
    public static ModuleException refused(String message, String advice) {
        return new ModuleException(Kind.REFUSED, message, advice, Optional.empty(), List.of());
    }

    /** An argument's value is wrong. */
    public static ModuleException at(Position position, String message, String advice) {
        return new ModuleException(Kind.INVALID, message, advice, Optional.of(position), List.of());
    }

    /** A file that an argument names has mistakes. */
    public static ModuleException of(List<Problem> problems) {
        return new ModuleException(
                Kind.INVALID, problems.get(0).summary(), problems.get(0).hint(), Optional.empty(), problems);
    }

    public Kind kind() {
        return kind;
    }

    public boolean isRefusal() {
        return kind == Kind.REFUSED;
    }

    public String advice() {
        return advice;
    }

    public Optional<Position> position() {
        return position;
    }

    public List<Problem> problems() {
        return problems;
    }
}
