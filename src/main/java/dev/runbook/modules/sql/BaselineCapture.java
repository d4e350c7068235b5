package dev.runbook.modules.sql;

import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.modules.sql.verify.OriginalFingerprints;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/**
 * Fingerprints and counts from before the masking of a table, which the verification needs.
 *
 * @param counts a JSON object, as the database returns it
 */
record BaselineCapture(String counts, long rows) {

    /**
     * Records them in the transaction that starts the masking.
     *
     * @throws PortException BROKEN if no path matches any of the documents, so that all would be lost
     */
    static BaselineCapture capture(Database.Session session, String place, TableMask table, MaskingPass pass)
            throws PortException {
        ProgressTable progressTable = new ProgressTable(session);
        progressTable.runStatement(MaskingStatements.sample(table, pass));
        Optional<String> originals = OriginalFingerprints.insertStatement(table, pass.columns());
        if (originals.isPresent()) {
            progressTable.runStatement(originals.get());
        }
        progressTable.recordWork(table, pass);
        String counts = progressTable.queryValue(MaskingStatements.counts(table, pass));
        refuseUnmatched(session, place, counts);
        long rows = Long.parseLong(session.query("SELECT ?::jsonb ->> 'rows'", List.of(Parameter.of(counts)))
                .get(0)
                .get(0)
                .orElse("0"));
        return new BaselineCapture(counts, rows);
    }

    private static void refuseUnmatched(Database.Session session, String place, String counts) throws PortException {
        List<List<Optional<String>>> lost = session.query(
                "SELECT key, value ->> 0 FROM jsonb_each(?::jsonb -> 'unfit') WHERE value -> 1 > '0' AND value -> 0 = value -> 1",
                List.of(Parameter.of(counts)));
        if (!lost.isEmpty()) {
            List<Optional<String>> column = lost.get(0);
            throw new PortException(
                    PortException.Kind.BROKEN,
                    "sql-mask " + place,
                    column.get(0).orElse("") + ": none of its paths matches any of the "
                            + column.get(1).orElse("") + " documents, so all of them would be lost; this table was not"
                            + " changed. Correct the paths (a list at the top is written [].key) and resume");
        }
    }
}
