package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the planner statistics of tables, materialised views, indexes and extended statistics: values of changed
 * columns must exist in the current rows, and no other value may be an original.
 *
 * @see <a href="https://www.postgresql.org/docs/current/view-pg-stats.html">pg_stats</a>
 */
final class StatisticsVerification {

    private static final String USERS =
            "s.schemaname NOT LIKE 'pg\\_%' AND s.schemaname NOT IN ('information_schema', '_runbook')";

    /** Every value in the statistics of columns, of index expressions, and in extended statistics. */
    private static final String KNOWN =
            "(SELECT s.schemaname || '.' || s.tablename AS relation, s.attname::text AS part,"
                    + " unnest(" + values("s", "most_common_vals", "histogram_bounds", "most_common_elems")
                    + ") AS value"
                    + " FROM pg_stats s WHERE " + USERS
                    + " UNION ALL SELECT s.schemaname || '.' || s.statistics_name, 'extended', unnest(s.most_common_vals)"
                    + " FROM pg_stats_ext s WHERE " + USERS
                    + " UNION ALL SELECT s.schemaname || '.' || s.statistics_name, s.expr, unnest("
                    + values("s", "most_common_vals", "histogram_bounds", "most_common_elems")
                    + ") FROM pg_stats_ext_exprs s WHERE "
                    + USERS + ")";

    private final DatabaseMasking masking;
    private final Database.Session session;
    private final VerificationFindings findings;

    StatisticsVerification(DatabaseMasking masking, Database.Session session, VerificationFindings findings) {
        this.masking = masking;
        this.session = session;
        this.findings = findings;
    }

    void verify() throws PortException {
        for (TableMask mask : masking.tables()) {
            for (Column column : changedColumns(mask)) {
                long stale = Verification.readCounts(
                                session, staleValuesQuery(mask.table().name(), column.name(), column.statisticsText()))
                        .get(0);
                if (stale > 0) {
                    findings.fail(mask.table().id() + "." + column.name() + ": the server's statistics hold " + stale
                            + " values that are no longer in the table; " + remedy(mask, column));
                }
            }
        }
        for (Catalogue.MaterializedView view : masking.views()) {
            for (String column : view.columns()) {
                String stored = "format('%s', " + Sql.name(column) + ")";
                long stale = Verification.readCounts(session, staleValuesQuery(view.name(), column, stored))
                        .get(0);
                if (stale > 0) {
                    findings.fail("materialised view " + view.name().id() + ": the server's statistics of " + column
                            + " hold " + stale + " values that are no longer in it");
                }
            }
        }
        verifyOriginals();
    }

    /** Kept columns are left out: their rows were searched, or their rule gives a reason not to. */
    private void verifyOriginals() throws PortException {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        masking.tables()
                .forEach(mask -> kept.put(
                        mask.table().id(),
                        mask.keptColumns().stream()
                                .map(one -> one.column().name())
                                .toList()));
        String question = "SELECT relation, part, count(*) FROM " + KNOWN + " AS known WHERE "
                + OriginalFingerprints.condition("known.value") + " GROUP BY relation, part ORDER BY relation, part";
        for (List<Optional<String>> row : session.query(question, List.of())) {
            String relation = row.get(0).orElse("");
            String part = row.get(1).orElse("");
            if (!kept.getOrDefault(relation, List.of()).contains(part)) {
                findings.addObject(
                        "statistics of " + relation + " (" + part + ")",
                        row.get(2).orElse("") + " values",
                        masking.rules().rules());
            }
        }
    }

    private static List<Column> changedColumns(TableMask mask) {
        if (mask.table().isForeign()) {
            return List.of();
        }
        List<Column> columns = new ArrayList<>();
        mask.maskedColumns().forEach(maskedColumn -> columns.add(maskedColumn.column()));
        if (mask.isTruncated() || mask.deleteWhere().isPresent()) {
            mask.table().columns().stream()
                    .filter(column -> !columns.contains(column))
                    .forEach(columns::add);
        }
        return columns;
    }

    /**
     * Counts the values in the statistics of a column and of its partitions that are in no row. They are compared as
     * the server stores them, without trailing blanks, which {@code char(n)} has only in some places.
     */
    private static String staleValuesQuery(CatalogueTable.RelationName relation, String column, String stored) {
        String name = Sql.text(relation.quotedName()) + "::regclass";
        return "SELECT count(*) FROM (SELECT unnest(" + values("s", "most_common_vals", "histogram_bounds")
                + ") FROM pg_stats s JOIN pg_namespace n ON n.nspname = s.schemaname"
                + " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename"
                + " WHERE s.attname = " + Sql.text(column) + " AND (c.oid = " + name
                + " OR c.oid IN (SELECT relid FROM pg_partition_tree(" + name + ")))) AS _runbook_known(_runbook_value)"
                + " WHERE NOT EXISTS (SELECT FROM " + relation.quotedName() + " WHERE rtrim(" + stored
                + ") = rtrim(_runbook_value))";
    }

    private static String values(String alias, String... columns) {
        List<String> arrays = new ArrayList<>();
        for (String column : columns) {
            arrays.add("coalesce(" + alias + "." + column + "::text::text[], '{}')");
        }
        return String.join(" || ", arrays);
    }

    private static String remedy(TableMask mask, Column column) {
        return mask.isTruncated() && !column.blockers().isEmpty()
                ? "only a change of its type removes them from an empty table, but it is used by "
                        + column.blockers().get(0) + ": drop that in the source, or use delete_where and leave a row"
                : "if the table is empty now, use truncate; otherwise its statistics target must not be 0";
    }
}
