package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;

/**
 * A column as the catalogue describes it.
 *
 * @param type with its length, as it would be written: {@code character varying(40)}
 * @param baseType name of the type below all domains: {@code varchar}
 * @param lengthMax in characters; empty when there is no limit
 * @param labels of an enum; empty for every other type
 * @param collation when it is not the type's own
 * @param blockers what keeps ALTER TABLE from rewriting it
 * @param partitionKey whether rows are placed by it
 */
record Column(
        String name,
        String type,
        String baseType,
        Optional<Integer> lengthMax,
        boolean notNull,
        boolean alwaysIdentity,
        List<String> labels,
        Optional<String> collation,
        List<String> blockers,
        boolean partitionKey) {

    /** What a strategy can make of a column. */
    enum Family {
        TEXT,
        UUID,
        WHOLE,
        DATE,
        TIMESTAMP,
        JSON,
        OTHER
    }

    Column {
        labels = List.copyOf(labels);
        blockers = List.copyOf(blockers);
    }

    Family family() {
        if (!labels.isEmpty()) {
            return Family.OTHER;
        }
        return switch (baseType) {
            case "text", "varchar", "bpchar", "citext", "name" -> Family.TEXT;
            case "uuid" -> Family.UUID;
            case "int4", "int8" -> Family.WHOLE;
            case "date" -> Family.DATE;
            case "timestamp", "timestamptz" -> Family.TIMESTAMP;
            case "json", "jsonb" -> Family.JSON;
            default -> Family.OTHER;
        };
    }

    /** Whether the column can hold words of people: what is kept of it is scanned. */
    boolean holdsText() {
        return labels.isEmpty()
                && (family() == Family.TEXT
                        || family() == Family.JSON
                        || List.of("xml", "hstore", "_text", "_varchar", "tsvector")
                                .contains(baseType));
    }

    String quoted() {
        return Sql.name(name);
    }

    /** The value as text. */
    String asText() {
        return baseType.equals("text") && type.equals("text") ? quoted() : quoted() + "::text";
    }
}
