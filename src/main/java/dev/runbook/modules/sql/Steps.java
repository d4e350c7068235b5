package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The progress table of a masking. A step's row is written in the transaction that does the step, so that after a kill it
 * is known whether it happened: masking twice would give other values.
 */
final class Steps {

    private static final String DONE = "done";

    private final Database.Session session;

    Steps(Database.Session session) {
        this.session = session;
    }

    boolean isDone(String step) throws PortException {
        return state(step).filter(DONE::equals).isPresent();
    }

    boolean isBegun(String step) throws PortException {
        return state(step).isPresent();
    }

    private Optional<String> state(String step) throws PortException {
        return first("SELECT state FROM _runbook.progress WHERE step = ?", step);
    }

    /** The key of the last row of the last batch; empty before the first. */
    Optional<String> nextKey(String step) throws PortException {
        return first("SELECT next_key::text FROM _runbook.progress WHERE step = ? FOR UPDATE", step);
    }

    void begin(String step, String before) throws PortException {
        session.execute(
                "INSERT INTO _runbook.progress (step, state, before, rows, seconds) VALUES (?, 'begun', ?::jsonb, 0, 0)",
                List.of(Parameter.of(step), Parameter.of(before)));
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

    private Optional<String> first(String sql, String step) throws PortException {
        List<List<Optional<String>>> rows = session.query(sql, List.of(Parameter.of(step)));
        return rows.isEmpty() ? Optional.empty() : rows.get(0).get(0);
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000 + "." + String.format("%03d", time.toMillis() % 1000);
    }
}
