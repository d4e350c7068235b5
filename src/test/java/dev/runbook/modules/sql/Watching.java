package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.util.List;
import java.util.Optional;

/** A database that notifies a test after each of its calls. */
record Watching(Database real, Runnable look) implements Database {

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return new Watched(real.openReadOnly(address), look);
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return new Watched(real.open(address), look);
    }

    private record Watched(Session session, Runnable look) implements Session {

        @Override
        public List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException {
            List<List<Optional<String>>> rows = session.query(sql, parameters);
            look.run();
            return rows;
        }

        @Override
        public long execute(String sql, List<Parameter> parameters) throws PortException {
            long rows = session.execute(sql, parameters);
            look.run();
            return rows;
        }

        @Override
        public void load(String copy, byte[] data) throws PortException {
            session.load(copy, data);
            look.run();
        }

        @Override
        public <T> T transaction(Work<T> work) throws PortException {
            return session.transaction(work);
        }

        @Override
        public <T> T rolledBack(Work<T> work) throws PortException {
            return session.rolledBack(work);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
