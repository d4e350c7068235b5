package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Pass;
import dev.runbook.modules.sql.TableMask.Way;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Masks and verifies temporary copies of some rows of each table. Skips tables and columns that the target does not
 * have or that have no rule: the check of the masking itself reports those.
 */
record RulesTrial(Database.Session session, MaskRules rules, Catalogue catalogue, int rows, Findings findings) {

    /** Tries the rules on each table in turn; records a failure and continues with the next table. */
    String run() throws PortException {
        List<TableMask> tables = new Classifier(rules, Classifier.DatabaseState.of(catalogue), new Problems())
                .classify().stream()
                        .filter(mask -> !mask.truncated() && !mask.table().isForeign())
                        .filter(mask -> !mask.masked().isEmpty() || !mask.kept().isEmpty())
                        .toList();
        for (TableMask mask : tables) {
            session.execute("SAVEPOINT runbook_trial", List.of());
            try {
                TableMask copy = copied(mask, "_runbook_trial_" + tables.indexOf(mask));
                mask(copy);
                new TableVerification(copy, session, findings).verify();
            } catch (PortException e) {
                session.execute("ROLLBACK TO SAVEPOINT runbook_trial", List.of());
                findings.fail(mask.table().id() + ": " + e.getMessage());
            }
        }
        return "tried on up to " + rows + " rows of each of " + tables.size() + " tables";
    }

    private void mask(TableMask copy) throws PortException {
        Steps steps = new Steps(session);
        if (copy.deleteWhere().isPresent()) {
            steps.run(Statements.delete(copy));
        }
        for (Pass pass : copy.passes()) {
            OldValues before = OldValues.remember(session, copy.table().id(), copy, pass);
            steps.begin(pass.step(), before.counts());
            steps.run(Statements.mask(copy, pass));
            steps.finish(pass.step(), before.rows(), Duration.ZERO);
        }
    }

    /** Copies rows, constraints and indexes of the table, but nothing that refers to it. */
    private TableMask copied(TableMask mask, String name) throws PortException {
        String place = "pg_temp." + Sql.name(name);
        Table table = mask.table();
        String columns = table.columns().stream().map(Column::quoted).collect(Collectors.joining(", "));
        session.execute(
                "CREATE TEMPORARY TABLE " + Sql.name(name) + " (LIKE " + table.quoted() + " INCLUDING ALL)", List.of());
        session.execute(
                "INSERT INTO " + place + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM "
                        + Statements.only(mask) + Statements.part(mask, rows) + " LIMIT " + rows,
                List.of());
        Table copy = new Table(
                new Table.Name(table.id(), place),
                rows,
                table.columns(),
                table.keys(),
                new Table.Triggers(List.of(), List.of()),
                new Table.Layout("r", false, Optional.empty(), false),
                new Table.Access(table.access().owner(), true, true, Table.RowSecurity.NONE),
                Optional.empty());
        List<Pass> passes = new ArrayList<>();
        mask.passes()
                .forEach(pass -> passes.add(
                        new Pass(pass.step(), pass.columns(), new Way(Way.Kind.UPDATE, "only tried on a copy"))));
        return new TableMask(
                copy, false, mask.deleteWhere(), mask.where(), mask.masked(), mask.kept(), passes, mask.losesRows());
    }
}
