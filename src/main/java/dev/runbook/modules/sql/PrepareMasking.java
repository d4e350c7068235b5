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
 * Creates the schema {@code _runbook} in the clone: functions, dictionaries, progress. Refuses a clone whose tables
 * differ from the planned ones, a clone with other databases to mask, and a clone whose masking was started with
 * another key or with incompatible rules.
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

    /** Creates the masking functions in the caller's transaction. */
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
                    "the masking was started with another key; restore that key, or " + SqlMask.discard(masking.instance()));
        }
    }

    /** The plan may be based on the source's catalogue, but it must fit the clone. */
    private void compare(Classifier.DatabaseState database) throws PortException {
        Problems problems = new Problems();
        List<TableMask> tables = new Classifier(masking.rules().rules(), database, problems).classify();
        if (!problems.isEmpty()) {
            throw broken("the clone's tables do not fit the rules: "
                    + problems.sorted().get(0).summary() + "; run a check to see all problems");
        }
        for (TableMask mask : tables) {
            Optional<String> obstacle = database.prior().obstacle(mask);
            if (obstacle.isPresent()) {
                throw broken("the rules were changed, and the masking of " + mask.table().id() + " cannot continue: " + obstacle.get());
            }
        }
        List<String> planned = work(masking.tables());
        List<String> found = work(tables);
        if (!planned.equals(found)) {
            throw broken("the clone's tables differ from those in the plan; run again");
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

    /** Reads the clone again, because the clone goes live whatever the plan was based on. */
    private void refuseOthers(Ports ports, Catalogue catalogue) throws PortException {
        List<OtherDatabases.Held> held =
                OtherDatabases.<RuntimeException>held(catalogue, masking.rules().databases(), name -> {
                    try (Database.Session other = masking.openOther(ports, name)) {
                        return CatalogueReader.readClone(other, masking.masterUser());
                    }
                });
        if (!held.isEmpty()) {
            throw broken(
                    "no rules for " + held.get(0) + "; add a rules file for every database, or drop it in the source");
        }
    }

    private PortException broken(String message) {
        return new PortException(
                PortException.Kind.BROKEN, "sql-mask " + masking.instance().id(), message);
    }
}
