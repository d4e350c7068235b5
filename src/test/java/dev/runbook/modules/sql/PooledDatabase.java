package dev.runbook.modules.sql;

import dev.runbook.adapter.jdbc.JdbcDatabase;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Reuses connections that were closed, after {@code DISCARD ALL}: a new server process costs more than most statements of a
 * test.
 */
final class PooledDatabase implements Database {

    private static final Map<String, Deque<Session>> IDLE = new ConcurrentHashMap<>();

    private final Database real = new JdbcDatabase();

    /** Closes every idle connection, so that their databases can be dropped or copied. */
    static void closeIdle() {
        IDLE.values().forEach(sessions -> {
            List.copyOf(sessions).forEach(Session::close);
            sessions.clear();
        });
    }

    /** A template can only be copied while nobody is connected to it. */
    private static boolean isTemplate(DatabaseAddress address) {
        return address.database().startsWith("template");
    }

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return borrow(address, true);
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return borrow(address, false);
    }

    private Session borrow(DatabaseAddress address, boolean readOnly) throws PortException {
        if (isTemplate(address)) {
            return readOnly ? real.openReadOnly(address) : real.open(address);
        }
        String key = readOnly + " " + address.user() + " " + address.place();
        Deque<Session> idle = IDLE.computeIfAbsent(key, unused -> new ConcurrentLinkedDeque<>());
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            try {
                session.execute("DISCARD ALL", List.of());
                if (readOnly) {
                    session.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", List.of());
                }
                return new PooledSession(session, idle);
            } catch (PortException e) {
                // The server or the database is gone.
                session.close();
            }
        }
        return new PooledSession(readOnly ? real.openReadOnly(address) : real.open(address), idle);
    }

    private static final class PooledSession implements Session {

        private final Session session;
        private final Deque<Session> idle;
        private boolean isClosed;

        PooledSession(Session session, Deque<Session> idle) {
            this.session = session;
            this.idle = idle;
        }

        @Override
        public List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException {
            return session.query(sql, parameters);
        }

        @Override
        public long execute(String sql, List<Parameter> parameters) throws PortException {
            return session.execute(sql, parameters);
        }

        @Override
        public void load(String copy, byte[] data) throws PortException {
            session.load(copy, data);
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
            if (!isClosed) {
                isClosed = true;
                idle.add(session);
            }
        }
    }
}
