package dev.runbook.modules.sql;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.Classifier;
import dev.runbook.modules.sql.rules.MaskRules;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.modules.sql.rules.TableMask.WriteMethod;
import dev.runbook.modules.sql.verify.TableVerification;
import dev.runbook.modules.sql.verify.VerificationFindings;
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
record TableCopyPreview(
        Database.Session session, MaskRules rules, Catalogue catalogue, int rows, VerificationFindings findings) {

    /** Tries the rules on each table in turn; records a failure and continues with the next table. */
    String run() throws PortException {
        List<TableMask> tables = new Classifier(rules, Classifier.DatabaseState.of(catalogue), new Problems())
                .classify().stream()
                        .filter(mask -> !mask.isTruncated() && !mask.table().isForeign())
                        .filter(mask -> !mask.maskedColumns().isEmpty()
                                || !mask.keptColumns().isEmpty())
                        .toList();
        for (TableMask mask : tables) {
            session.execute("SAVEPOINT runbook_trial", List.of());
            try {
                TableMask copy = copyTable(mask, "_runbook_trial_" + tables.indexOf(mask));
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
        ProgressTable progressTable = new ProgressTable(session);
        if (copy.deleteWhere().isPresent()) {
            progressTable.runStatement(MaskingStatements.delete(copy));
        }
        for (MaskingPass pass : copy.passes()) {
            BaselineCapture baseline =
                    BaselineCapture.capture(session, copy.table().id(), copy, pass);
            progressTable.begin(pass.step(), baseline.counts());
            progressTable.runStatement(MaskingStatements.mask(copy, pass));
            progressTable.finish(pass.step(), baseline.rows(), Duration.ZERO);
        }
    }

    /** Copies rows, constraints and indexes of the table, but nothing that refers to it. */
    private TableMask copyTable(TableMask mask, String name) throws PortException {
        String place = "pg_temp." + Sql.name(name);
        CatalogueTable table = mask.table();
        String columns = table.columns().stream().map(Column::quotedName).collect(Collectors.joining(", "));
        session.execute(
                "CREATE TEMPORARY TABLE " + Sql.name(name) + " (LIKE " + table.quotedName() + " INCLUDING ALL)",
                List.of());
        session.execute(
                "INSERT INTO " + place + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM "
                        + MaskingStatements.onlyTable(mask) + MaskingStatements.sampleClause(mask, rows) + " LIMIT "
                        + rows,
                List.of());
        CatalogueTable copy = new CatalogueTable(
                new CatalogueTable.RelationName(table.id(), place),
                rows,
                table.columns(),
                table.keys(),
                new CatalogueTable.UpdateTriggers(List.of(), List.of()),
                new CatalogueTable.StorageLayout("r", false, Optional.empty(), false),
                new CatalogueTable.TableAccess(
                        table.access().owner(), true, true, CatalogueTable.RowSecurityEffect.NONE),
                Optional.empty());
        List<MaskingPass> passes = new ArrayList<>();
        mask.passes()
                .forEach(pass -> passes.add(new MaskingPass(
                        pass.step(),
                        pass.columns(),
                        new WriteMethod(WriteMethod.WriteMode.UPDATE, "only tried on a copy"))));
        return new TableMask(
                copy,
                false,
                mask.deleteWhere(),
                mask.where(),
                mask.maskedColumns(),
                mask.keptColumns(),
                passes,
                mask.losesRows());
    }
}
