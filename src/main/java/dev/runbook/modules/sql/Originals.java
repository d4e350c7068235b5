package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Old values of masked columns, as keyed fingerprints of whole values, their digits and their rare words. They are
 * recorded before a table is masked, compared with kept values word by word, and dropped with the schema.
 */
final class Originals {

    /** The maximum number of rows per table whose values are recorded. */
    static final int ROWS = 100_000;

    private static final int LETTERS_MIN = 6;
    private static final int LONG_LETTERS_MIN = 20;
    private static final int RARE_ROWS = 3;

    /** A value in more than one of this many rows does not identify a person. */
    private static final int COMMON_ONE_IN = 20;

    /** Short numbers and dates repeat by chance. */
    private static final String SHORT_NUMBER = "^[-0-9 .,:/]{1,12}$";

    private Originals() {}

    /** The statement that records them; empty if no old value of the columns is distinctive. */
    static Optional<String> remember(TableMask mask, List<Masked> columns) {
        List<String> values = new ArrayList<>();
        int number = 0;
        for (Masked masked : columns) {
            for (Kind kind : kinds(masked)) {
                values.add("SELECT " + number++ + ", " + kind.rowsMax() + ", value.text FROM t CROSS JOIN "
                        + kind.texts().each("value") + " WHERE length(value.text) >= " + kind.lettersMin()
                        + " AND value.text !~ " + Sql.text(SHORT_NUMBER));
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("WITH t AS MATERIALIZED (SELECT * FROM " + Statements.only(mask)
                + Statements.part(mask, ROWS)
                + mask.maskedRows().map(rows -> " WHERE " + rows).orElse("") + " LIMIT "
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
    static String in(String text) {
        return "CASE WHEN length(" + text + ") >= " + LETTERS_MIN
                + " THEN EXISTS (SELECT FROM (SELECT words, generate_subscripts(words, 1) AS number"
                + " FROM (SELECT _runbook.words(" + text + ") AS words OFFSET 0) AS said) AS place"
                + " JOIN _runbook.originals AS original"
                + " ON original.first = _runbook.fingerprint(_runbook.word(place.words[place.number]))"
                + " AND (original.words = 1 OR original.whole = _runbook.fingerprint("
                + "array_to_string(place.words[place.number : place.number + original.words - 1], ' '))))"
                + " ELSE false END";
    }

    private static List<Kind> kinds(Masked masked) {
        List<Kind> kinds = new ArrayList<>();
        Column column = masked.column();
        if (masked.mask() instanceof JsonMask json) {
            json.paths()
                    .forEach((path, mask) ->
                            Kind.of(mask, Texts.at(column, path, json.paths())).ifPresent(kinds::add));
            return kinds;
        }
        return switch (column.type().reading()) {
            case TEXT, IDENTIFIER ->
                Kind.of(masked.mask(), Texts.of(column)).stream().toList();
            case DOCUMENT, PARTS, BYTES ->
                Kind.of(masked.mask(), Texts.inside(column)).stream().toList();
            case UNKNOWN, NONE -> List.of();
        };
    }

    /** Values of one column or path, and which of them are distinctive. */
    private record Kind(Texts texts, String rowsMax, int lettersMin) {

        static Optional<Kind> of(Mask mask, Texts texts) {
            String most = "greatest(" + RARE_ROWS + ", (SELECT count(*) FROM t) / " + COMMON_ONE_IN + ")";
            return switch (mask.trace()) {
                case NONE -> Optional.empty();
                case LONG -> Optional.of(new Kind(texts, Integer.toString(RARE_ROWS), LONG_LETTERS_MIN));
                case RARE -> Optional.of(new Kind(texts, Integer.toString(RARE_ROWS), LETTERS_MIN));
                case MOST -> Optional.of(new Kind(texts, most, LETTERS_MIN));
            };
        }
    }
}
