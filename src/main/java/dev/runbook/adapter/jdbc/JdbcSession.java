package dev.runbook.adapter.jdbc;

import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Statements run on a separate thread, because a socket read cannot be interrupted: when the caller is
 * interrupted, the statement is cancelled on the server and its actual outcome is awaited.
 */
final class JdbcSession implements Database.Session {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSession.class);
    private static final int CANCEL_SECONDS = 10;

    private final Connection connection;
    private final Dialect dialect;
    private final String place;
    private final boolean readOnly;
    private final ExecutorService worker;
    private volatile Optional<Statement> running = Optional.empty();

    JdbcSession(Connection connection, Dialect dialect, String place, boolean readOnly) {
        this.connection = connection;
        this.dialect = dialect;
        this.place = place;
        this.readOnly = readOnly;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "sql " + place);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<List<Optional<String>>> query(String sql, List<Database.Parameter> parameters) throws PortException {
        return log(sql, () -> {
            try (Statement statement = prepare(sql, parameters)) {
                return rows(run(statement, sql));
            }
        });
    }

    @Override
    public long execute(String sql, List<Database.Parameter> parameters) throws PortException {
        return log(sql, () -> {
            try (Statement statement = prepare(sql, parameters)) {
                run(statement, sql);
                return Math.max(0, statement.getLargeUpdateCount());
            }
        });
    }

    @Override
    public void load(String copy, byte[] data) throws PortException {
        if (dialect != Dialect.POSTGRES) {
            throw new PortException(Kind.BROKEN, call(copy), "only PostgreSQL has COPY ... FROM STDIN");
        }
        log(copy, () -> {
            CopyIn target = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            try {
                target.writeToCopy(data, 0, data.length);
                return target.endCopy();
            } finally {
                if (target.isActive()) {
                    target.cancelCopy();
                }
            }
        });
    }

    /** Logs the statement without its parameters, which are data. */
    private <T> T log(String sql, SqlWork<T> work) throws PortException {
        long began = System.nanoTime();
        LOG.debug("> {}\n{}", place, sql);
        try {
            T answer = await(call(sql), work);
            LOG.info("{}, {} ms", call(sql), millisSince(began));
            return answer;
        } catch (PortException e) {
            LOG.info("{}, {} ms: {}", call(sql), millisSince(began), e.getMessage());
            throw e;
        }
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    @Override
    public <T> T transaction(Database.Work<T> work) throws PortException {
        autoCommit(false);
        boolean committed = false;
        try {
            T result = work.run();
            await("sql:COMMIT " + place, () -> {
                connection.commit();
                return true;
            });
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
            restore();
        }
    }

    @Override
    public <T> T runAndRollBack(Database.Work<T> work) throws PortException {
        autoCommit(false);
        try {
            return work.run();
        } finally {
            rollBack();
            restore();
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            connection.close();
        } catch (SQLException e) {
            abort();
        }
    }

    private void autoCommit(boolean on) throws PortException {
        await("sql:BEGIN " + place, () -> {
            connection.setAutoCommit(on);
            return on;
        });
    }

    /** The connection may be lost after a failure; the first failure is the one to report. */
    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            abort();
        }
    }

    private void restore() {
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            abort();
        }
    }

    private Statement prepare(String sql, List<Database.Parameter> parameters) throws SQLException {
        if (parameters.isEmpty()) {
            // Without parameters a question mark is an operator, not a placeholder.
            Statement statement = connection.createStatement();
            statement.setEscapeProcessing(false);
            running = Optional.of(statement);
            return statement;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setString(i + 1, parameters.get(i).text().orElse(null));
        }
        running = Optional.of(statement);
        return statement;
    }

    private static Statement run(Statement statement, String sql) throws SQLException {
        if (statement instanceof PreparedStatement withParameters) {
            withParameters.execute();
        } else {
            statement.execute(sql);
        }
        return statement;
    }

    private static List<List<Optional<String>>> rows(Statement statement) throws SQLException {
        List<List<Optional<String>>> rows = new ArrayList<>();
        try (ResultSet results = statement.getResultSet()) {
            if (results == null) {
                return rows;
            }
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                List<Optional<String>> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(Optional.ofNullable(results.getString(column)));
                }
                rows.add(List.copyOf(row));
            }
        }
        return rows;
    }

    private <T> T await(String call, SqlWork<T> work) throws PortException {
        if (worker.isShutdown()) {
            throw new PortException(Kind.RETRYABLE, call, "the session is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new PortException(Kind.RETRYABLE, call, "interrupted before it was sent");
        }
        Future<T> future = worker.submit(() -> {
            try {
                return work.run();
            } finally {
                running = Optional.empty();
            }
        });
        try {
            return outcome(call, future);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return afterCancel(call, future);
        }
    }

    private <T> T outcome(String call, Future<T> future) throws PortException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(call, e);
        }
    }

    private <T> T afterCancel(String call, Future<T> future) throws PortException {
        boolean interrupted = Thread.interrupted();
        try {
            cancel();
            return future.get(CANCEL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(call, e);
        } catch (TimeoutException | InterruptedException e) {
            abort();
            throw new PortException(
                    Kind.OUTCOME_UNKNOWN, call, "interrupted, and the server did not respond to the cancellation");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void cancel() {
        try {
            Optional<Statement> statement = running;
            if (statement.isPresent()) {
                statement.get().cancel();
            }
        } catch (SQLException e) {
            abort();
        }
    }

    private void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            worker.shutdownNow();
        }
    }

    private PortException failure(String call, ExecutionException failed) {
        if (failed.getCause() instanceof SQLException error) {
            return SqlErrors.running(call, error, dialect, readOnly);
        }
        throw new IllegalStateException(call, failed.getCause());
    }

    /** The first word of the statement and the address; the journal contains the statement. */
    private String call(String sql) {
        String start = sql.strip();
        int end = start.indexOf(' ');
        return "sql:" + (end < 0 ? start : start.substring(0, end)) + " " + place;
    }

    /** Work on the connection. */
    @FunctionalInterface
    private interface SqlWork<T> {
        T run() throws SQLException;
    }
}
