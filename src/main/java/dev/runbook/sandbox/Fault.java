package dev.runbook.sandbox;

import java.util.Locale;
import java.util.Optional;

/** Something that shall go wrong: on which action and instance, in which way, how often, after how many good ones. */
public record Fault(String action, Optional<String> instance, Kind kind, int times, int after) {

    /** The ways a request can go wrong. */
    public enum Kind {
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
        boolean isLater() {
            return this == FAILED || this == INCOMPATIBLE_RESTORE || this == UNKNOWN_STATUS;
        }

        String status() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A fault of an action on any instance. */
    public static Fault on(String action, Kind kind, int times) {
        return new Fault(action, Optional.empty(), kind, times, 0);
    }

    static Fault of(Tree.Fields file) {
        var kind = file.text("kind").orElse("throttling");
        try {
            return new Fault(
                    file.text("action").orElseThrow(() -> new IllegalArgumentException("a fault needs an action")),
                    file.text("instance"),
                    Kind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_')),
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

    Fault used() {
        return after > 0
                ? new Fault(action, instance, kind, times, after - 1)
                : new Fault(action, instance, kind, times - 1, after);
    }

    Tree.Fields tree() {
        var fields = Tree.Fields.none()
                .with("action", Tree.text(action))
                .with("kind", Tree.text(kind.status()))
                .with("times", Tree.bare(times))
                .with("after", Tree.bare(after));
        return instance.map(name -> fields.with("instance", Tree.text(name))).orElse(fields);
    }

    /** The error a client sees, for the kinds that are answered at once. */
    AwsError error() {
        return switch (kind) {
            case THROTTLING -> new AwsError("Throttling", 400, "Rate exceeded");
            case REQUEST_LIMIT -> new AwsError("RequestLimitExceeded", 400, "Request limit exceeded.");
            case UNAVAILABLE -> new AwsError("ServiceUnavailable", 503, "Service is unavailable.");
            case INSUFFICIENT_CAPACITY ->
                new AwsError(
                        "InsufficientDBInstanceCapacity",
                        400,
                        "The specified DB instance class isn't available in the specified Availability Zone.");
            case INVALID_STATE -> AwsError.wrongState("The DB instance isn't in a valid state.");
            default -> new AwsError("InternalFailure", 500, "An ordered fault.");
        };
    }
}
