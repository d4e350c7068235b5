package dev.runbook.adapter.jdbc;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Maps driver errors to the kinds of the port. The cause is dropped on purpose: its text may quote values of a row. So may some
 * messages of the server, which are cut off before the first quoted value.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class SqlErrors {

    private static final Set<String> RETRYABLE_STATES =
            Set.of("40001", "40P01", "55P03", "57014", "08003", "57P03", "41000");
    private static final Set<String> CONNECTION_LOST_STATES = Set.of("57P01", "57P02", "57P05");
    private static final Set<Integer> MYSQL_RETRYABLE_CODES = Set.of(1205, 1213, 1317, 3024, 3572);
    private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);

    private SqlErrors() {}

    static PortException connecting(String call, SQLException error, Dialect dialect) {
        String state = state(error);
        Kind kind = Kind.BROKEN;
        if (isDenied(state, error, dialect)) {
            kind = Kind.DENIED;
        } else if (state.equals("3D000") || error.getErrorCode() == 1049) {
            kind = Kind.NOT_FOUND;
        } else if (state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || error instanceof SQLTimeoutException
                || error.getErrorCode() == 1040) {
            kind = Kind.RETRYABLE;
        }
        return new PortException(kind, call, message(error));
    }

    static PortException running(String call, SQLException error, Dialect dialect, boolean readOnly) {
        String state = state(error);
        Kind kind = Kind.BROKEN;
        if (isDenied(state, error, dialect)) {
            kind = Kind.DENIED;
        } else if (RETRYABLE_STATES.contains(state)
                || state.startsWith("53")
                || (dialect == Dialect.MYSQL && MYSQL_RETRYABLE_CODES.contains(error.getErrorCode()))) {
            kind = Kind.RETRYABLE;
        } else if (state.startsWith("08") || CONNECTION_LOST_STATES.contains(state)) {
            kind = readOnly ? Kind.RETRYABLE : Kind.OUTCOME_UNKNOWN;
        }
        return new PortException(kind, call, message(error));
    }

    private static boolean isDenied(String state, SQLException error, Dialect dialect) {
        return state.startsWith("28")
                || (dialect == Dialect.POSTGRES && state.equals("42501"))
                || (dialect == Dialect.MYSQL && MYSQL_DENIED.contains(error.getErrorCode()));
    }

    private static String state(SQLException error) {
        return Optional.ofNullable(error.getSQLState()).orElse("");
    }

    private static String message(SQLException error) {
        String state = state(error);
        Optional<ServerErrorMessage> server = error instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage())
                : Optional.empty();
        String text = server.map(ServerErrorMessage::getMessage)
                .or(() -> Optional.ofNullable(error.getMessage()))
                .orElse("no message");
        return withoutValues(state, text) + server.map(SqlErrors::place).orElse("") + " (SQLState " + state + ")";
    }

    /** Removes values of rows and keeps names: errors of class 22 and 23 and raised errors quote values. */
    private static String withoutValues(String state, String text) {
        String line = text.lines().findFirst().orElse("").strip();
        if (state.startsWith("P0")) {
            return "a function of the database raised an error (text omitted)";
        }
        boolean quotesValues = state.startsWith("22") || state.equals("HY000") || state.equals("01000");
        boolean quotesKey = state.equals("23000");
        int quote = quotesValues ? firstQuote(line) : quotesKey ? line.indexOf('\'') : -1;
        return quote < 0 ? line : line.substring(0, quote).strip().replaceAll("[:,]$", "") + " <value left out>";
    }

    private static int firstQuote(String line) {
        int twice = line.indexOf('"');
        int once = line.indexOf('\'');
        return twice < 0 ? once : once < 0 ? twice : Math.min(once, twice);
    }

    private static String place(ServerErrorMessage error) {
        StringBuilder place = new StringBuilder();
        orEmpty(error.getTable())
                .ifPresent(table -> place.append(", table ")
                        .append(orEmpty(error.getSchema())
                                .map(schema -> schema + ".")
                                .orElse(""))
                        .append(table));
        orEmpty(error.getColumn()).ifPresent(column -> place.append(", column ").append(column));
        orEmpty(error.getConstraint())
                .ifPresent(constraint -> place.append(", constraint ").append(constraint));
        return place.toString();
    }

    /** A function that re-raises an error may have set a part of it to an empty text. */
    private static Optional<String> orEmpty(@Nullable String part) {
        return Optional.ofNullable(part).filter(text -> !text.isEmpty());
    }
}
