package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves a masking by reading: counts come out of the database, values never do. */
final class Verification {

    /** Of how many kept values one may look like personal data by chance. */
    private static final long LOOKALIKES_ONE_IN = 1000;

    private static final Map<String, String> SHAPES = shapes();

    private final Masking masking;
    private final Database.Session session;
    private final Findings findings = new Findings();

    Verification(Masking masking, Database.Session session) {
        this.masking = masking;
        this.session = session;
    }

    Findings run() throws PortException {
        for (TableMask table : masking.tables()) {
            verify(table);
        }
        for (Catalogue.ForeignKey key : masking.foreignKeys()) {
            verify(key);
        }
        return findings;
    }

    private void verify(TableMask mask) throws PortException {
        List<String> select = new ArrayList<>(List.of("count(*)"));
        List<Probe> probes = Probe.of(mask);
        mask.masked()
                .forEach(masked ->
                        select.add("count(*) FILTER (WHERE " + masked.column().quoted() + " IS NULL)"));
        probes.forEach(probe -> select.add(probe.wrongCount(Optional.empty())));
        List<Scan> scans = Scan.of(mask);
        scans.forEach(scan -> select.addAll(shapes(scan.texts())));
        List<Long> counts = numbers("SELECT " + String.join(", ", select) + " FROM " + Statements.only(mask));
        long rows = counts.get(0);
        Before before = before(mask, rows);
        int place = 1;
        Map<String, Value> columns = new LinkedHashMap<>();
        for (Masked masked : mask.masked()) {
            nulls(mask, masked, counts.get(place++), before);
        }
        Map<String, Long> unchanged = unchanged(mask, probes);
        for (Probe probe : probes) {
            long wrong = counts.get(place++) - before.forgiven().getOrDefault(probe.label(), 0L);
            columns.put(probe.label(), column(name(mask, probe.label()), probe, Math.max(0, wrong), unchanged));
        }
        Map<String, Value> kept = new LinkedHashMap<>();
        for (Scan scan : scans) {
            kept.put(scan.label(), keptText(mask, scan, counts.subList(place, place + 1 + SHAPES.size())));
            place += 1 + SHAPES.size();
        }
        mask.kept().stream()
                .filter(column -> !kept.containsKey(column.column().name()))
                .forEach(column ->
                        kept.put(column.column().name(), new Value.Fields(Map.of("why", why(column.mask())))));
        statistics(mask);
        Map<String, Value> figures = figures(mask, before, rows);
        figures.put("masked", new Value.Fields(columns));
        figures.put("kept", new Value.Fields(kept));
        findings.table(new Value.Fields(figures), mask.masked().isEmpty() ? 0 : rows);
    }

    private void nulls(TableMask mask, Masked masked, long after, Before before) {
        long expected = before.nulls().getOrDefault(masked.column().name(), -1L);
        if (!(masked.mask() instanceof Mask.Null) && after != expected) {
            findings.fail(name(mask, masked.column().name()) + ": " + after + " NULLs, " + expected + " before");
        }
    }

    private Value column(String name, Probe probe, long violations, Map<String, Long> unchanged) {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("mask", new Value.Text(probe.mask().word()));
        boolean hasGrammar = probe.wrong().isPresent();
        if (hasGrammar) {
            figures.put("not_of_the_mask", new Value.Whole(violations));
            if (violations > 0) {
                findings.fail(name + ": " + probe.complaint(violations));
            }
        }
        if (!probe.compared()) {
            figures.put("unchanged", new Value.Text("not counted: every value is the same or paths are kept"));
        } else if (unchanged.containsKey(probe.label())) {
            long count = unchanged.getOrDefault(probe.label(), 0L);
            figures.put("unchanged", new Value.Whole(count));
            figures.put("compared_rows", new Value.Whole(unchanged.getOrDefault("", 0L)));
            if (count > 0) {
                findings.fail(name + ": " + count + " of the rows compared hold their old value");
            }
        } else if (hasGrammar) {
            figures.put(
                    "unchanged", new Value.Text("not counted: no primary key that stays; every value was looked at"));
        } else {
            findings.skip(name + ": no primary key to compare old and new values by, and no grammar for '"
                    + probe.mask().word() + "'");
        }
        return new Value.Fields(figures);
    }

