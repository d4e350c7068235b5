package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueReader;
import dev.runbook.modules.sql.catalogue.UncoveredDatabases;
import dev.runbook.modules.sql.rules.Classifier;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.PriorMasking;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.ValueValidator;
import dev.runbook.modules.sql.verify.OrphanRows;
import dev.runbook.modules.sql.verify.Verification;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Creates the schema {@code _runbook} in the clone: functions, dictionaries, progress. Refuses a clone whose tables
 * differ from the planned ones, a clone with other databases to mask, and a clone whose masking was started with
 * another key or with incompatible rules.
 */
record PrepareMasking(DatabaseMasking masking) implements MaskingChange {

    @Override
    public String key() {
        return "prepare " + masking.database();
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statement(
                "CREATE SCHEMA", masking.database() + "._runbook", MaskingStatements.prepare(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            PriorMasking prior = PriorMasking.read(session);
            refuseOtherKey(prior);
            Catalogue catalogue = CatalogueReader.readClone(session, masking.masterUser());
            requireSameWork(
                    new Classifier.DatabaseState(catalogue, prior, new ValueValidator.ServerValueValidator(session)));
            refuseUncovered(ports, catalogue);
            session.transaction(() -> {
                createFunctions(session);
                recordStart(session);
                return 0;
            });
        }
    }

    /** Creates the masking functions in the caller's transaction. */
    static void createFunctions(Database.Session session) throws PortException {
        session.query(
                "SELECT set_config('runbook.dictionaries', ?, true) IS NULL",
                List.of(Parameter.of(MaskingStatements.dictionaries())));
        session.execute(MaskingStatements.prepare(), List.of());
    }

    private void recordStart(Database.Session session) throws PortException {
        session.execute(
                "INSERT INTO _runbook.rules VALUES (true, ?, ?) ON CONFLICT (one) DO UPDATE SET digest = excluded.digest",
                List.of(
                        Parameter.of(masking.rules().digest()),
                        Parameter.of(masking.rules().key().id())));
        ProgressTable progressTable = new ProgressTable(session);
        for (Catalogue.ForeignKey key : masking.foreignKeys()) {
            if (!key.validated() && !progressTable.isDone(OrphanRows.stepName(key))) {
                long orphans = Verification.readCounts(session, OrphanRows.countQuery(masking, key))
                        .get(0);
                progressTable.finish(OrphanRows.stepName(key), orphans, Duration.ZERO);
            }
        }
    }

    private void refuseOtherKey(PriorMasking prior) throws PortException {
        if (prior.keyId().filter(id -> !id.equals(masking.rules().key().id())).isPresent()) {
            throw failure("the masking was started with another key; restore that key, or "
                    + SqlMask.discardAdvice(masking.instance()));
        }
    }

    /** The plan may be based on the source's catalogue, but it must fit the clone. */
    private void requireSameWork(Classifier.DatabaseState database) throws PortException {
        Problems problems = new Problems();
        List<TableMask> tables = new Classifier(masking.rules().rules(), database, problems).classify();
        if (!problems.isEmpty()) {
            throw failure("the clone's tables do not fit the rules: "
                    + problems.toSortedList().get(0).summary() + "; run a check to see all problems");
        }
        for (TableMask mask : tables) {
            Optional<String> obstacle = database.prior().obstacle(mask);
            if (obstacle.isPresent()) {
                throw failure("the rules were changed, and the masking of "
                        + mask.table().id() + " cannot continue: " + obstacle.get());
            }
        }
        List<String> planned = describeWork(masking.tables());
        List<String> found = describeWork(tables);
        if (!planned.equals(found)) {
            throw failure("the clone's tables differ from those in the plan; run again");
        }
    }

    private static List<String> describeWork(List<TableMask> tables) {
        return tables.stream()
                .map(mask -> mask.table().id() + " " + mask.isTruncated() + " " + mask.keptColumns() + " "
                        + mask.passes().stream()
                                .map(pass -> pass.step() + " " + MaskingStatements.mask(mask, pass))
                                .toList())
                .sorted()
                .toList();
    }

    /** Reads the clone again, because the clone goes live whatever the plan was based on. */
    private void refuseUncovered(Ports ports, Catalogue catalogue) throws PortException {
        List<UncoveredDatabases.UncoveredDatabase> held = UncoveredDatabases.<RuntimeException>findUncovered(
                catalogue, masking.rules().coveredDatabases(), name -> {
                    try (Database.Session other = masking.openOther(ports, name)) {
                        return CatalogueReader.readClone(other, masking.masterUser());
                    }
                });
        if (!held.isEmpty()) {
            throw failure(
                    "no rules for " + held.get(0) + "; add a rules file for every database, or drop it in the source");
        }
    }

    private PortException failure(String message) {
        return new PortException(
                PortException.Kind.BROKEN, "sql-mask " + masking.instance().id(), message);
    }
}
