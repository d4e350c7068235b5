package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
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
public final class MaskingStatements {

    static final int SAMPLE_ROWS = 20_000;
    static final int BATCH_ROWS = 50_000;

    private static final List<String> DICTIONARIES = List.of("first_names", "last_names", "cities", "streets", "words");

    private MaskingStatements() {}

    public static String prepare() {
        return resource("prepare.sql");
    }

    /** The dictionaries as one JSON object, for a bind parameter. */
    public static String dictionaries() {
        return DICTIONARIES.stream()
                .map(name -> '"' + name + "\": " + dictionary(name))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** One dictionary as a JSON list. */
    static String dictionary(String name) {
        return resource(name + ".json").strip();
    }

    public static String delete(TableMask mask) {
        return "DELETE FROM " + onlyTable(mask) + " WHERE " + mask.deleteWhere().orElse("false");
    }

    public static String truncate(List<TableMask> masks) {
        return "TRUNCATE "
                + masks.stream().map(mask -> mask.table().quotedName()).collect(Collectors.joining(", "));
    }

    /** Changing a column to its own type removes its statistics; ANALYZE of an empty table leaves them in place. */
    public static String resetStatistics(TableMask mask) {
        List<String> columns = mask.table().columns().stream()
                .filter(column -> column.blockers().isEmpty() && !column.partitionKey())
                .map(column -> "  ALTER COLUMN " + column.quotedName() + " TYPE "
                        + column.type().declaration())
                .toList();
        return columns.isEmpty() ? "" : "ALTER TABLE " + mask.table().quotedName() + "\n" + String.join(",\n", columns);
    }

    /** The statement that masks the whole table, or one batch of it. */
    public static String mask(TableMask mask, MaskingPass pass) {
        return switch (pass.writeMethod().kind()) {
            case REWRITE -> rewrite(mask, pass);
            case BATCHES -> update(mask, pass, Optional.of(range(mask, "$1", "$2")));
            case UPDATE -> update(mask, pass, Optional.empty());
        };
    }

    private static String rewrite(TableMask mask, MaskingPass pass) {
        List<String> columns = new ArrayList<>();
        for (MaskedColumn maskedColumn : pass.columns()) {
            Column column = maskedColumn.column();
            String value = mask.maskedRowsCondition()
                    .map(rows -> "CASE WHEN " + rows + " THEN " + maskedColumn.expression() + " ELSE "
                            + column.quotedName() + " END")
                    .orElse(maskedColumn.expression());
            columns.add("  ALTER COLUMN " + column.quotedName() + " TYPE "
                    + column.type().declaration() + " USING " + value);
        }
        return "ALTER TABLE " + mask.table().quotedName() + "\n" + String.join(",\n", columns);
    }

    private static String update(TableMask mask, MaskingPass pass, Optional<String> range) {
        String values = pass.columns().stream()
                .map(maskedColumn -> "  " + maskedColumn.column().quotedName() + " = " + maskedColumn.expression())
                .collect(Collectors.joining(",\n"));
        List<String> conditions = new ArrayList<>();
        range.ifPresent(conditions::add);
        mask.maskedRowsCondition().ifPresent(conditions::add);
        return "UPDATE " + onlyTable(mask) + " SET\n" + values
                + (conditions.isEmpty() ? "" : "\nWHERE " + String.join(" AND ", conditions));
    }

    /** The condition of rows between two keys, each a list of texts; without a lower key, from the first row. */
    private static String range(TableMask mask, String lower, String upper) {
        return "(" + lower + "::text[] IS NULL OR " + keyRow(mask) + " > " + keyBound(mask, lower) + ") AND "
                + keyRow(mask) + " <= " + keyBound(mask, upper);
    }

    /** The key of the last row of the next batch as a JSON list; no row if none is left. Parameter: the previous key. */
    public static String nextKey(TableMask mask) {
        String keys = Sql.names(mask.rowKey());
        String casts =
                mask.rowKey().stream().map(key -> Sql.name(key) + "::text").collect(Collectors.joining(", "));
        return "SELECT jsonb_build_array(" + casts + ") FROM (SELECT " + keys + ", row_number() OVER (ORDER BY " + keys
                + ") AS _runbook_place FROM (SELECT " + keys + " FROM " + onlyTable(mask)
                + " CROSS JOIN (SELECT _runbook.texts(?) AS _runbook_key) AS _runbook_bound"
                + " WHERE _runbook_key IS NULL OR " + keyRow(mask) + " > " + keyBound(mask, "_runbook_key")
                + " ORDER BY "
                + keys + " LIMIT " + BATCH_ROWS + ") AS batch) AS placed ORDER BY _runbook_place DESC LIMIT 1";
    }

    private static String keyRow(TableMask mask) {
        return "(" + Sql.names(mask.rowKey()) + ")";
    }

    private static String keyBound(TableMask mask, String texts) {
        List<String> values = new ArrayList<>();
        for (String key : mask.rowKey()) {
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
    public static String counts(TableMask mask, MaskingPass pass) {
        List<Sql.JsonPair> nulls = pass.columns().stream()
                .map(maskedColumn -> new Sql.JsonPair(
                        maskedColumn.column().name(),
                        "count(*) FILTER (WHERE " + maskedColumn.column().quotedName() + " IS NULL)"))
                .toList();
        List<Sql.JsonPair> unfit = pass.columns().stream()
                .filter(maskedColumn -> maskedColumn.mask() instanceof JsonMask)
                .map(maskedColumn ->
                        new Sql.JsonPair(maskedColumn.column().name(), unmatchedDocuments(mask, maskedColumn)))
                .toList();
        List<Sql.JsonPair> forgiven = mask.unmaskedRowsCondition()
                .map(rows -> MaskedValueCheck.of(pass.columns()).stream()
                        .map(valueCheck ->
                                new Sql.JsonPair(valueCheck.label(), valueCheck.violationCount(Optional.of(rows))))
                        .toList())
                .orElse(List.of());
        return "SELECT jsonb_build_object('rows', count(*), 'outside', " + countOf(mask.unmaskedRowsCondition())
                + ", 'unknown', "
                + countOf(mask.where().map(where -> "(" + where + ") IS NULL")) + ", 'nulls', " + Sql.jsonObject(nulls)
                + ", 'unfit', " + Sql.jsonObject(unfit) + ", 'forgiven', " + Sql.jsonObject(forgiven) + ") FROM "
                + onlyTable(mask);
    }

    private static String countOf(Optional<String> rows) {
        return rows.map(condition -> "count(*) FILTER (WHERE " + condition + ")")
                .orElse("0");
    }

    /** The documents with content: how many of them no path matches, and how many there are. */
    private static String unmatchedDocuments(TableMask mask, MaskedColumn maskedColumn) {
        String document = "(" + maskedColumn.column().quotedName() + "::jsonb)";
        String rows =
                mask.maskedRowsCondition().map(condition -> " AND " + condition).orElse("");
        String all = "count(*) FILTER (WHERE " + document + " NOT IN ('null', '{}', '[]')" + rows + ")";
        JsonMask json = (JsonMask) maskedColumn.mask();
        return "jsonb_build_array(count(*) FILTER (WHERE " + json.noPathCondition(document) + rows + "), " + all + ")";
    }

    /** Keyed hashes of some rows before the masking; they are dropped with the schema. */
    public static String sample(TableMask mask, MaskingPass pass) {
        List<Sql.JsonPair> hashes = MaskedValueCheck.of(pass.columns()).stream()
                .filter(MaskedValueCheck::isCompared)
                .map(valueCheck -> new Sql.JsonPair(
                        valueCheck.label(), valueCheck.textExpression().fingerprints()))
                .toList();
        return "INSERT INTO _runbook.sample SELECT " + Sql.text(pass.step()) + ", " + sampleKey(mask) + ", "
                + Sql.jsonObject(hashes) + "\nFROM " + onlyTable(mask) + sampleClause(mask, SAMPLE_ROWS)
                + mask.maskedRowsCondition().map(rows -> " WHERE " + rows).orElse("") + " LIMIT " + SAMPLE_ROWS;
    }

    /** The clause that samples about this many rows of a large table. */
    public static String sampleClause(TableMask mask, int sample) {
        long rows = mask.table().rows();
        return rows > sample && !mask.table().layout().inherits()
                ? " TABLESAMPLE SYSTEM (" + Math.max(0.01, Math.ceil(10_000.0 * sample / rows) / 100) + ")"
                : "";
    }

    /** The expression that identifies a sampled row; an empty text if the table has no unmasked key. */
    public static String sampleKey(TableMask mask) {
        return mask.rowKey().isEmpty() ? "''" : "jsonb_build_array(" + Sql.names(mask.rowKey()) + ")::text";
    }

    /** The table without tables that inherit from it; a partitioned table with its partitions. */
    public static String onlyTable(TableMask mask) {
        return (mask.table().isPartitioned() ? "" : "ONLY ") + mask.table().quotedName();
    }

    private static String resource(String name) {
        try (InputStream stream = MaskingStatements.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
