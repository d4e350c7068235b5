package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Pass;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/**
 * What is needed to prove the masking of a table later: fingerprints of values, and counts.
 *
 * @param counts as the database writes them, a JSON object
 */
record OldValues(String counts, long rows) {

    /**
     * Takes them, in the transaction that begins to mask.
     *
     * @throws PortException BROKEN when documents are of another shape than the rules think, and would all be lost
     */
    static OldValues remember(Database.Session session, String place, TableMask table, Pass pass) throws PortException {
        Steps steps = new Steps(session);
        steps.run(Statements.sample(table, pass));
        Optional<String> originals = Originals.remember(table, pass.columns());
        if (originals.isPresent()) {
            steps.run(originals.get());
        }
        steps.remember(table, pass);
        String counts = steps.ask(Statements.counts(table, pass));
        refuseUnfit(session, place, counts);
        long rows = Long.parseLong(session.query("SELECT ?::jsonb ->> 'rows'", List.of(Parameter.of(counts)))
                .get(0)
                .get(0)
                .orElse("0"));
        return new OldValues(counts, rows);
    }

    private static void refuseUnfit(Database.Session session, String place, String counts) throws PortException {
        List<List<Optional<String>>> lost = session.query(
                "SELECT key, value ->> 0 FROM jsonb_each(?::jsonb -> 'unfit') WHERE value -> 1 > '0' AND value -> 0 = value -> 1",
                List.of(Parameter.of(counts)));
        if (!lost.isEmpty()) {
            List<Optional<String>> column = lost.get(0);
            throw new PortException(
                    PortException.Kind.BROKEN,
                    "sql-mask " + place,
                    column.get(0).orElse("") + ": none of its paths leads into any of the "
                            + column.get(1).orElse("") + " documents, so all of them would be lost; nothing of this"
                            + " table was changed. Correct the paths, a list at the top is written [].key, and resume");
        }
    }
}
