package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Pass;
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
record PriorMasking(Optional<String> rules, Optional<String> keyId, Map<String, List<Item>> work) {

    /** The name of an item for the whole table instead of one column. */
    static final String TABLE = "";

    private static final String READABLE = "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = '_runbook' AND c.relname = 'work'"
            + " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";

    PriorMasking {
        work = Map.copyOf(work);
    }

    /** The work of one step: on a column, or, with an empty name, the conditions on the table's rows. */
    record Item(String step, String column, String digest) {}

    static PriorMasking nothing() {
        return new PriorMasking(Optional.empty(), Optional.empty(), Map.of());
    }

    static PriorMasking read(Database.Session session) throws PortException {
        if (session.query(READABLE, List.of()).isEmpty()) {
            return nothing();
        }
        List<List<Optional<String>>> rules = session.query("SELECT digest, key_id FROM _runbook.rules", List.of());
        Map<String, List<Item>> work = new LinkedHashMap<>();
        for (List<Optional<String>> row : session.query(
                "SELECT table_id, step, item, digest FROM _runbook.work ORDER BY length(step), step", List.of())) {
            work.computeIfAbsent(text(row, 0), table -> new ArrayList<>())
                    .add(new Item(text(row, 1), text(row, 2), text(row, 3)));
        }
        return rules.isEmpty()
                ? nothing()
                : new PriorMasking(rules.get(0).get(0), rules.get(0).get(1), work);
    }

    /** The passes that mask a table: those already started, and one for the remaining columns. */
    List<Pass> passes(String table, List<Masked> masked, Ways ways) {
        List<Item> done = work.getOrDefault(table, List.of());
        Map<String, List<Masked>> steps = new LinkedHashMap<>();
        List<Masked> left = new ArrayList<>();
        for (Masked column : masked) {
            Optional<Item> last = last(done, column.column().name());
            if (last.filter(item -> item.digest().equals(column.digest())).isPresent()) {
                steps.computeIfAbsent(last.get().step(), step -> new ArrayList<>())
                        .add(column);
            } else {
                left.add(column);
            }
        }
        List<Pass> passes = new ArrayList<>();
        steps.forEach((step, columns) -> passes.add(new Pass(step, columns, ways.choose(columns))));
        if (!left.isEmpty()) {
            passes.add(new Pass(step(table, done), left, ways.choose(left)));
        }
        return passes;
    }

    private static String step(String table, List<Item> done) {
        long steps = done.stream().map(Item::step).distinct().count();
        return "mask " + table + (steps == 0 ? "" : " (" + (steps + 1) + ")");
    }

    /** Why the masking of a table cannot continue with these rules; empty if it can. */
    Optional<String> obstacle(TableMask mask) {
        List<Item> done = work.getOrDefault(mask.table().id(), List.of());
        if (mask.truncated()) {
            return Optional.empty();
        }
        if (last(done, TABLE).filter(item -> !item.digest().equals(rows(mask))).isPresent()) {
            return Optional.of("its rows were already processed with another truncate, where or delete_where");
        }
        for (Item item : done) {
            Optional<Masked> now = mask.masked().stream()
                    .filter(masked -> masked.column().name().equals(item.column()))
                    .findFirst();
            boolean last = last(done, item.column()).equals(Optional.of(item));
            boolean same = now.filter(masked -> masked.digest().equals(item.digest()) || masked.forgetsAll())
                    .isPresent();
            if (last && !item.column().equals(TABLE) && !same) {
                return Optional.of(
                        item.column() + " is already masked by another rule; only null or literal can follow");
            }
        }
        return mask.masked().stream()
                .filter(masked -> last(done, masked.column().name()).isEmpty())
                .filter(masked ->
                        masked.mask().by().flatMap(by -> last(done, by)).isPresent())
                .map(masked -> masked.column().name() + " is masked by "
                        + masked.mask().by().orElse("") + ", which is already masked")
                .findFirst();
    }

    /** A digest of the conditions that select the masked rows of a table. */
    static String rows(TableMask mask) {
        return MaskKey.digest(mask.truncated() + "\n" + mask.where() + "\n" + mask.deleteWhere());
    }

    private static Optional<Item> last(List<Item> items, String column) {
        return items.stream().filter(item -> item.column().equals(column)).reduce((first, second) -> second);
    }

    private static String text(List<Optional<String>> row, int column) {
        return row.get(column).orElse("");
    }
}
