package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/**
 * A database whose connection fails at one of its changing calls and all later ones; uncommitted work is rolled back.
 * Statements that only set up a session are not counted, because their effect ends with the session.
 */
final class FailingDatabase implements Database {

    private final Database real;
    private final int lostAt;
    private final boolean answerOnly;
    private int calls;

    FailingDatabase(Database real, int lostAt) {
        this(real, lostAt, false);
    }

    private FailingDatabase(Database real, int lostAt, boolean answerOnly) {
        this.real = real;
        this.lostAt = lostAt;
        this.answerOnly = answerOnly;
    }

    /** A database that still runs that call, for instance a COMMIT, but loses its answer. */
    static FailingDatabase loseAnswerAt(Database real, int lostAt) {
        return new FailingDatabase(real, lostAt, true);
    }

    int calls() {
        return calls;
    }

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return new FailingSession(real.openReadOnly(address));
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return new FailingSession(real.open(address));
    }

    private <T> T countCall(DatabaseCall<T> work) throws PortException {
        calls++;
        if (calls > lostAt || (calls == lostAt && !answerOnly)) {
            throw new PortException(PortException.Kind.OUTCOME_UNKNOWN, "sql", "killed at call " + calls);
        }
        boolean lost = calls == lostAt;
        T answer = work.run();
        if (lost) {
            throw new PortException(PortException.Kind.OUTCOME_UNKNOWN, "sql", "no answer to call " + calls);
        }
        return answer;
    }

    /** A query changes nothing, so a kill at a query equals a kill at the next call; after the failure every query fails. */
    private <T> T failIfLost(DatabaseCall<T> work) throws PortException {
        if (calls >= lostAt) {
            throw new PortException(PortException.Kind.OUTCOME_UNKNOWN, "sql", "lost since call " + calls);
        }
        return work.run();
    }

    @FunctionalInterface
    private interface DatabaseCall<T> {
        T run() throws PortException;
    }

    private final class FailingSession implements Session {

        private final Session session;

        FailingSession(Session session) {
            this.session = session;
        }

        @Override
        public List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException {
            return sql.contains("_runbook.run(")
                    ? countCall(() -> session.query(sql, parameters))
                    : failIfLost(() -> session.query(sql, parameters));
        }

        @Override
        public long execute(String sql, List<Parameter> parameters) throws PortException {
            return sql.startsWith("SET ") || sql.startsWith("CREATE TEMPORARY TABLE")
                    ? session.execute(sql, parameters)
                    : countCall(() -> session.execute(sql, parameters));
        }

        @Override
        public void load(String copy, byte[] data) throws PortException {
            session.load(copy, data);
        }

        @Override
        public <T> T transaction(Database.Work<T> work) throws PortException {
            if (!answerOnly) {
                return session.transaction(() -> {
                    T result = work.run();
                    countCall(() -> 0);
                    return result;
                });
            }
            // The inner calls are counted separately; this call is the COMMIT.
            T result = session.transaction(work);
            return countCall(() -> result);
        }

        @Override
        public <T> T runAndRollBack(Database.Work<T> work) throws PortException {
            return session.runAndRollBack(work);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