    /** By label, how many sampled rows still hold their old value; under the empty label, how many were compared. */
    private Map<String, Long> unchanged(TableMask mask, List<Probe> probes) throws PortException {
        List<Probe> compared = probes.stream().filter(Probe::compared).toList();
        if (compared.isEmpty() || !Statements.findsRowsAgain(mask)) {
            return Map.of();
        }
        List<String> select = new ArrayList<>(List.of("count(*)"));
        compared.forEach(
                probe -> select.add("count(*) FILTER (WHERE " + probe.texts().unchanged(probe.label()) + ")"));
        List<Long> counts = numbers("SELECT " + String.join(", ", select) + " FROM " + Statements.only(mask)
                + " JOIN _runbook.sample s ON s.step = " + Sql.text(Statements.step(mask)) + " AND s.key = "
                + Statements.sampleKey(mask));
        Map<String, Long> unchanged = new LinkedHashMap<>();
        unchanged.put("", counts.get(0));
        for (int i = 0; i < compared.size(); i++) {
            unchanged.put(compared.get(i).label(), counts.get(i + 1));
        }
        return unchanged;
    }

    private static List<String> shapes(Texts texts) {
        List<String> counts = new ArrayList<>(List.of(texts.count(texts.value() + " IS NOT NULL", Optional.empty())));
        SHAPES.values()
                .forEach(shape -> counts.add(texts.count(texts.value() + " ~ " + Sql.text(shape), Optional.empty())));
        return counts;
    }

    private Value keptText(TableMask mask, Scan scan, List<Long> counts) throws PortException {
        Map<String, Value> figures = new LinkedHashMap<>();
        String name = name(mask, scan.label());
        figures.put("why", why(scan.keep()));
        int place = 1;
        for (String shape : SHAPES.keySet()) {
            long hits = counts.get(place++);
            figures.put("looks_like_" + shape.replace(' ', '_'), new Value.Whole(hits));
            if (hits * LOOKALIKES_ONE_IN > counts.get(0)) {
                findings.fail(name + " is kept, and " + hits + " of its values look like a " + shape
                        + "; mask it, or say {mask: keep, scan: false, why: ...}");
            }
        }
        long residue = residue(mask, scan.texts());
        figures.put("originals_of_masked_columns", new Value.Whole(residue));
        if (residue > 0) {
            findings.fail(name + " is kept, and " + residue + " of its values are originals of masked columns");
        }
        return new Value.Fields(figures);
    }

    /** How many kept values, or texts inside them, were values of a masked column or path. */
    private long residue(TableMask mask, Texts texts) throws PortException {
        List<String> particular = new ArrayList<>();
        for (TableMask other : masking.tables()) {
            Probe.of(other).stream()
                    .filter(probe -> probe.mask().leavesTrace())
                    .forEach(probe -> particular.add(probe.texts().originals(probe.label(), Statements.step(other))));
        }
        if (particular.isEmpty()) {
            return 0;
        }
        return numbers("SELECT count(*) FROM (" + texts.parts(Statements.only(mask))
                        + ") AS kept WHERE length(text) >= 6 AND _runbook.fingerprint(text) IN (SELECT v FROM ("
                        + String.join(" UNION ALL ", particular) + ") AS old(v) WHERE v IS NOT NULL)")
                .get(0);
    }

    /** The server remembers common values of each column; what it remembers must be in the table as it is now. */
    private void statistics(TableMask mask) throws PortException {
        List<Column> columns = new ArrayList<>();
        mask.masked().forEach(masked -> columns.add(masked.column()));
        if (mask.truncated() || mask.deleteWhere().isPresent()) {
            mask.table().columns().stream()
                    .filter(column -> !columns.contains(column))
                    .forEach(columns::add);
        }
        for (Column column : columns) {
            long stale =
                    numbers(Statements.staleStatistics(mask.table(), column)).get(0);
            if (stale > 0) {
                findings.fail(name(mask, column.name()) + ": the server's statistics hold " + stale
                        + " values that are no longer in the table; " + remedy(mask, column));
            }
        }
    }

    private static String remedy(TableMask mask, Column column) {
        return mask.truncated() && !column.blockers().isEmpty()
                ? "only a change of its type removes them from an empty table, and it is used by "
                        + column.blockers().get(0) + ": drop that in the source, or use delete_where and leave a row"
                : "if the table is empty now, use truncate; otherwise its statistics target must not be 0";
    }

