package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the schema {@code _runbook} in the clone: functions, dictionaries, progress. Refuses a clone whose tables are not
 * those the statements were made for, one that has other databases to mask, and one whose masking was begun with another key
 * or with rules that cannot be gone on from.
 */
record PrepareMasking(Masking masking) implements MaskingChange {

    @Override
    public String key() {
        return "prepare " + masking.database();
    }

    @Override
    public CallDescription describe() {
        return Descriptions.statement("CREATE SCHEMA", masking.database() + "._runbook", Statements.prepare(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            PriorMasking prior = PriorMasking.read(session);
            refuseOtherKey(prior);
            Catalogue catalogue = CatalogueReader.readClone(session, masking.masterUser());
            compare(new Classifier.DatabaseState(catalogue, prior, new ValueTrial.OnServer(session)));
            refuseOthers(ports, catalogue);
            session.transaction(() -> {
                createFunctions(session);
                begin(session);
                return 0;
            });
        }
    }

    /** Makes the functions that masked values are made with, in a transaction of the caller's. */
    static void createFunctions(Database.Session session) throws PortException {
        session.query(
                "SELECT set_config('runbook.dictionaries', ?, true) IS NULL",
                List.of(Parameter.of(Statements.dictionaries())));
        session.execute(Statements.prepare(), List.of());
    }

    private void begin(Database.Session session) throws PortException {
        session.execute(
                "INSERT INTO _runbook.rules VALUES (true, ?, ?) ON CONFLICT (one) DO UPDATE SET digest = excluded.digest",
                List.of(
                        Parameter.of(masking.rules().digest()),
                        Parameter.of(masking.rules().key().id())));
        Steps steps = new Steps(session);
        for (Catalogue.ForeignKey key : masking.foreignKeys()) {
            if (!key.validated() && !steps.isDone(ForeignKeys.step(key))) {
                long orphans = Verification.numbers(session, ForeignKeys.orphans(masking, key))
                        .get(0);
                steps.finish(ForeignKeys.step(key), orphans, Duration.ZERO);
            }
        }
    }

    private void refuseOtherKey(PriorMasking prior) throws PortException {
        if (prior.keyId().filter(id -> !id.equals(masking.rules().key().id())).isPresent()) {
            throw broken(
                    "the masking was begun with another key; put that back, or " + SqlMask.discard(masking.instance()));
        }
    }

    /** The plan may rest on the source's catalogue; the clone is what it must fit. */
    private void compare(Classifier.DatabaseState database) throws PortException {
        Problems problems = new Problems();
        List<TableMask> tables = new Classifier(masking.rules().rules(), database, problems).classify();
        if (!problems.isEmpty()) {
            throw broken("the clone's tables do not fit the rules: "
                    + problems.sorted().get(0).summary() + "; run a check to see all of it");
        }
        for (TableMask mask : tables) {
            Optional<String> obstacle = database.prior().obstacle(mask);
            if (obstacle.isPresent()) {
                throw broken("the rules were changed, and " + mask.table().id() + " cannot go on: " + obstacle.get());
            }
        }
        List<String> planned = work(masking.tables());
        List<String> found = work(tables);
        if (!planned.equals(found)) {
            throw broken("the clone's tables are not those the statements were made for; run again");
        }
    }

    private static List<String> work(List<TableMask> tables) {
        return tables.stream()
                .map(mask -> mask.table().id() + " " + mask.truncated() + " " + mask.kept() + " "
                        + mask.passes().stream()
                                .map(pass -> pass.step() + " " + Statements.mask(mask, pass))
                                .toList())
                .sorted()
                .toList();
    }

    /** Whatever the plan rested on: the clone is what goes live. */
    private void refuseOthers(Ports ports, Catalogue catalogue) throws PortException {
        List<OtherDatabases.Held> held =
                OtherDatabases.<RuntimeException>held(catalogue, masking.rules().databases(), name -> {
                    try (Database.Session other = masking.openOther(ports, name)) {
                        return CatalogueReader.readClone(other, masking.masterUser());
                    }
                });
        if (!held.isEmpty()) {
            throw broken(
                    "no rules for " + held.get(0) + "; give every database its rules file, or drop it in the source");
        }
    }

    private PortException broken(String message) {
        return new PortException(
                PortException.Kind.BROKEN, "sql-mask " + masking.instance().id(), message);
    }
}
