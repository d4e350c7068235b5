package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The SQL of a masking, as a check prints it and a run sends it. No statement holds the key. */
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
                .map(name -> '"' + name + "\": " + resource(name + ".json").strip())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String delete(TableMask mask) {
        return "DELETE FROM " + only(mask) + " WHERE " + mask.deleteWhere().orElse("false");
    }

    static String truncate(List<TableMask> masks) {
        return "TRUNCATE " + masks.stream().map(mask -> mask.table().quoted()).collect(Collectors.joining(", "));
    }

    /** A change to the same type makes the server forget the statistics, which an ANALYZE of an empty table leaves. */
    static String forget(TableMask mask) {
        List<String> columns = mask.table().columns().stream()
                .filter(column -> column.blockers().isEmpty() && !column.partitionKey())
                .map(column -> "  ALTER COLUMN " + column.quoted() + " TYPE " + type(column))
                .toList();
        return columns.isEmpty() ? "" : "ALTER TABLE " + mask.table().quoted() + "\n" + String.join(",\n", columns);
    }

    private static String type(Column column) {
        return column.type()
                + column.collation().map(collation -> " COLLATE " + collation).orElse("");
    }

    /**
     * Counts the values in the server's statistics of a column that are in no row of the table. Blanks at the end are not
     * compared: they are part of the text of a {@code char(n)} here and not there.
     */
    static String staleStatistics(Table table, Column column) {
        String name = Sql.text(table.quoted()) + "::regclass";
        return "SELECT count(*) FROM (SELECT unnest(coalesce(s.most_common_vals::text::text[], '{}')"
                + " || coalesce(s.histogram_bounds::text::text[], '{}')) FROM pg_stats s"
                + " JOIN pg_namespace n ON n.nspname = s.schemaname"
                + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename"
                + " WHERE s.attname = " + Sql.text(column.name()) + " AND (c.oid = " + name
                + " OR c.oid IN (SELECT relid FROM pg_partition_tree(" + name + ")))) AS known(value)"
                + " WHERE NOT EXISTS (SELECT FROM " + table.quoted() + " AS rows WHERE rtrim(rows." + column.quoted()
                + "::text) = rtrim(known.value))";
    }

    /** The statement that masks the whole table, or one batch of it. */
    static String mask(TableMask mask) {
        return switch (mask.way().kind()) {
            case REWRITE -> rewrite(mask);
            case BATCHES -> update(mask, Optional.of(range(mask)));
            case UPDATE -> update(mask, Optional.empty());
        };
    }

    private static String rewrite(TableMask mask) {
        List<String> columns = new ArrayList<>();
        for (Masked masked : mask.masked()) {
            Column column = masked.column();
            String value = mask.where()
                    .map(where -> "CASE WHEN (" + where + ") THEN " + masked.expression() + " ELSE " + column.quoted()
                            + " END")
                    .orElse(masked.expression());
            columns.add("  ALTER COLUMN " + column.quoted() + " TYPE " + type(column) + " USING " + value);
        }
        return "ALTER TABLE " + mask.table().quoted() + "\n" + String.join(",\n", columns);
    }

    private static String update(TableMask mask, Optional<String> range) {
        String values = mask.masked().stream()
                .map(masked -> "  " + masked.column().quoted() + " = " + masked.expression())
                .collect(Collectors.joining(",\n"));
        List<String> conditions = new ArrayList<>();
        range.ifPresent(conditions::add);
        mask.where().ifPresent(where -> conditions.add("(" + where + ")"));
        return "UPDATE " + only(mask) + " SET\n" + values
                + (conditions.isEmpty() ? "" : "\nWHERE " + String.join(" AND ", conditions));
    }

    /** Parameters: the first key's last value or NULL, the lower key, the upper key. */
    private static String range(TableMask mask) {
        String first = "?::" + keyType(mask, mask.table().key().get(0));
        return "(" + first + " IS NULL OR " + keyRow(mask) + " > " + boundKey(mask) + ") AND " + keyRow(mask) + " <= "
                + boundKey(mask);
    }

    /** The key of the last row of the next batch as a JSON list; no row when nothing is left. Parameters as in a batch. */
    static String nextKey(TableMask mask) {
        String first = "?::" + keyType(mask, mask.table().key().get(0));
        String keys = Sql.names(mask.table().key());
        String casts =
                mask.table().key().stream().map(key -> Sql.name(key) + "::text").collect(Collectors.joining(", "));
        return "SELECT jsonb_build_array(" + casts + ") FROM (SELECT " + keys + ", row_number() OVER (ORDER BY " + keys
                + ") AS place FROM (SELECT " + keys + " FROM " + only(mask) + " WHERE " + first + " IS NULL OR "
                + keyRow(mask) + " > " + boundKey(mask) + " ORDER BY " + keys + " LIMIT " + BATCH_ROWS
                + ") AS batch) AS placed ORDER BY place DESC LIMIT 1";
    }

    private static String keyRow(TableMask mask) {
        return "(" + Sql.names(mask.table().key()) + ")";
    }

    private static String boundKey(TableMask mask) {
        return mask.table().key().stream()
                .map(key -> "?::" + keyType(mask, key))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String keyType(TableMask mask, String key) {
        return mask.table().column(key).map(Column::type).orElse("text");
    }

    /**
     * Counts of the table before, as one JSON object: rows, NULLs of each masked column, and of the rows outside of the
     * condition how many there are and what the verification will have to forgive them.
     */
    static String counts(TableMask mask) {
        List<Sql.Pair> nulls = mask.masked().stream()
                .map(masked -> new Sql.Pair(
                        masked.column().name(),
                        "count(*) FILTER (WHERE " + masked.column().quoted() + " IS NULL)"))
                .toList();
        String outside = mask.where()
                .map(where -> "count(*) FILTER (WHERE (" + where + ") IS NOT TRUE)")
                .orElse("0");
        List<Sql.Pair> forgiven = mask.where()
                .map(where -> Probe.of(mask).stream()
                        .map(probe -> new Sql.Pair(
                                probe.label(), probe.wrongCount(Optional.of("(" + where + ") IS NOT TRUE"))))
                        .toList())
                .orElse(List.of());
        return "SELECT jsonb_build_object('rows', count(*), 'outside', " + outside + ", 'nulls', " + Sql.object(nulls)
                + ", 'forgiven', " + Sql.object(forgiven) + ") FROM " + only(mask);
    }

    /** Keyed hashes of some rows as they are before; they go with the rest of the schema. */
    static String sample(TableMask mask) {
        List<Sql.Pair> hashes = Probe.of(mask).stream()
                .filter(Probe::compared)
                .map(probe -> new Sql.Pair(probe.label(), probe.texts().fingerprints()))
                .toList();
        long rows = mask.table().rows();
        String part = rows > SAMPLE_ROWS && !mask.table().inherits()
                ? " TABLESAMPLE SYSTEM (" + Math.max(0.01, Math.ceil(10_000.0 * SAMPLE_ROWS / rows) / 100) + ")"
                : "";
        return "INSERT INTO _runbook.sample SELECT " + Sql.text(step(mask)) + ", " + sampleKey(mask) + ", "
                + Sql.object(hashes) + "\nFROM " + only(mask) + part
                + mask.where().map(where -> " WHERE (" + where + ")").orElse("") + " LIMIT " + SAMPLE_ROWS;
    }

    /** What finds a sampled row again; empty text when the table has no key that stays. */
    static String sampleKey(TableMask mask) {
        return findsRowsAgain(mask)
                ? "jsonb_build_array(" + Sql.names(mask.table().key()) + ")::text"
                : "''";
    }

    static boolean findsRowsAgain(TableMask mask) {
        return !mask.table().key().isEmpty()
                && mask.masked().stream()
                        .map(masked -> masked.column().name())
                        .noneMatch(mask.table().key()::contains);
    }

    /** The name of the table's masking in the progress table. */
    static String step(TableMask mask) {
        return "mask " + mask.table().id();
    }

    /** Rows of tables that inherit are their own; a partitioned table's are its partitions'. */
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
