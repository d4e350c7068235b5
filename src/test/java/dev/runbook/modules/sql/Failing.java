package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** A database that is lost at one of its calls, and stays lost; what was not committed is rolled back. */
final class Failing implements Database {

    private final Database real;
    private final int lostAt;
    private int calls;

    Failing(Database real, int lostAt) {
        this.real = real;
        this.lostAt = lostAt;
    }

    int calls() {
        return calls;
    }

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return new Counted(real.openReadOnly(address));
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return new Counted(real.open(address));
    }

    private void count() throws PortException {
        calls++;
        if (calls >= lostAt) {
            throw new PortException(PortException.Kind.OUTCOME_UNKNOWN, "sql", "killed at call " + calls);
        }
    }

    private final class Counted implements Session {

        private final Session session;

        Counted(Session session) {
            this.session = session;
        }

        @Override
        public List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException {
            count();
            return session.query(sql, parameters);
        }

        @Override
        public long execute(String sql, List<Parameter> parameters) throws PortException {
            count();
            return session.execute(sql, parameters);
        }

        @Override
        public <T> T transaction(Work<T> work) throws PortException {
            return session.transaction(() -> {
                T result = work.run();
                count();
                return result;
            });
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
