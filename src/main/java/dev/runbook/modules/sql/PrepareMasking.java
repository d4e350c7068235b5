package dev.runbook.modules.sql;

import dev.runbook.modules.Description;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;

/**
 * Makes the schema {@code _runbook} in the clone: functions, dictionaries, progress. Refuses a clone whose tables are not
 * those the statements were made for, and one whose masking was begun with other rules.
 */
record PrepareMasking(Masking masking) implements MaskingChange {

    @Override
    public String key() {
        return "prepare " + masking.database();
    }

    @Override
    public Description describe() {
        return Descriptions.statement("CREATE SCHEMA", masking.database() + "._runbook", Statements.prepare(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            compare(CatalogueReader.read(session));
            checkOwner(session);
            session.transaction(() -> {
                install(session);
                return 0;
            });
        }
    }

    private void install(Database.Session session) throws PortException {
        session.query(
                "SELECT set_config('runbook.dictionaries', ?, true) IS NULL",
                List.of(Parameter.of(Statements.dictionaries())));
        session.execute(Statements.prepare(), List.of());
        session.execute(
                "INSERT INTO _runbook.rules VALUES (true, ?, ?) ON CONFLICT DO NOTHING",
                List.of(
                        Parameter.of(masking.digest()),
                        Parameter.of(masking.key().id())));
        Optional<String> begun = session.query("SELECT digest FROM _runbook.rules", List.of())
                .get(0)
                .get(0);
        if (!begun.equals(Optional.of(masking.digest()))) {
            throw broken("the masking was begun with other rules or another key; put those back,"
                    + " or delete the clone and run again");
        }
    }

    /** The plan may rest on the source's catalogue; the clone is what it must fit. */
    private void compare(Catalogue catalogue) throws PortException {
        Problems problems = new Problems();
        List<TableMask> tables = new Classifier(masking.rules(), catalogue, problems).classify();
        if (!problems.isEmpty()) {
            throw broken("the clone's tables do not fit the rules: "
                    + problems.sorted().get(0).summary() + "; run a check to see all of it");
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
                        + (mask.masked().isEmpty() ? "" : Statements.mask(mask)))
                .sorted()
                .toList();
    }

    private void checkOwner(Database.Session session) throws PortException {
        for (TableMask mask : masking.tables()) {
            boolean touched = mask.truncated()
                    || !mask.masked().isEmpty()
                    || mask.deleteWhere().isPresent();
            String owned =
                    "SELECT pg_has_role(current_user, relowner, 'USAGE'), pg_get_userbyid(relowner), current_user"
                            + " FROM pg_class WHERE oid = ?::regclass";
            List<Optional<String>> row = session.query(
                            owned, List.of(Parameter.of(mask.table().quoted())))
                    .get(0);
            if (touched && !row.get(0).equals(Optional.of("t"))) {
                throw new PortException(
                        PortException.Kind.DENIED,
                        "sql:ALTER " + masking.place(mask),
                        "only its owner may rewrite it; in the source: GRANT "
                                + Sql.name(row.get(1).orElse("")) + " TO "
                                + Sql.name(row.get(2).orElse("")));
            }
        }
    }

    private PortException broken(String message) {
        return new PortException(
                PortException.Kind.BROKEN, "sql-mask " + masking.instance().id(), message);
    }
}
