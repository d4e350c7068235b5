package dev.runbook.modules.sql;

import dev.runbook.modules.sql.rules.PriorMasking;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table that records the progress of a masking. A step's row is written in the transaction that runs the step, so
 * that a resumed run knows whether it was committed: masking twice would give other values.
 */
final class ProgressTable {

    private static final String DONE = "done";

    private final Database.Session session;

    ProgressTable(Database.Session session) {
        this.session = session;
    }

    boolean isDone(String step) throws PortException {
        return state(step).filter(DONE::equals).isPresent();
    }

    boolean isStarted(String step) throws PortException {
        return state(step).isPresent();
    }

    private Optional<String> state(String step) throws PortException {
        return queryFirst("SELECT state FROM _runbook.progress WHERE step = ?", step);
    }

    /** The key of the last row of the last batch; empty before the first. */
    Optional<String> nextKey(String step) throws PortException {
        return queryFirst("SELECT next_key::text FROM _runbook.progress WHERE step = ? FOR UPDATE", step);
    }

    void begin(String step, String before) throws PortException {
        session.execute(
                "INSERT INTO _runbook.progress (step, state, before, rows, seconds) VALUES (?, 'begun', ?::jsonb, 0, 0)",
                List.of(Parameter.of(step), Parameter.of(before)));
    }

    /** Records how a table is masked, so that changed rules can be compared with it later. */
    void recordWork(TableMask mask, TableMask.MaskingPass pass) throws PortException {
        recordWork(mask, pass.step(), PriorMasking.TABLE, PriorMasking.rowsDigest(mask));
        for (TableMask.MaskedColumn maskedColumn : pass.columns()) {
            recordWork(mask, pass.step(), maskedColumn.column().name(), maskedColumn.digest());
        }
    }

    /** Records which rows are deleted. */
    void recordWork(TableMask mask, String step) throws PortException {
        recordWork(mask, step, PriorMasking.TABLE, PriorMasking.rowsDigest(mask));
    }

    private void recordWork(TableMask mask, String step, String item, String digest) throws PortException {
        session.execute(
                "INSERT INTO _runbook.work VALUES (?, ?, ?, ?)",
                List.of(Parameter.of(mask.table().id()), Parameter.of(step), Parameter.of(item), Parameter.of(digest)));
    }

    /**
     * Runs a statement on data. Its error messages omit values, which would otherwise appear in the server's log.
     *
     * @return the number of rows changed
     */
    long runStatement(String statement) throws PortException {
        return runStatement(statement, Optional.empty(), "[]");
    }

    /**
     * Runs a statement for the rows after the lower key, if there is one, up to the upper key; each key is a JSON list
     * of texts.
     */
    long runStatement(String statement, Optional<String> lower, String upper) throws PortException {
        try {
            return Long.parseLong(session.query(
                            "SELECT _runbook.run(?, ?, ?)",
                            List.of(
                                    Parameter.of(statement),
                                    new Parameter(lower, true),
                                    new Parameter(Optional.of(upper), true)))
                    .get(0)
                    .get(0)
                    .orElse("0"));
        } catch (PortException e) {
            throw new PortException(
                    e.kind(),
                    "sql:" + statement.lines().findFirst().orElse(""),
                    String.valueOf(e.getMessage()).substring(e.call().length() + 2));
        }
    }

    /** The only value of a query on data; its error messages omit values, too. */
    String queryValue(String query) throws PortException {
        return session.query("SELECT _runbook.ask(?)", List.of(Parameter.of(query)))
                .get(0)
                .get(0)
                .orElse("");
    }

    void advance(String step, String nextKey, long rows, Duration time) throws PortException {
        session.execute(
                "UPDATE _runbook.progress SET next_key = ?::jsonb, rows = rows + ?::bigint, seconds = seconds + ?::numeric"
                        + " WHERE step = ?",
                List.of(
                        Parameter.of(nextKey),
                        Parameter.of(Long.toString(rows)),
                        Parameter.of(seconds(time)),
                        Parameter.of(step)));
    }

    void finish(String step, long rows, Duration time) throws PortException {
        session.execute(
                "INSERT INTO _runbook.progress (step, state, rows, seconds) VALUES (?, 'done', ?::bigint, ?::numeric)"
                        + " ON CONFLICT (step) DO UPDATE SET state = 'done', rows = progress.rows + excluded.rows,"
                        + " seconds = progress.seconds + excluded.seconds",
                List.of(Parameter.of(step), Parameter.of(Long.toString(rows)), Parameter.of(seconds(time))));
    }

    private Optional<String> queryFirst(String sql, String step) throws PortException {
        List<List<Optional<String>>> rows = session.query(sql, List.of(Parameter.of(step)));
        return rows.isEmpty() ? Optional.empty() : rows.get(0).get(0);
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000 + "." + String.format("%03d", time.toMillis() % 1000);
    }
}
