package dev.runbook.port;

import java.util.Optional;

/** A call to the outside did not succeed; the kind says what that means, so that nobody has to read the message. */
public final class PortException extends Exception {

    /** What a failed call means for the caller. */
    public enum Kind {
        /** Nothing happened; the same call may be made again after a pause: throttled, refused for load, not connected. */
        RETRYABLE,
        /** Nothing happened, because the thing is in a state that does not allow it; a later try may succeed. */
        WRONG_STATE,
        /** Nothing happened: AWS has no room for it at the moment; a later try may succeed. */
        NO_CAPACITY,
        /** Nothing was sent: what has to hold before the call does not hold yet, and is to be looked at again. */
        NOT_YET,
        /** Nothing happened: missing or expired credentials, or no permission. */
        DENIED,
        /** Nothing happened: a person has to say yes first, and has said no or cannot be asked. */
        UNANSWERED,
        /** Nothing happened: the thing does not exist. */
        NOT_FOUND,
        /** Nothing happened: a thing of that name exists already. */
        CONFLICT,
        /** Nothing happened: the call itself is wrong; the same call will fail again. */
        BROKEN,
        /** It may have happened or not: the answer was lost. Look before doing anything again. */
        OUTCOME_UNKNOWN
    }

    private final Kind kind;
    private final String call;
    private String code = "";

    /**
     * @param call the service and operation, with the thing it was about: {@code rds:PromoteReadReplica temp-demo}
     * @param message what the other side said, without secrets and without data values
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

    /** The same failure, with the code by which AWS tells it from others; an empty one says nothing. */
    public PortException withCode(String told) {
        code = told;
        return this;
    }

    /** The error code that AWS answered with, as it spells it: {@code Throttling}. */
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