    private void verify(Catalogue.ForeignKey key) throws PortException {
        List<String> matches = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < key.sourceColumns().size(); i++) {
            String source = "s." + Sql.name(key.sourceColumns().get(i));
            matches.add(source + " = t." + Sql.name(key.targetColumns().get(i)));
            present.add(source + " IS NOT NULL");
        }
        long orphans = numbers("SELECT count(*) FROM " + quoted(key.sourceTable()) + " s WHERE "
                        + String.join(" AND ", present) + " AND NOT EXISTS (SELECT FROM " + quoted(key.targetTable())
                        + " t WHERE " + String.join(" AND ", matches) + ")")
                .get(0);
        findings.foreignKey(key.sourceTable() + "." + key.name(), orphans);
    }

    private String quoted(String id) {
        return masking.tables().stream()
                .map(TableMask::table)
                .filter(table -> table.id().equals(id))
                .map(Table::quoted)
                .findFirst()
                .orElse(id);
    }

    /** The counts taken before, and what the step took. */
    private Before before(TableMask mask, long rows) throws PortException {
        List<List<Optional<String>>> found = session.query(
                "SELECT coalesce(before ->> 'rows', '-1'), coalesce(before ->> 'outside', '0'), seconds::text,"
                        + pairs("nulls") + ", " + pairs("forgiven")
                        + " FROM _runbook.progress WHERE step = ? AND state = 'done'",
                List.of(Parameter.of(Statements.step(mask))));
        if (mask.masked().isEmpty()) {
            if (mask.truncated() && rows > 0) {
                findings.fail(mask.table().id() + ": " + rows + " rows in a truncated table");
            }
            return new Before(rows, 0, "0", Map.of(), Map.of());
        }
        if (found.isEmpty()) {
            findings.fail(mask.table().id() + " was not masked");
            return new Before(-1, 0, "0", Map.of(), Map.of());
        }
        List<Optional<String>> row = found.get(0);
        long rowsBefore = Long.parseLong(row.get(0).orElse("-1"));
        if (rowsBefore != rows) {
            findings.fail(mask.table().id() + ": " + rows + " rows, " + rowsBefore + " before");
        }
        return new Before(
                rowsBefore,
                Long.parseLong(row.get(1).orElse("0")),
                row.get(2).orElse("0"),
                pairs(row.get(3)),
                pairs(row.get(4)));
    }

    private static String pairs(String field) {
        return "(SELECT string_agg(key || E'\\x1f' || value, E'\\x1e') FROM jsonb_each_text(before -> '" + field
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

    private static Map<String, Value> figures(TableMask mask, Before before, long rows) {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("table", new Value.Text(mask.table().id()));
        String way = mask.truncated()
                ? "truncated"
                : mask.masked().isEmpty() ? "kept" : mask.way().kind().name();
        figures.put("way", new Value.Text(way.toLowerCase(java.util.Locale.ROOT)));
        if (!mask.masked().isEmpty()) {
            figures.put("why", new Value.Text(mask.way().why()));
        }
        figures.put("rows", new Value.Whole(rows));
        figures.put("rows_outside_of_where", new Value.Whole(before.outside()));
        double seconds = Double.parseDouble(before.seconds());
        figures.put("seconds", new Value.Decimal(seconds));
        if (seconds > 0) {
            figures.put("rows_per_second", new Value.Whole(Math.round(rows / seconds)));
        }
        return figures;
    }

    private List<Long> numbers(String sql) throws PortException {
        return session.query(sql, List.of()).get(0).stream()
                .map(number -> Long.valueOf(number.orElse("0")))
                .toList();
    }

    private static String name(TableMask mask, String column) {
        return mask.table().id() + "." + column;
    }

    private static Value why(Mask.Keep keep) {
        return new Value.Text(keep.why().isEmpty() ? "a rule of its own" : keep.why());
    }

    private static Map<String, String> shapes() {
        Map<String, String> shapes = new LinkedHashMap<>();
        shapes.put("mail address", "[[:alnum:]._%+-]+@[[:alnum:]-]+[.][[:alpha:]]");
        shapes.put(
                "phone number",
                "(^|[^[:alnum:]])([+][1-9][0-9 ().-]{7,}[0-9]|[(]?[0-9]{3}[)]?[-. ][0-9]{3}[-. ][0-9]{4})($|[^[:alnum:]])");
        shapes.put("card number", "(^|[^[:alnum:]])[3-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}($|[^[:alnum:]])");
        return shapes;
    }

    /**
     * The table before its masking.
     *
     * @param forgiven values of another form in the rows outside of the condition, by label
     */
    private record Before(
            long rows, long outside, String seconds, Map<String, Long> nulls, Map<String, Long> forgiven) {
        Before {
            nulls = Map.copyOf(nulls);
            forgiven = Map.copyOf(forgiven);
        }
    }
}
