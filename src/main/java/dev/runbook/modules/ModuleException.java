package dev.runbook.modules;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import java.util.List;
import java.util.Optional;

/** A task that cannot or must not be done, found before it has touched anything. */
public final class ModuleException extends Exception {

    private final boolean refusal;
    private final String advice;
    private final transient Optional<Position> position;
    private final transient List<Problem> problems;

    private ModuleException(
            boolean refusal, String message, String advice, Optional<Position> position, List<Problem> problems) {
        super(message);
        this.refusal = refusal;
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
        return new ModuleException(false, message, advice, Optional.empty(), List.of());
    }

    /** The task is refused because it could break a promise: exit code 5. */
    public static ModuleException refused(String message, String advice) {
        return new ModuleException(true, message, advice, Optional.empty(), List.of());
    }

    /** An argument's value is wrong. */
    public static ModuleException at(Position position, String message, String advice) {
        return new ModuleException(false, message, advice, Optional.of(position), List.of());
    }

    /** A file that an argument names has mistakes. */
    public static ModuleException of(List<Problem> problems) {
        return new ModuleException(
                false, problems.get(0).summary(), problems.get(0).hint(), Optional.empty(), problems);
    }

    public boolean isRefusal() {
        return refusal;
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
