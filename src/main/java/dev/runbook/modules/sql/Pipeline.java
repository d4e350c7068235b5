package dev.runbook.modules.sql;

import dev.runbook.modules.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The order of the changes of one database. */
final class Pipeline {

    private Pipeline() {}

    /**
     * Deletions come first, with their triggers; then what those may have copied is truncated; then the tables are masked;
     * then what still holds old values is rewritten: dead rows, statistics, materialised views.
     */
    static List<Change> changes(Masking masking, String refresh, Outcome outcome) {
        List<Change> changes = new ArrayList<>();
        changes.add(new PrepareMasking(masking));
        List<TableMask> deleted = masking.tables().stream()
                .filter(mask -> mask.deleteWhere().isPresent())
                .toList();
        List<TableMask> truncated =
                masking.tables().stream().filter(TableMask::truncated).toList();
        List<TableMask> masked = masking.tables().stream()
                .filter(mask -> !mask.masked().isEmpty())
                .toList();
        deleted.forEach(mask -> changes.add(new DeleteRows(masking, mask)));
        if (!truncated.isEmpty()) {
            changes.add(new TruncateTables(masking, truncated));
        }
        masked.forEach(mask -> changes.add(new MaskTable(masking, mask)));
        masking.tables().stream()
                .filter(mask -> mask.masked().isEmpty() ? mask.deleteWhere().isPresent() : mask.inPlace())
                .forEach(mask -> changes.add(
                        new RunStatement(masking, "VACUUM FULL", mask.table().quoted())));
        String touched = masking.tables().stream()
                .filter(mask -> mask.truncated()
                        || !mask.masked().isEmpty()
                        || mask.deleteWhere().isPresent())
                .map(mask -> mask.table().quoted())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!touched.isEmpty()) {
            changes.add(new RunStatement(masking, "ANALYZE", touched));
        }
        masking.views().forEach(view -> changes.add(new RunStatement(masking, "REFRESH MATERIALIZED VIEW", view)));
        changes.add(new VerifyMasking(masking, refresh, outcome));
        return changes;
    }
}
