package dev.runbook.modules.sql.verify;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts of a table before its columns were masked, and the duration of the masking.
 *
 * @param rows -1 if the columns were not masked
 * @param rowsOutsideWhere rows that were not masked
 * @param rowsWhereUnknown rows that were masked although their condition is unknown (NULL)
 * @param nulls the number of NULLs, by column
 * @param unmatchedDocuments documents that no path matches, by column
 * @param exemptValues values with another format in rows that were not masked, by label
 */
record PassBaseline(
        long rows,
        long rowsOutsideWhere,
        long rowsWhereUnknown,
        double seconds,
        Map<String, Long> nulls,
        Map<String, Long> unmatchedDocuments,
        Map<String, Long> exemptValues) {

    PassBaseline {
        nulls = Map.copyOf(nulls);
        unmatchedDocuments = Map.copyOf(unmatchedDocuments);
        exemptValues = Map.copyOf(exemptValues);
    }

    static PassBaseline read(Database.Session session, MaskingPass pass) throws PortException {
        List<List<Optional<String>>> found = session.query(
                "SELECT before ->> 'rows', before ->> 'outside', before ->> 'unknown', seconds::text, "
                        + pairs("nulls", "value #>> '{}'") + ", " + pairs("unfit", "value ->> 0") + ", "
                        + pairs("forgiven", "value #>> '{}'")
                        + " FROM _runbook.progress WHERE step = ? AND state = 'done'",
                List.of(Parameter.of(pass.step())));
        if (found.isEmpty()) {
            return new PassBaseline(-1, 0, 0, 0, Map.of(), Map.of(), Map.of());
        }
        List<Optional<String>> row = found.get(0);
        return new PassBaseline(
                number(row, 0),
                number(row, 1),
                number(row, 2),
                Double.parseDouble(row.get(3).orElse("0")),
                pairs(row.get(4)),
                pairs(row.get(5)),
                pairs(row.get(6)));
    }

    /** Checks that the number of rows is unchanged. */
    void verifyRows(TableMask mask, long rowsNow, VerificationFindings findings) {
        if (rows < 0) {
            findings.fail(mask.table().id() + " was not masked");
        } else if (rows != rowsNow) {
            findings.fail(mask.table().id() + ": " + rowsNow + " rows, " + rows + " before");
        }
    }

    /** The figures for the report; unexpected ones are also shown on the screen. */
    Map<String, Value> reportFigures(TableMask mask, long rowsNow, VerificationFindings findings) {
        Map<String, Value> figures = new LinkedHashMap<>();
        if (mask.where().isPresent()) {
            figures.put("rows_outside_of_where", new Value.Whole(rowsOutsideWhere));
            figures.put("rows_masked_where_unknown", new Value.Whole(rowsWhereUnknown));
            findings.note(mask.table().id() + ": " + rowsOutsideWhere + " of " + rowsNow
                    + " rows not masked, because 'where' is" + " false"
                    + (rowsWhereUnknown > 0 ? "; " + rowsWhereUnknown + " masked although it is unknown (NULL)" : ""));
        }
        Map<String, Value> lost = new LinkedHashMap<>();
        unmatchedDocuments.forEach((column, documents) -> {
            if (documents > 0) {
                lost.put(column, new Value.Whole(documents));
                findings.note(mask.table().id() + "." + column + ": no path matches " + documents
                        + " documents; their contents are dropped");
            }
        });
        if (!lost.isEmpty()) {
            figures.put("documents_without_a_path", new Value.Fields(lost));
        }
        figures.put("seconds", new Value.Decimal(seconds));
        if (seconds > 0) {
            figures.put("rows_per_second", new Value.Whole(Math.round(rowsNow / seconds)));
        }
        return figures;
    }

    private static String pairs(String field, String value) {
        return "(SELECT string_agg(key || E'\\x1f' || (" + value + "), E'\\x1e') FROM jsonb_each(before -> '" + field
                + "'))";
    }

    private static Map<String, Long> pairs(Optional<String> text) {
        Map<String, Long> pairs = new LinkedHashMap<>();
        for (String pair : text.orElse("").split("\u001e")) {
            int bar = pair.indexOf('\u001f');
            if (bar > 0) {
                pairs.put(pair.substring(0, bar), Long.valueOf(pair.substring(bar + 1)));
            }
        }
        return pairs;
    }

    private static long number(List<Optional<String>> row, int column) {
        return Long.parseLong(row.get(column).orElse("0"));
    }
}
