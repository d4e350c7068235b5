package dev.runbook.modules.sql;

import java.util.Optional;

/** SQL expressions that extract all texts, numbers and keys of a compound value. */
final class Strings {

    /** Separates the texts of one value; never part of a word. */
    private static final String SEPARATOR = "' ' || chr(30) || ' '";

    /** Marks bytes that are not text. */
    private static final String UNREADABLE = "chr(26)";

    private Strings() {}

    /** The value of a kept column as one text; empty if its type has no readable text. */
    static Optional<String> of(Column column) {
        String value = column.quoted();
        return switch (column.type().reading()) {
            case TEXT -> Optional.of(column.asText());
            case IDENTIFIER -> Optional.of(identifier(column));
            case DOCUMENT -> Optional.of(joined("(" + value + "::jsonb)", false));
            case BYTES -> Optional.of("coalesce(_runbook.readable(" + value + "), " + UNREADABLE + ")");
            case PARTS ->
                Optional.of(joined("to_jsonb(" + value + ")", column.type().holdsBytes()));
            case NONE, UNKNOWN -> Optional.empty();
        };
    }

    /** A jsonb value as one text. */
    static String of(String document) {
        return joined(document, false);
    }

    /** The values at one path of a document as one text. */
    static String at(Texts texts) {
        String document = texts.document().orElse("to_jsonb(" + texts.value() + ")");
        if (texts.sources().isEmpty()) {
            return joined(document, false);
        }
        return "(SELECT string_agg(" + joined(document, false) + ", " + SEPARATOR + ") FROM "
                + String.join(" CROSS JOIN ", texts.sources()) + ")";
    }

    /** The condition that a text of this class marks unreadable bytes. */
    static String isUnreadable(String text) {
        return "strpos(" + text + ", " + UNREADABLE + ") > 0";
    }

    /** The texts inside a column, one row each, named {@code part.text}; empty if its type is not compound. */
    static Optional<String> each(Column column) {
        return switch (column.type().reading()) {
            case DOCUMENT -> Optional.of(rows("(" + column.quoted() + "::jsonb)", false));
            case PARTS ->
                Optional.of(
                        rows("to_jsonb(" + column.quoted() + ")", column.type().holdsBytes()));
            case BYTES -> Optional.of("SELECT _runbook.readable(" + column.quoted() + ")");
            case TEXT, IDENTIFIER, NONE, UNKNOWN -> Optional.empty();
        };
    }

    /** Most keys are short numbers; phone and card numbers are not. */
    private static String identifier(Column column) {
        return column.family() == ColumnType.Family.UUID
                ? column.asText()
                : "CASE WHEN " + column.quoted() + " >= 100000000 THEN " + column.quoted() + "::text END";
    }

    private static String joined(String document, boolean bytes) {
        return "(SELECT string_agg(part.text, " + SEPARATOR + ") FROM (" + rows(document, bytes) + ") AS part(text))";
    }

    private static String rows(String document, boolean bytes) {
        String nodes = " FROM jsonb_path_query(" + document + ", 'strict $.**') AS node";
        String text = "node #>> '{}'";
        String read = bytes
                ? "CASE WHEN " + text + " ~ '^\\\\x([0-9a-f]{2})+$' THEN coalesce(_runbook.readable((" + text
                        + ")::bytea), " + UNREADABLE + ") ELSE " + text + " END"
                : text;
        return "SELECT " + read + nodes + " WHERE jsonb_typeof(node) IN ('string', 'number') UNION ALL SELECT"
                + " jsonb_object_keys(CASE jsonb_typeof(node) WHEN 'object' THEN node ELSE '{}' END)" + nodes;
    }
}
