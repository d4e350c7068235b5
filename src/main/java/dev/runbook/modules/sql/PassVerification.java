package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Pass;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifies columns that were masked together: every value has the format of its mask, and no value is unchanged. */
record PassVerification(TableMask mask, Pass pass, Before before, Database.Session session, Findings findings) {

    private static final double INT4_VALUES = Math.pow(2, 31);

    /** @param counts the NULLs of each column, then the values with another format of each probe */
    Map<String, Value> verify(List<Probe> probes, Counts counts) throws PortException {
        for (Masked masked : pass.columns()) {
            nulls(masked, counts.next());
        }
        Map<String, Long> wrong = new LinkedHashMap<>();
        for (Probe probe : probes) {
            long forgiven = before.forgiven().getOrDefault(probe.label(), 0L);
            wrong.put(probe.label(), Math.max(0, counts.next() - forgiven));
        }
        Compared compared = compared(probes);
        Map<String, Value> columns = new LinkedHashMap<>();
        for (Probe probe : probes) {
            columns.put(probe.label(), column(probe, wrong.getOrDefault(probe.label(), 0L), compared));
        }
        return columns;
    }

    private void nulls(Masked masked, long after) {
        long expected = before.nulls().getOrDefault(masked.column().name(), -1L);
        if (!(masked.mask() instanceof Mask.Null) && after != expected) {
            findings.fail(name(masked.column().name()) + ": " + after + " NULLs, " + expected + " before");
        }
    }

    private Value column(Probe probe, long wrong, Compared compared) throws PortException {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("mask", new Value.Text(probe.mask().word()));
        boolean hasGrammar = probe.wrong().isPresent();
        if (hasGrammar) {
            figures.put("not_of_the_mask", new Value.Whole(wrong));
            if (wrong > 0) {
                findings.fail(name(probe.label()) + ": " + probe.complaint(wrong));
            }
        }
        if (!probe.compared()) {
            figures.put("unchanged", new Value.Text("not counted: values are the same, kept, or moved"));
        } else if (compared.unchanged().containsKey(probe.label())) {
            long unchanged = compared.unchanged().getOrDefault(probe.label(), 0L);
            figures.put("unchanged", new Value.Whole(unchanged));
            figures.put("compared_rows", new Value.Whole(compared.rows()));
            if (unchanged > 0) {
                findings.fail(name(probe.label()) + ": " + unchanged + " of the rows compared hold their old value");
            }
        } else if (hasGrammar) {
            figures.put("unchanged", new Value.Text("not counted: no unmasked key; every value was checked"));
        } else {
            figures.putAll(reappearing(probe));
        }
        return new Value.Fields(figures);
    }

    /** Counts the sampled rows that still have their old value. */
    private Compared compared(List<Probe> probes) throws PortException {
        List<Probe> all = probes.stream().filter(Probe::compared).toList();
        if (all.isEmpty() || mask.finder().isEmpty()) {
            return new Compared(0, Map.of());
        }
        List<String> select = new ArrayList<>(List.of("count(*)"));
        all.forEach(probe -> select.add("count(*) FILTER (WHERE "
                + probe.texts().unchanged("(_runbook_hashes -> " + Sql.text(probe.label()) + ")") + ")"));
        List<Long> counts = Verification.numbers(
                session,
                "SELECT " + String.join(", ", select) + " FROM " + Statements.only(mask)
                        + " JOIN (SELECT key AS _runbook_key, hashes AS _runbook_hashes FROM _runbook.sample WHERE step = "
                        + Sql.text(pass.step()) + ") AS _runbook_before ON _runbook_key = "
                        + Statements.sampleKey(mask));
        Map<String, Long> unchanged = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            unchanged.put(all.get(i).label(), counts.get(i + 1));
        }
        return new Compared(counts.get(0), unchanged);
    }

    /** Without a key that identifies rows, no value may equal an old value of any sampled row. */
    private Map<String, Value> reappearing(Probe probe) throws PortException {
        String known = "(SELECT (hashes ->> " + Sql.text(probe.label()) + ")::bigint AS hash FROM _runbook.sample"
                + " WHERE step = " + Sql.text(pass.step()) + ")";
        String again = probe.texts().fingerprints() + " IN " + known
                + mask.maskedRows().map(rows -> " AND " + rows).orElse("");
        List<Long> counts = Verification.numbers(
                session,
                "SELECT count(*) FILTER (WHERE " + again + "), count(*), (SELECT count(DISTINCT hash) FROM " + known
                        + " AS known) FROM " + Statements.only(mask));
        long found = counts.get(0);
        boolean small = probe.masked().column().type().base().equals("int4");
        long byChance = small ? (long) Math.ceil(4 * counts.get(1) * counts.get(2) / INT4_VALUES) : 0;
        if (found > byChance) {
            findings.fail(name(probe.label()) + ": " + found + " values are equal to old values");
        }
        return Map.of("old_values", new Value.Whole(found), "compared_values", new Value.Whole(counts.get(2)));
    }

    private String name(String column) {
        return mask.table().id() + "." + column;
    }

    /** The number of compared rows, and of unchanged ones by label. */
    private record Compared(long rows, Map<String, Long> unchanged) {
        Compared {
            unchanged = Map.copyOf(unchanged);
        }
    }
}
