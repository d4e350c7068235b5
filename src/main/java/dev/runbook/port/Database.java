package dev.runbook.port;

import java.util.List;
import java.util.Optional;

/** SQL databases over the network. Error messages contain no data values (no DETAIL lines, no row contents). */
public interface Database {

    /**
     * Opens a read-only session.
     *
     * @throws PortException DENIED when the server rejects the credentials, NOT_FOUND when there is no such database, RETRYABLE when
     *     the server cannot be reached or accepts no connection now, BROKEN when the engine is not supported
     */
    Session openReadOnly(DatabaseAddress address) throws PortException;

    /**
     * Opens a session in auto-commit mode.
     *
     * @throws PortException DENIED when the server rejects the credentials, NOT_FOUND when there is no such database, RETRYABLE when
     *     the server cannot be reached or accepts no connection now, BROKEN when the engine is not supported
     */
    Session open(DatabaseAddress address) throws PortException;

    /** One connection, for one thread at a time. */
    interface Session extends AutoCloseable {

        /**
         * Runs a query; each row has one text per column, empty for SQL NULL. For small results: catalogues, counts.
         *
         * @throws PortException DENIED without permission, RETRYABLE after a timeout, a deadlock or on a closed session, OUTCOME_UNKNOWN when the
         *     connection is lost, BROKEN when the statement is wrong
         */
        List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException;

        /**
         * Runs a statement; returns the number of changed rows, 0 for DDL.
         *
         * @throws PortException DENIED without permission, RETRYABLE after a timeout, a deadlock or on a closed session, OUTCOME_UNKNOWN when the
         *     connection is lost, BROKEN when the statement is wrong
         */
        long execute(String sql, List<Parameter> parameters) throws PortException;

        /**
         * Runs a {@code COPY ... FROM STDIN}. Its data never appear in the server's log or statistics, even if the server logs
         * statements and their parameters.
         *
         * @param data in the format that the statement names
         * @throws PortException BROKEN when the server is not PostgreSQL; otherwise as {@link #execute}
         */
        void load(String copy, byte[] data) throws PortException;

        /**
         * Runs work in one transaction: commits when it returns, rolls back when it throws.
         *
         * @throws PortException the failure of the work; OUTCOME_UNKNOWN when the connection is lost during the commit
         */
        <T> T transaction(Work<T> work) throws PortException;

        /**
         * Runs work in one transaction that is always rolled back.
         *
         * @throws PortException the failure of the work; RETRYABLE when the session is closed
         */
        <T> T runAndRollBack(Work<T> work) throws PortException;

        @Override
        void close();
    }

    /** Work inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        /**
         * Does the work.
         *
         * @throws PortException when a statement fails; the kind is that of the statement
         */
        T run() throws PortException;
    }

    /** A bind parameter; a secret one is never logged or shown. */
    record Parameter(Optional<String> text, boolean secret) {

        public static Parameter of(String text) {
            return new Parameter(Optional.of(text), false);
        }

        public static Parameter secret(String text) {
            return new Parameter(Optional.of(text), true);
        }

        @Override
        public String toString() {
            return secret ? "***" : text.orElse("NULL");
        }
    }
}
