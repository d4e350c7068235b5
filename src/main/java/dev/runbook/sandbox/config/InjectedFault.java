package dev.runbook.sandbox.config;

import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Something that shall go wrong: on which action and instance, in which way, how often, after how many good ones. */
public record InjectedFault(String action, Optional<String> instance, FaultKind kind, int times, int skip) {

    /** The ways a request can go wrong. */
    public enum FaultKind {
        THROTTLING,
        REQUEST_LIMIT,
        INTERNAL_FAILURE,
        UNAVAILABLE,
        INSUFFICIENT_CAPACITY,
        INVALID_STATE,
        LOST_ANSWER,
        FAILED,
        INCOMPATIBLE_RESTORE,
        UNKNOWN_STATUS;

        /** Whether the request itself succeeds and what it started takes another way. */
        public boolean affectsOperation() {
            return this == FAILED || this == INCOMPATIBLE_RESTORE || this == UNKNOWN_STATUS;
        }

        public String status() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A fault of an action on any instance. */
    public static InjectedFault ofAction(String action, FaultKind kind, int times) {
        return new InjectedFault(action, Optional.empty(), kind, times, 0);
    }

    public static InjectedFault of(JsonValue.JsonObject file) {
        var kind = file.text("kind").orElse("throttling");
        try {
            return new InjectedFault(
                    file.text("action").orElseThrow(() -> new IllegalArgumentException("a fault needs an action")),
                    file.text("instance"),
                    FaultKind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_')),
                    file.text("times").map(Integer::valueOf).orElse(1),
                    file.text("after").map(Integer::valueOf).orElse(0));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("times and after of a fault are whole numbers", e);
        }
    }

    boolean matches(String otherAction, String otherInstance) {
        var pattern = instance.orElse("*");
        boolean named = pattern.endsWith("*")
                ? otherInstance.startsWith(pattern.substring(0, pattern.length() - 1))
                : otherInstance.equals(pattern);
        return action.equals(otherAction) && named;
    }

    InjectedFault countDown() {
        return skip > 0
                ? new InjectedFault(action, instance, kind, times, skip - 1)
                : new InjectedFault(action, instance, kind, times - 1, skip);
    }

    public JsonValue.JsonObject toJson() {
        var fields = JsonValue.JsonObject.empty()
                .with("action", JsonValue.text(action))
                .with("kind", JsonValue.text(kind.status()))
                .with("times", JsonValue.literal(times))
                .with("after", JsonValue.literal(skip));
        return instance.map(name -> fields.with("instance", JsonValue.text(name)))
                .orElse(fields);
    }

    /** The error a client sees, for the kinds that are answered at once. */
    public AwsError error() {
        return switch (kind) {
            case THROTTLING -> new AwsError("Throttling", 400, "Rate exceeded");
            case REQUEST_LIMIT -> new AwsError("RequestLimitExceeded", 400, "Request limit exceeded.");
            case UNAVAILABLE -> new AwsError("ServiceUnavailable", 503, "Service is unavailable.");
            case INSUFFICIENT_CAPACITY ->
                new AwsError(
                        "InsufficientDBInstanceCapacity",
                        400,
                        "The specified DB instance class isn't available in the specified Availability Zone.");
            case INVALID_STATE -> AwsError.invalidState("The DB instance isn't in a valid state.");
            default -> new AwsError("InternalFailure", 500, "An ordered fault.");
        };
    }
}
