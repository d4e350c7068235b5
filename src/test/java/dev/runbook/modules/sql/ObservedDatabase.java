package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** A database that notifies a test after each of its calls. */
record ObservedDatabase(Database real, Runnable observer) implements Database {

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return new ObservedSession(real.openReadOnly(address), observer);
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return new ObservedSession(real.open(address), observer);
    }

    private record ObservedSession(Session session, Runnable observer) implements Session {

        @Override
        public List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException {
            List<List<Optional<String>>> rows = session.query(sql, parameters);
            observer.run();
            return rows;
        }

        @Override
        public long execute(String sql, List<Parameter> parameters) throws PortException {
            long rows = session.execute(sql, parameters);
            observer.run();
            return rows;
        }

        @Override
        public void load(String copy, byte[] data) throws PortException {
            session.load(copy, data);
            observer.run();
        }

        @Override
        public <T> T transaction(Work<T> work) throws PortException {
            return session.transaction(work);
        }

        @Override
        public <T> T runAndRollBack(Work<T> work) throws PortException {
            return session.runAndRollBack(work);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
