package dev.runbook.modules.sql.verify;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.Mask;
import dev.runbook.modules.sql.rules.MaskedValueCheck;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifies columns that were masked together: every value has the format of its mask, and no value is unchanged. */
record PassVerification(
        TableMask mask,
        MaskingPass pass,
        PassBaseline baseline,
        Database.Session session,
        VerificationFindings findings) {

    private static final double INT4_VALUES = Math.pow(2, 31);

    /** @param counts the NULLs of each column, then the values with another format of each probe */
    Map<String, Value> verify(List<MaskedValueCheck> probes, CountCursor counts) throws PortException {
        for (MaskedColumn maskedColumn : pass.columns()) {
            verifyNulls(maskedColumn, counts.next());
        }
        Map<String, Long> wrong = new LinkedHashMap<>();
        for (MaskedValueCheck valueCheck : probes) {
            long forgiven = baseline.exemptValues().getOrDefault(valueCheck.label(), 0L);
            wrong.put(valueCheck.label(), Math.max(0, counts.next() - forgiven));
        }
        SampleComparison compared = compareSample(probes);
        Map<String, Value> columns = new LinkedHashMap<>();
        for (MaskedValueCheck valueCheck : probes) {
            columns.put(
                    valueCheck.label(), verifyColumn(valueCheck, wrong.getOrDefault(valueCheck.label(), 0L), compared));
        }
        return columns;
    }

    private void verifyNulls(MaskedColumn maskedColumn, long after) {
        long expected = baseline.nulls().getOrDefault(maskedColumn.column().name(), -1L);
        if (!(maskedColumn.mask() instanceof Mask.NullMask) && after != expected) {
            findings.fail(name(maskedColumn.column().name()) + ": " + after + " NULLs, " + expected + " before");
        }
    }

    private Value verifyColumn(MaskedValueCheck valueCheck, long wrong, SampleComparison compared)
            throws PortException {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("mask", new Value.Text(valueCheck.mask().strategyName()));
        boolean hasGrammar = valueCheck.violationCondition().isPresent();
        if (hasGrammar) {
            figures.put("not_of_the_mask", new Value.Whole(wrong));
            if (wrong > 0) {
                findings.fail(name(valueCheck.label()) + ": " + valueCheck.violationMessage(wrong));
            }
        }
        if (!valueCheck.isCompared()) {
            figures.put("unchanged", new Value.Text("not counted: values are the same, kept, or moved"));
        } else if (compared.unchanged().containsKey(valueCheck.label())) {
            long unchanged = compared.unchanged().getOrDefault(valueCheck.label(), 0L);
            figures.put("unchanged", new Value.Whole(unchanged));
            figures.put("compared_rows", new Value.Whole(compared.rows()));
            if (unchanged > 0) {
                findings.fail(
                        name(valueCheck.label()) + ": " + unchanged + " of the rows compared hold their old value");
            }
        } else if (hasGrammar) {
            figures.put("unchanged", new Value.Text("not counted: no unmasked key; every value was checked"));
        } else {
            figures.putAll(findOldValues(valueCheck));
        }
        return new Value.Fields(figures);
    }

    /** Counts the sampled rows that still have their old value. */
    private SampleComparison compareSample(List<MaskedValueCheck> probes) throws PortException {
        List<MaskedValueCheck> all =
                probes.stream().filter(MaskedValueCheck::isCompared).toList();
        if (all.isEmpty() || mask.rowKey().isEmpty()) {
            return new SampleComparison(0, Map.of());
        }
        List<String> select = new ArrayList<>(List.of("count(*)"));
        all.forEach(valueCheck -> select.add("count(*) FILTER (WHERE "
                + valueCheck
                        .textExpression()
                        .unchangedCondition("(_runbook_hashes -> " + Sql.text(valueCheck.label()) + ")")
                + ")"));
        List<Long> counts = Verification.readCounts(
                session,
                "SELECT " + String.join(", ", select) + " FROM " + MaskingStatements.onlyTable(mask)
                        + " JOIN (SELECT key AS _runbook_key, hashes AS _runbook_hashes FROM _runbook.sample WHERE step = "
                        + Sql.text(pass.step()) + ") AS _runbook_before ON _runbook_key = "
                        + MaskingStatements.sampleKey(mask));
        Map<String, Long> unchanged = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            unchanged.put(all.get(i).label(), counts.get(i + 1));
        }
        return new SampleComparison(counts.get(0), unchanged);
    }

    /** Without a key that identifies rows, no value may equal an old value of any sampled row. */
    private Map<String, Value> findOldValues(MaskedValueCheck valueCheck) throws PortException {
        String known = "(SELECT (hashes ->> " + Sql.text(valueCheck.label()) + ")::bigint AS hash FROM _runbook.sample"
                + " WHERE step = " + Sql.text(pass.step()) + ")";
        String again = valueCheck.textExpression().fingerprints() + " IN " + known
                + mask.maskedRowsCondition().map(rows -> " AND " + rows).orElse("");
        List<Long> counts = Verification.readCounts(
                session,
                "SELECT count(*) FILTER (WHERE " + again + "), count(*), (SELECT count(DISTINCT hash) FROM " + known
                        + " AS known) FROM " + MaskingStatements.onlyTable(mask));
        long found = counts.get(0);
        boolean small = valueCheck.maskedColumn().column().type().base().equals("int4");
        long byChance = small ? (long) Math.ceil(4 * counts.get(1) * counts.get(2) / INT4_VALUES) : 0;
        if (found > byChance) {
            findings.fail(name(valueCheck.label()) + ": " + found + " values are equal to old values");
        }
        return Map.of("old_values", new Value.Whole(found), "compared_values", new Value.Whole(counts.get(2)));
    }

    private String name(String column) {
        return mask.table().id() + "." + column;
    }

    /** The number of compared rows, and of unchanged ones by label. */
    private record SampleComparison(long rows, Map<String, Long> unchanged) {
        SampleComparison {
            unchanged = Map.copyOf(unchanged);
        }
    }
}
