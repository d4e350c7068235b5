package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.ModuleException;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a task ended without success, in the words of its event. */
public final class TaskFailure extends Exception {

    /** What the failure means for the exit code and for {@code ignore_errors}. */
    public enum Kind {
        /** The task did not succeed; the only kind that {@code ignore_errors} covers. */
        FAILED,
        /** Another pair failed, and with it every pair of the play ends. */
        HALTED,
        /** A promise forbids it. */
        REFUSED,
        /** The runbook, the inventory or a file they name is wrong. */
        INVALID,
        /** The account cannot be reached or does not let us in. */
        UNREACHABLE,
        /** The state folder takes nothing any more, so that nothing can be noted before it is done. */
        UNRECORDED
    }

    private final Kind kind;
    private final String advice;
    private String code = "";
    private final transient Optional<Position> position;
    private final transient List<Problem> problems;
    private transient Optional<Origin> origin = Optional.empty();

    /** The task that failed, as a rescue knows it, and its result. */
    public record Origin(Value.Fields task, Value.Fields result) {}

    private TaskFailure(Kind kind, String message, String advice) {
        super(message);
        this.kind = kind;
        this.advice = advice;
        this.position = Optional.empty();
        this.problems = List.of();
    }

    private TaskFailure(Kind kind, Problem problem, Optional<Position> position, List<Problem> problems) {
        super(problem.summary());
        this.kind = kind;
        this.advice = problem.hint();
        this.position = position;
        this.problems = List.copyOf(problems);
    }

    private TaskFailure(String message, TaskFailure other) {
        super(message, other);
        this.kind = other.kind;
        this.advice = other.advice;
        this.code = other.code;
        this.position = other.position;
        this.problems = other.problems;
    }

    public static TaskFailure failure(String message, String advice) {
        return new TaskFailure(Kind.FAILED, message, advice);
    }

    /**
     * The pair stops because another one failed.
     *
     * @param how what became of the pair: stopped, or not begun at all
     */
    public static TaskFailure stoppedByOthers(String how) {
        return new TaskFailure(
                Kind.HALTED, how + " because another pair failed and the play says any_errors_fatal", "");
    }

    public static TaskFailure of(PortException e) {
        Kind kind = e.kind() == PortException.Kind.DENIED ? Kind.UNREACHABLE : Kind.FAILED;
        TaskFailure failure = new TaskFailure(kind, String.valueOf(e.getMessage()), advice(e));
        failure.code = e.code().orElse("");
        return failure.because(e);
    }

    /** The same with what is known of how it came to this. */
    public static TaskFailure of(PortException e, String story, String advice) {
        TaskFailure failure = new TaskFailure(Kind.FAILED, e.getMessage() + " (" + story + ")", advice);
        failure.code = e.code().orElse("");
        return failure.because(e);
    }

    /** Nothing could be read, so nothing has been begun. */
    public static TaskFailure unreachable(PortException e) {
        return new TaskFailure(Kind.UNREACHABLE, String.valueOf(e.getMessage()), advice(e)).because(e);
    }

    /**
     * The journal cannot be written.
     *
     * @param message the file of the state folder, and why
     */
    public static TaskFailure journalFailure(String message) {
        return new TaskFailure(
                Kind.UNRECORDED,
                message,
                "operations that AWS has started continue, and no other call was sent; free space there or make it writable,"
                        + " then run the same command again: it continues here");
    }

    public static TaskFailure refusal(String message, String advice) {
        return new TaskFailure(Kind.REFUSED, message, advice);
    }

    /** The same failure, with the error that led to it. */
    public TaskFailure because(Throwable cause) {
        initCause(cause);
        return this;
    }

    public static TaskFailure of(ExpressionException e) {
        return of(List.of(e.problem()));
    }

    public static TaskFailure of(List<Problem> problems) {
        Problem first = problems.get(0);
        boolean denied = problems.stream().allMatch(problem -> problem.code().equals(LookupException.DENIED_CODE));
        Kind kind = problems.stream().anyMatch(Problem::isRefusal)
                ? Kind.REFUSED
                : denied ? Kind.UNREACHABLE : Kind.INVALID;
        return new TaskFailure(kind, first, Optional.of(first.position()), problems);
    }

    public static TaskFailure of(ModuleException e) {
        if (!e.problems().isEmpty()) {
            return of(e.problems());
        }
        Kind kind = switch (e.kind()) {
            case FAILED -> Kind.FAILED;
            case REFUSED -> Kind.REFUSED;
            case INVALID -> Kind.INVALID;
        };
        if (e.position().isEmpty()) {
            return new TaskFailure(kind, String.valueOf(e.getMessage()), e.advice()).because(e);
        }
        Problem problem = new Problem("argument", e.position().get(), String.valueOf(e.getMessage()), e.advice());
        return new TaskFailure(kind, problem, e.position(), List.of());
    }

    private static String advice(PortException e) {
        return switch (e.kind()) {
            case UNANSWERED -> "give -y, or start it at a terminal and answer yes";
            case DENIED ->
                e.call().startsWith("sql:")
                        ? "check the login in the inventory and what it may do in the database, then run the same command"
                                + " again"
                        : "check the credentials and permissions of the account, then run the same command again";
            case RETRYABLE, WRONG_STATE, NO_CAPACITY, NOT_YET -> "run the same command again: it continues here";
            case OUTCOME_UNKNOWN -> "it may have happened or not; run the same command again: it looks first";
            case NOT_FOUND, CONFLICT, BROKEN -> "";
        };
    }

    /** The same failure, of a call that had been refused before, with what was said then. */
    public TaskFailure after(PortException refusal) {
        return new TaskFailure(message() + "; until then: " + refusal.getMessage(), this);
    }

    /** The same failure of the same kind, for a pair that gets it from the one that has done the task for all. */
    public TaskFailure takenOver() {
        return new TaskFailure("done once for all pairs, and failed: " + message(), this);
    }

    /** The same failure; where it came from stays known, however far it goes. */
    public TaskFailure from(Task task, String id, Value.Fields result) {
        if (origin.isEmpty()) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("id", new Value.Text(id));
            fields.put("module", new Value.Text(task.module().text()));
            fields.put("place", new Value.Text(task.position().toString()));
            origin = Optional.of(new Origin(new Value.Fields(fields), result));
        }
        return this;
    }

    public Optional<Origin> origin() {
        return origin;
    }

    /** Where it arose, with all that led to it. */
    public String trace() {
        StringWriter trace = new StringWriter();
        printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    /** The failure as the event of its task records it. */
    public Event.TaskEnded.FailureDetails toRecord() {
        return new Event.TaskEnded.FailureDetails(
                Optional.of(advice).filter(text -> !text.isEmpty()),
                position.map(Position::toString),
                problems.stream()
                        .map(problem -> problem.position() + ": " + problem.summary()
                                + (problem.hint().isEmpty() ? "" : " (" + problem.hint() + ")"))
                        .toList(),
                kind == Kind.REFUSED);
    }

    public Kind kind() {
        return kind;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** The error code of AWS that led to it. */
    public Optional<String> code() {
        return Optional.of(code).filter(told -> !told.isEmpty());
    }

    public String advice() {
        return advice;
    }

    Optional<Position> position() {
        return position;
    }

    List<Problem> problems() {
        return problems;
    }
}
