package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL statements of a masking, the same in a check and in a run. No statement contains the key. Generated
 * identifiers next to user columns are named {@code _runbook_...}, so that they cannot clash with a column.
 */
final class Statements {

    static final int SAMPLE_ROWS = 20_000;
    static final int BATCH_ROWS = 50_000;

    private static final List<String> DICTIONARIES = List.of("first_names", "last_names", "cities", "streets", "words");

    private Statements() {}

    static String prepare() {
        return resource("prepare.sql");
    }

    /** The dictionaries as one JSON object, for a bind parameter. */
    static String dictionaries() {
        return DICTIONARIES.stream()
                .map(name -> '"' + name + "\": " + dictionary(name))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** One dictionary as a JSON list. */
    static String dictionary(String name) {
        return resource(name + ".json").strip();
    }

    static String delete(TableMask mask) {
        return "DELETE FROM " + only(mask) + " WHERE " + mask.deleteWhere().orElse("false");
    }

    static String truncate(List<TableMask> masks) {
        return "TRUNCATE " + masks.stream().map(mask -> mask.table().quoted()).collect(Collectors.joining(", "));
    }

    /** Changing a column to its own type removes its statistics; ANALYZE of an empty table leaves them in place. */
    static String forget(TableMask mask) {
        List<String> columns = mask.table().columns().stream()
                .filter(column -> column.blockers().isEmpty() && !column.partitionKey())
                .map(column -> "  ALTER COLUMN " + column.quoted() + " TYPE "
                        + column.type().written())
                .toList();
        return columns.isEmpty() ? "" : "ALTER TABLE " + mask.table().quoted() + "\n" + String.join(",\n", columns);
    }

    /** The statement that masks the whole table, or one batch of it. */
    static String mask(TableMask mask, Pass pass) {
        return switch (pass.way().kind()) {
            case REWRITE -> rewrite(mask, pass);
            case BATCHES -> update(mask, pass, Optional.of(range(mask, "$1", "$2")));
            case UPDATE -> update(mask, pass, Optional.empty());
        };
    }

    private static String rewrite(TableMask mask, Pass pass) {
        List<String> columns = new ArrayList<>();
        for (Masked masked : pass.columns()) {
            Column column = masked.column();
            String value = mask.maskedRows()
                    .map(rows ->
                            "CASE WHEN " + rows + " THEN " + masked.expression() + " ELSE " + column.quoted() + " END")
                    .orElse(masked.expression());
            columns.add("  ALTER COLUMN " + column.quoted() + " TYPE "
                    + column.type().written() + " USING " + value);
        }
        return "ALTER TABLE " + mask.table().quoted() + "\n" + String.join(",\n", columns);
    }

    private static String update(TableMask mask, Pass pass, Optional<String> range) {
        String values = pass.columns().stream()
                .map(masked -> "  " + masked.column().quoted() + " = " + masked.expression())
                .collect(Collectors.joining(",\n"));
        List<String> conditions = new ArrayList<>();
        range.ifPresent(conditions::add);
        mask.maskedRows().ifPresent(conditions::add);
        return "UPDATE " + only(mask) + " SET\n" + values
                + (conditions.isEmpty() ? "" : "\nWHERE " + String.join(" AND ", conditions));
    }

    /** The condition of rows between two keys, each a list of texts; without a lower key, from the first row. */
    private static String range(TableMask mask, String lower, String upper) {
        return "(" + lower + "::text[] IS NULL OR " + keyRow(mask) + " > " + bound(mask, lower) + ") AND "
                + keyRow(mask) + " <= " + bound(mask, upper);
    }

    /** The key of the last row of the next batch as a JSON list; no row if none is left. Parameter: the previous key. */
    static String nextKey(TableMask mask) {
        String keys = Sql.names(mask.finder());
        String casts =
                mask.finder().stream().map(key -> Sql.name(key) + "::text").collect(Collectors.joining(", "));
        return "SELECT jsonb_build_array(" + casts + ") FROM (SELECT " + keys + ", row_number() OVER (ORDER BY " + keys
                + ") AS _runbook_place FROM (SELECT " + keys + " FROM " + only(mask)
                + " CROSS JOIN (SELECT _runbook.texts(?) AS _runbook_key) AS _runbook_bound"
                + " WHERE _runbook_key IS NULL OR " + keyRow(mask) + " > " + bound(mask, "_runbook_key") + " ORDER BY "
                + keys + " LIMIT " + BATCH_ROWS + ") AS batch) AS placed ORDER BY _runbook_place DESC LIMIT 1";
    }

    private static String keyRow(TableMask mask) {
        return "(" + Sql.names(mask.finder()) + ")";
    }

    private static String bound(TableMask mask, String texts) {
        List<String> values = new ArrayList<>();
        for (String key : mask.finder()) {
            String type =
                    mask.table().column(key).map(column -> column.type().name()).orElse("text");
            values.add("(" + texts + ")[" + (values.size() + 1) + "]::" + type);
        }
        return "(" + String.join(", ", values) + ")";
    }

    /**
     * Counts of the table before the masking, as one JSON object: all rows, unmasked rows, rows with an unknown
     * condition, NULLs of each masked column, and values in unmasked rows that the verification must not report.
     */
    static String counts(TableMask mask, Pass pass) {
        List<Sql.Pair> nulls = pass.columns().stream()
                .map(masked -> new Sql.Pair(
                        masked.column().name(),
                        "count(*) FILTER (WHERE " + masked.column().quoted() + " IS NULL)"))
                .toList();
        List<Sql.Pair> unfit = pass.columns().stream()
                .filter(masked -> masked.mask() instanceof JsonMask)
                .map(masked -> new Sql.Pair(masked.column().name(), unfit(mask, masked)))
                .toList();
        List<Sql.Pair> forgiven = mask.leftRows()
                .map(rows -> Probe.of(pass.columns()).stream()
                        .map(probe -> new Sql.Pair(probe.label(), probe.wrongCount(Optional.of(rows))))
                        .toList())
                .orElse(List.of());
        return "SELECT jsonb_build_object('rows', count(*), 'outside', " + countOf(mask.leftRows()) + ", 'unknown', "
                + countOf(mask.where().map(where -> "(" + where + ") IS NULL")) + ", 'nulls', " + Sql.object(nulls)
                + ", 'unfit', " + Sql.object(unfit) + ", 'forgiven', " + Sql.object(forgiven) + ") FROM " + only(mask);
    }

    private static String countOf(Optional<String> rows) {
        return rows.map(condition -> "count(*) FILTER (WHERE " + condition + ")")
                .orElse("0");
    }

    /** The documents with content: how many of them no path matches, and how many there are. */
    private static String unfit(TableMask mask, Masked masked) {
        String document = "(" + masked.column().quoted() + "::jsonb)";
        String rows = mask.maskedRows().map(condition -> " AND " + condition).orElse("");
        String all = "count(*) FILTER (WHERE " + document + " NOT IN ('null', '{}', '[]')" + rows + ")";
        JsonMask json = (JsonMask) masked.mask();
        return "jsonb_build_array(count(*) FILTER (WHERE " + json.fitsNoPath(document) + rows + "), " + all + ")";
    }

    /** Keyed hashes of some rows before the masking; they are dropped with the schema. */
    static String sample(TableMask mask, Pass pass) {
        List<Sql.Pair> hashes = Probe.of(pass.columns()).stream()
                .filter(Probe::compared)
                .map(probe -> new Sql.Pair(probe.label(), probe.texts().fingerprints()))
                .toList();
        return "INSERT INTO _runbook.sample SELECT " + Sql.text(pass.step()) + ", " + sampleKey(mask) + ", "
                + Sql.object(hashes) + "\nFROM " + only(mask) + part(mask, SAMPLE_ROWS)
                + mask.maskedRows().map(rows -> " WHERE " + rows).orElse("") + " LIMIT " + SAMPLE_ROWS;
    }

    /** The clause that samples about this many rows of a large table. */
    static String part(TableMask mask, int sample) {
        long rows = mask.table().rows();
        return rows > sample && !mask.table().layout().inherits()
                ? " TABLESAMPLE SYSTEM (" + Math.max(0.01, Math.ceil(10_000.0 * sample / rows) / 100) + ")"
                : "";
    }

    /** The expression that identifies a sampled row; an empty text if the table has no unmasked key. */
    static String sampleKey(TableMask mask) {
        return mask.finder().isEmpty() ? "''" : "jsonb_build_array(" + Sql.names(mask.finder()) + ")::text";
    }

    /** The table without tables that inherit from it; a partitioned table with its partitions. */
    static String only(TableMask mask) {
        return (mask.table().isPartitioned() ? "" : "ONLY ") + mask.table().quoted();
    }

    private static String resource(String name) {
        try (InputStream stream = Statements.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
