package dev.runbook.modules;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import java.util.List;
import java.util.Optional;

/** A task cannot or must not be done; thrown while planning, before any change is applied. */
public final class ModuleException extends Exception {

    /** What the exception means for the run. */
    public enum Kind {
        /** The task fails: it may be rescued, ignored or retried. */
        FAILED,
        /** The task could violate a safety guarantee. */
        REFUSED,
        /** A file contains a mistake. */
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
     * @param advice what the user should do; empty if the message says so
     */
    public static ModuleException failure(String message, String advice) {
        return new ModuleException(Kind.FAILED, message, advice, Optional.empty(), List.of());
    }

    /** The task fails because of the text at a position. */
    public static ModuleException failureAt(Position position, String message, String advice) {
        return new ModuleException(Kind.FAILED, message, advice, Optional.of(position), List.of());
    }

    /** The task is refused because it could violate a safety guarantee: exit code 5. */
    public static ModuleException refusal(String message, String advice) {
        return new ModuleException(Kind.REFUSED, message, advice, Optional.empty(), List.of());
    }

    /** An argument's value is wrong. */
    public static ModuleException invalidArgument(Position position, String message, String advice) {
        return new ModuleException(Kind.INVALID, message, advice, Optional.of(position), List.of());
    }

    /** A file that an argument names has problems. */
    public static ModuleException invalidFile(List<Problem> problems) {
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
