package dev.runbook.port;

import java.util.Optional;

/** An external call failed. Callers decide by the kind, never by the message. */
public final class PortException extends Exception {

    /** The meaning of a failed call for the caller. */
    public enum Kind {
        /** The call had no effect and may be repeated after a pause: throttled, overloaded or not connected. */
        RETRYABLE,
        /** The call had no effect, because the state of the resource does not allow it; a later attempt may succeed. */
        WRONG_STATE,
        /** The call had no effect, because AWS lacks capacity; a later attempt may succeed. */
        NO_CAPACITY,
        /** The call was not sent, because its precondition is not met yet; check the precondition again later. */
        NOT_YET,
        /** The call had no effect: missing or expired credentials, or no permission. */
        DENIED,
        /** The call was not sent: the user has to approve it, and has declined or cannot be asked. */
        UNANSWERED,
        /** The call had no effect: the resource does not exist. */
        NOT_FOUND,
        /** The call had no effect: a resource of that name exists already, or the resource has changed. */
        CONFLICT,
        /** The call had no effect: it is wrong, and will fail again. */
        BROKEN,
        /** The response was lost, so the call may have taken effect. Check before repeating it. */
        OUTCOME_UNKNOWN
    }

    private final Kind kind;
    private final String call;
    private String code = "";

    /**
     * @param call the service and operation with their subject: {@code rds:PromoteReadReplica temp-demo}
     * @param message the message of the server, without secrets and data values
     */
    public PortException(Kind kind, String call, String message, Throwable cause) {
        super(call + ": " + message, cause);
        this.kind = kind;
        this.call = call;
    }

    public PortException(Kind kind, String call, String message) {
        super(call + ": " + message);
        this.kind = kind;
        this.call = call;
    }

    /** Sets the AWS error code; an empty text means none. */
    public PortException withCode(String told) {
        code = told;
        return this;
    }

    /** The AWS error code: {@code Throttling}. */
    public Optional<String> code() {
        return Optional.of(code).filter(told -> !told.isEmpty());
    }

    public Kind kind() {
        return kind;
    }

    public String call() {
        return call;
    }
}
