package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.JsonMask;
import dev.runbook.modules.sql.rules.Mask;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TextExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Old values of masked columns, as keyed fingerprints of whole values, their digits and their rare words. They are
 * recorded before a table is masked, compared with kept values word by word, and dropped with the schema.
 */
public final class OriginalFingerprints {

    /** The maximum number of rows per table whose values are recorded. */
    static final int ROWS = 100_000;

    private static final int LETTERS_MIN = 6;
    private static final int LONG_LETTERS_MIN = 20;
    private static final int RARE_ROWS = 3;

    /** A value in more than one of this many rows does not identify a person. */
    private static final int COMMON_ONE_IN = 20;

    /** Short numbers and dates repeat by chance. */
    private static final String SHORT_NUMBER = "^[-0-9 .,:/]{1,12}$";

    private OriginalFingerprints() {}

    /** The statement that records them; empty if no old value of the columns is distinctive. */
    public static Optional<String> insertStatement(TableMask mask, List<MaskedColumn> columns) {
        List<String> values = new ArrayList<>();
        int number = 0;
        for (MaskedColumn maskedColumn : columns) {
            for (OriginalKind kind : originalKinds(maskedColumn)) {
                values.add("SELECT " + number++ + ", " + kind.rowsMax() + ", value.text FROM t CROSS JOIN "
                        + kind.textExpression().lateralRows("value") + " WHERE length(value.text) >= "
                        + kind.lettersMin()
                        + " AND value.text !~ " + Sql.text(SHORT_NUMBER));
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("WITH t AS MATERIALIZED (SELECT * FROM " + MaskingStatements.onlyTable(mask)
                + MaskingStatements.sampleClause(mask, ROWS)
                + mask.maskedRowsCondition().map(rows -> " WHERE " + rows).orElse("") + " LIMIT "
                + ROWS + "),\n  listed(kind, rows_max, text) AS (" + String.join("\n    UNION ALL ", values)
                + "),\n  counted AS (SELECT kind, _runbook.words(text) AS words, text FROM listed GROUP BY kind, text"
                + " HAVING count(*) <= min(rows_max))\nINSERT INTO _runbook.originals"
                + " SELECT _runbook.fingerprint(_runbook.word(words[1])), _runbook.fingerprint(array_to_string(words, ' ')),"
                + " cardinality(words) FROM counted WHERE cardinality(words) > 0"
                + "\n  UNION SELECT _runbook.fingerprint(digits), _runbook.fingerprint(digits), 1"
                + " FROM (SELECT translate(text, ' ()+-./', '') AS digits FROM counted) AS numbers WHERE digits ~ '^[0-9]{9,}$'"
                + "\n  UNION SELECT _runbook.fingerprint(word), _runbook.fingerprint(word), 1 FROM counted"
                + " CROSS JOIN LATERAL unnest(words) AS word WHERE cardinality(words) BETWEEN 2 AND 6"
                + " AND length(word) >= " + LETTERS_MIN + " GROUP BY kind, word HAVING count(*) <= " + RARE_ROWS);
    }

    /**
     * The condition that a text contains an original: consecutive words of the text are all the words of the original.
     * Originals are looked up by their first word. CASE skips NULL and short texts, which a plain AND would look up.
     */
    static String condition(String text) {
        return "CASE WHEN length(" + text + ") >= " + LETTERS_MIN
                + " THEN EXISTS (SELECT FROM (SELECT words, generate_subscripts(words, 1) AS number"
                + " FROM (SELECT _runbook.words(" + text + ") AS words OFFSET 0) AS said) AS place"
                + " JOIN _runbook.originals AS original"
                + " ON original.first = _runbook.fingerprint(_runbook.word(place.words[place.number]))"
                + " AND (original.words = 1 OR original.whole = _runbook.fingerprint("
                + "array_to_string(place.words[place.number : place.number + original.words - 1], ' '))))"
                + " ELSE false END";
    }

    private static List<OriginalKind> originalKinds(MaskedColumn maskedColumn) {
        List<OriginalKind> kinds = new ArrayList<>();
        Column column = maskedColumn.column();
        if (maskedColumn.mask() instanceof JsonMask json) {
            json.paths()
                    .forEach((path, mask) -> OriginalKind.of(mask, TextExpression.ofPath(column, path, json.paths()))
                            .ifPresent(kinds::add));
            return kinds;
        }
        return switch (column.type().contentKind()) {
            case TEXT, IDENTIFIER ->
                OriginalKind.of(maskedColumn.mask(), TextExpression.ofColumn(column)).stream()
                        .toList();
            case DOCUMENT, PARTS, BYTES ->
                OriginalKind.of(maskedColumn.mask(), TextExpression.ofContents(column)).stream()
                        .toList();
            case UNKNOWN, NONE -> List.of();
        };
    }

    /** Values of one column or path, and which of them are distinctive. */
    private record OriginalKind(TextExpression textExpression, String rowsMax, int lettersMin) {

        static Optional<OriginalKind> of(Mask mask, TextExpression textExpression) {
            String most = "greatest(" + RARE_ROWS + ", (SELECT count(*) FROM t) / " + COMMON_ONE_IN + ")";
            return switch (mask.distinctiveness()) {
                case NONE -> Optional.empty();
                case LONG ->
                    Optional.of(new OriginalKind(textExpression, Integer.toString(RARE_ROWS), LONG_LETTERS_MIN));
                case RARE -> Optional.of(new OriginalKind(textExpression, Integer.toString(RARE_ROWS), LETTERS_MIN));
                case MOST -> Optional.of(new OriginalKind(textExpression, most, LETTERS_MIN));
            };
        }
    }
}
