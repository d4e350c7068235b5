package dev.runbook.port;

import java.util.List;
import java.util.Optional;

/** SQL databases over the network. Messages of its errors carry no data values (no DETAIL lines, no row contents). */
public interface Database {

    /** Opens a session in which nothing can be changed. */
    Session openReadOnly(DatabaseAddress address) throws PortException;

    /** Opens a session in auto-commit mode. */
    Session open(DatabaseAddress address) throws PortException;

    /** One connection; used by one thread at a time. */
    interface Session extends AutoCloseable {

        /** Runs a query; each row holds one text per column, empty for SQL NULL. For small answers: catalogues, counts. */
        List<List<Optional<String>>> query(String sql, List<Parameter> parameters) throws PortException;

        /** Runs a statement; returns the number of rows it changed, 0 for DDL. */
        long execute(String sql, List<Parameter> parameters) throws PortException;

        /**
         * Runs a {@code COPY ... FROM STDIN} with its data, which stay out of the server's log and statistics whatever it
         * logs of statements and their parameters. Kind BROKEN where the server has no such statement.
         *
         * @param data in the format that the statement names
         */
        void load(String copy, byte[] data) throws PortException;

        /** Runs work in one transaction: commits when it returns, rolls back when it throws. */
        <T> T transaction(Work<T> work) throws PortException;

        /** Runs work in one transaction that is rolled back whatever comes of it. */
        <T> T runAndRollBack(Work<T> work) throws PortException;

        @Override
        void close();
    }

    /** What to do inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws PortException;
    }

    /** A bind parameter. A secret one is never logged or shown. */
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
