package dev.runbook.port;

import dev.runbook.world.Password;
import java.time.Duration;

/**
 * Where and as whom to connect to a database.
 *
 * @param engine RDS engine name: {@code postgres}, {@code mysql}, {@code mariadb}
 * @param connectTimeout how long connecting may take
 */
public record DatabaseAddress(
        String engine,
        String host,
        int port,
        String database,
        String user,
        Password password,
        TlsMode tls,
        Duration connectTimeout) {

    /** How much of TLS is asked for; the words of libpq's {@code sslmode}. */
    public enum TlsMode {
        DISABLE,
        PREFER,
        REQUIRE,
        VERIFY_FULL
    }

    /** Host, port and database, for messages; no credentials. */
    public String place() {
        return host + ":" + port + "/" + database;
    }
}
