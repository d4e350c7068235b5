package dev.runbook.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds, reveals and conceals secret and unknown values inside lists and mappings. */
final class Taint {

    private Taint() {}

    /** The first value known only when run, at any depth. */
    static Optional<Value.Unknown> findUnknown(Value value) {
        if (value instanceof Value.Unknown unknown) {
            return Optional.of(unknown);
        }
        return children(value).stream()
                .flatMap(item -> findUnknown(item).stream())
                .findFirst();
    }

    static boolean containsSecret(Value value) {
        return value instanceof Value.Secret || children(value).stream().anyMatch(Taint::containsSecret);
    }

    private static List<Value> children(Value value) {
        if (value instanceof Value.Items items) {
            return items.items();
        }
        return value instanceof Value.Fields fields
                ? List.copyOf(fields.fields().values())
                : List.of();
    }

    /** The value with its secrets as plain text, for computation only. */
    static Value reveal(Value value) {
        if (value instanceof Value.Secret secret) {
            return new Value.Text(secret.reveal());
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(items.items().stream().map(Taint::reveal).toList());
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Value> revealed = new LinkedHashMap<>();
            fields.fields().forEach((key, field) -> revealed.put(key, reveal(field)));
            return new Value.Fields(revealed);
        }
        return value;
    }

    /**
     * The value with every text and number in it made secret; an undefined value loses its path, which may contain the
     * secret.
     */
    static Value conceal(Value value) {
        if (value instanceof Value.Text || value instanceof Value.Whole || value instanceof Value.Decimal) {
            return new Value.Secret(value.show());
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(items.items().stream().map(Taint::conceal).toList());
        }
        if (value instanceof Value.Fields fields) {
            Map<String, Value> concealed = new LinkedHashMap<>();
            fields.fields().forEach((key, field) -> concealed.put(key, conceal(field)));
            return new Value.Fields(concealed);
        }
        return value instanceof Value.UndefinedName ? new Value.UndefinedName("a value made from a secret") : value;
    }
}
