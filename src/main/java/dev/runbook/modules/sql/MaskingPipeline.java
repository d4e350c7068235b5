package dev.runbook.modules.sql;

import dev.runbook.modules.Change;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.TableMask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Orders the changes of one database. */
final class MaskingPipeline {

    /** The statistics of all columns; dead rows of these tables contain old statistics. */
    private static final List<String> STATISTICS =
            List.of("pg_catalog.pg_statistic", "pg_catalog.pg_statistic_ext_data");

    private MaskingPipeline() {}

    /**
     * Rows are deleted first, which fires triggers; then tables are truncated, also those that triggers copied rows
     * into; then tables are masked; then everything that still contains old values is rewritten: dead rows, dropped
     * columns, materialised views, statistics.
     */
    static List<Change> changes(DatabaseMasking masking, String refresh, MaskingResult maskingResult) {
        List<Change> changes = new ArrayList<>();
        changes.add(new PrepareMasking(masking));
        List<TableMask> deleted = masking.tables().stream()
                .filter(mask -> mask.deleteWhere().isPresent())
                .toList();
        List<TableMask> truncated =
                masking.tables().stream().filter(TableMask::isTruncated).toList();
        deleted.forEach(mask -> changes.add(new DeleteRows(masking, mask)));
        if (!truncated.isEmpty()) {
            changes.add(new TruncateTables(masking, truncated));
        }
        for (TableMask mask : masking.tables()) {
            mask.passes().forEach(pass -> changes.add(new MaskTable(masking, mask, pass)));
        }
        masking.tables().stream()
                .filter(MaskingPipeline::holdsOldRows)
                .forEach(mask -> changes.add(
                        new RunStatement(masking, "VACUUM FULL", mask.table().quotedName())));
        masking.views()
                .forEach(view -> changes.add(new RunStatement(
                        masking, "REFRESH MATERIALIZED VIEW", view.name().quotedName())));
        if (Stream.concat(deleted.stream(), masking.tables().stream()).anyMatch(TableMask::hasChanges)) {
            changes.add(new RunStatement(masking, "ANALYZE", ""));
            STATISTICS.forEach(table -> changes.add(new RunStatement(masking, "VACUUM FULL", table)));
        }
        if (masking.recordsStatements()) {
            changes.add(new ResetStatementStatistics(masking));
        }
        changes.add(new VerifyMasking(masking, refresh, maskingResult));
        return changes;
    }

    /** Updated rows, deleted rows and values of dropped columns remain in the table's files until it is rewritten. */
    private static boolean holdsOldRows(TableMask mask) {
        if (mask.isTruncated() || mask.table().isForeign()) {
            return false;
        }
        boolean rewritten = mask.passes().stream().anyMatch(pass -> !pass.isInPlace());
        return mask.isInPlace()
                || (!rewritten && (mask.losesRows() || mask.table().layout().hasDroppedColumns()));
    }
}
