package dev.runbook.modules.sql.rules;

import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.List;

/** Prepares sessions for masking: sends the key and fixes how values are converted to text. */
public final class KeyedSession {

    private static final String SETTINGS = String.join(
            "; ",
            "SET statement_timeout = 0",
            "SET idle_in_transaction_session_timeout = 0",
            "SET lock_timeout = '60s'",
            "SET client_min_messages = warning",
            "SET jit = off",
            "SET row_security = off",
            // The text of a value determines its hash.
            "SET timezone = 'UTC'",
            "SET datestyle = 'ISO, YMD'",
            "SET intervalstyle = 'postgres'",
            "SET bytea_output = 'hex'",
            "SET extra_float_digits = 1");

    private KeyedSession() {}

    /** Prepares a session; closes it if that fails. */
    public static Database.Session of(Database.Session session, MaskKey key) throws PortException {
        boolean ready = false;
        try {
            session.execute(SETTINGS, List.of());
            session.transaction(() -> {
                giveKey(session, key);
                return 0;
            });
            ready = true;
            return session;
        } finally {
            if (!ready) {
                session.close();
            }
        }
    }

    /**
     * Sends the key by COPY into a temporary table: bind parameters would appear in the server's log under {@code
     * log_statement}, {@code log_min_duration_statement}, {@code auto_explain.log_parameter_max_length} and {@code
     * pgaudit.log_parameter}. Puts {@code pg_catalog} first in the search path, whatever the role's setting is.
     */
    private static void giveKey(Database.Session session, MaskKey key) throws PortException {
        session.execute("SET TRANSACTION READ WRITE", List.of());
        session.execute(
                "CREATE TEMPORARY TABLE _runbook_key (inner_block bytea, outer_block bytea) ON COMMIT DROP", List.of());
        session.load("COPY pg_temp._runbook_key FROM STDIN WITH (FORMAT binary)", key.copyRow());
        session.query(
                "SELECT set_config('runbook.ip', inner_block::text, false) IS NULL,"
                        + " set_config('runbook.op', outer_block::text, false) IS NULL,"
                        + " set_config('runbook.seed', ('x' || left(encode(sha256(outer_block || sha256(inner_block ||"
                        + " 'fingerprints')), 'hex'), 16))::bit(64)::bigint::text, false) IS NULL,"
                        + " set_config('search_path', concat_ws(', ', 'pg_catalog', nullif(current_setting('search_path'), '')),"
                        + " false) IS NULL FROM pg_temp._runbook_key",
                List.of());
    }
}
