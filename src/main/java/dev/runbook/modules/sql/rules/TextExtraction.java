package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import java.util.Optional;

/** SQL expressions that extract all texts, numbers and keys of a compound value. */
public final class TextExtraction {

    /** Separates the texts of one value; never part of a word. */
    private static final String SEPARATOR = "' ' || chr(30) || ' '";

    /** Marks bytes that are not text. */
    private static final String UNREADABLE = "chr(26)";

    private TextExtraction() {}

    /** The value of a kept column as one text; empty if its type has no readable text. */
    public static Optional<String> of(Column column) {
        String value = column.quotedName();
        return switch (column.type().contentKind()) {
            case TEXT -> Optional.of(column.asText());
            case IDENTIFIER -> Optional.of(identifier(column));
            case DOCUMENT -> Optional.of(joinTexts("(" + value + "::jsonb)", false));
            case BYTES -> Optional.of("coalesce(_runbook.readable(" + value + "), " + UNREADABLE + ")");
            case PARTS ->
                Optional.of(joinTexts("to_jsonb(" + value + ")", column.type().holdsBytes()));
            case NONE, UNKNOWN -> Optional.empty();
        };
    }

    /** A jsonb value as one text. */
    public static String of(String document) {
        return joinTexts(document, false);
    }

    /** The values at one path of a document as one text. */
    public static String ofPath(TextExpression textExpression) {
        String document = textExpression.document().orElse("to_jsonb(" + textExpression.value() + ")");
        if (textExpression.sources().isEmpty()) {
            return joinTexts(document, false);
        }
        return "(SELECT string_agg(" + joinTexts(document, false) + ", " + SEPARATOR + ") FROM "
                + String.join(" CROSS JOIN ", textExpression.sources()) + ")";
    }

    /** The condition that a text of this class marks unreadable bytes. */
    public static String isUnreadable(String text) {
        return "strpos(" + text + ", " + UNREADABLE + ") > 0";
    }

    /** The texts inside a column, one row each, named {@code part.text}; empty if its type is not compound. */
    static Optional<String> textRows(Column column) {
        return switch (column.type().contentKind()) {
            case DOCUMENT -> Optional.of(rows("(" + column.quotedName() + "::jsonb)", false));
            case PARTS ->
                Optional.of(rows(
                        "to_jsonb(" + column.quotedName() + ")", column.type().holdsBytes()));
            case BYTES -> Optional.of("SELECT _runbook.readable(" + column.quotedName() + ")");
            case TEXT, IDENTIFIER, NONE, UNKNOWN -> Optional.empty();
        };
    }

    /** Most keys are short numbers; phone and card numbers are not. */
    private static String identifier(Column column) {
        return column.family() == ColumnType.TypeFamily.UUID
                ? column.asText()
                : "CASE WHEN " + column.quotedName() + " >= 100000000 THEN " + column.quotedName() + "::text END";
    }

    private static String joinTexts(String document, boolean bytes) {
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
