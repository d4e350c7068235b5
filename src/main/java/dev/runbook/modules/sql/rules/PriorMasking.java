package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work already done on a database, as recorded in the clone, and whether other rules can continue it: they may mask
 * more, but masked values can neither be restored nor masked again.
 *
 * @param rules the digest of the rules of the last start; empty before the first start
 * @param keyId the id of the key it was started with
 * @param work the work items by table
 */
public record PriorMasking(Optional<String> rules, Optional<String> keyId, Map<String, List<WorkItem>> work) {

    /** The name of an item for the whole table instead of one column. */
    public static final String TABLE = "";

    private static final String READABLE = "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = '_runbook' AND c.relname = 'work'"
            + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";

    public PriorMasking {
        work = Map.copyOf(work);
    }

    /** The work of one step: on a column, or, with an empty name, the conditions on the table's rows. */
    record WorkItem(String step, String column, String digest) {}

    public static PriorMasking none() {
        return new PriorMasking(Optional.empty(), Optional.empty(), Map.of());
    }

    public static PriorMasking read(Database.Session session) throws PortException {
        if (session.query(READABLE, List.of()).isEmpty()) {
            return none();
        }
        List<List<Optional<String>>> rules = session.query("SELECT digest, key_id FROM _runbook.rules", List.of());
        Map<String, List<WorkItem>> work = new LinkedHashMap<>();
        for (List<Optional<String>> row : session.query(
                "SELECT table_id, step, item, digest FROM _runbook.work ORDER BY length(step), step", List.of())) {
            work.computeIfAbsent(text(row, 0), table -> new ArrayList<>())
                    .add(new WorkItem(text(row, 1), text(row, 2), text(row, 3)));
        }
        return rules.isEmpty()
                ? none()
                : new PriorMasking(rules.get(0).get(0), rules.get(0).get(1), work);
    }

    /** The passes that mask a table: those already started, and one for the remaining columns. */
    List<MaskingPass> planPasses(String table, List<MaskedColumn> masked, WriteMethodSelector selector) {
        List<WorkItem> done = work.getOrDefault(table, List.of());
        Map<String, List<MaskedColumn>> steps = new LinkedHashMap<>();
        List<MaskedColumn> left = new ArrayList<>();
        for (MaskedColumn column : masked) {
            Optional<WorkItem> last = lastItem(done, column.column().name());
            if (last.filter(item -> item.digest().equals(column.digest())).isPresent()) {
                steps.computeIfAbsent(last.get().step(), step -> new ArrayList<>())
                        .add(column);
            } else {
                left.add(column);
            }
        }
        List<MaskingPass> passes = new ArrayList<>();
        steps.forEach((step, columns) -> passes.add(new MaskingPass(step, columns, selector.choose(columns))));
        if (!left.isEmpty()) {
            passes.add(new MaskingPass(nextStepName(table, done), left, selector.choose(left)));
        }
        return passes;
    }

    private static String nextStepName(String table, List<WorkItem> done) {
        long steps = done.stream().map(WorkItem::step).distinct().count();
        return "mask " + table + (steps == 0 ? "" : " (" + (steps + 1) + ")");
    }

    /** Why the masking of a table cannot continue with these rules; empty if it can. */
    public Optional<String> obstacle(TableMask mask) {
        List<WorkItem> done = work.getOrDefault(mask.table().id(), List.of());
        if (mask.isTruncated()) {
            return Optional.empty();
        }
        if (lastItem(done, TABLE)
                .filter(item -> !item.digest().equals(rowsDigest(mask)))
                .isPresent()) {
            return Optional.of("its rows were already processed with another truncate, where or delete_where");
        }
        for (WorkItem item : done) {
            Optional<MaskedColumn> now = mask.maskedColumns().stream()
                    .filter(maskedColumn -> maskedColumn.column().name().equals(item.column()))
                    .findFirst();
            boolean last = lastItem(done, item.column()).equals(Optional.of(item));
            boolean same = now.filter(
                            maskedColumn -> maskedColumn.digest().equals(item.digest()) || maskedColumn.isConstant())
                    .isPresent();
            if (last && !item.column().equals(TABLE) && !same) {
                return Optional.of(
                        item.column() + " is already masked by another rule; only null or literal can follow");
            }
        }
        return mask.maskedColumns().stream()
                .filter(maskedColumn ->
                        lastItem(done, maskedColumn.column().name()).isEmpty())
                .filter(maskedColumn -> maskedColumn
                        .mask()
                        .by()
                        .flatMap(by -> lastItem(done, by))
                        .isPresent())
                .map(maskedColumn -> maskedColumn.column().name() + " is masked by "
                        + maskedColumn.mask().by().orElse("") + ", which is already masked")
                .findFirst();
    }

    /** A digest of the conditions that select the masked rows of a table. */
    public static String rowsDigest(TableMask mask) {
        return MaskKey.digest(mask.isTruncated() + "\n" + mask.where() + "\n" + mask.deleteWhere());
    }

    private static Optional<WorkItem> lastItem(List<WorkItem> items, String column) {
        return items.stream().filter(item -> item.column().equals(column)).reduce((first, second) -> second);
    }

    private static String text(List<Optional<String>> row, int column) {
        return row.get(column).orElse("");
    }
}
