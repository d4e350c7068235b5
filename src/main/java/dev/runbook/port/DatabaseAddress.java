package dev.runbook.port;

import dev.runbook.world.Password;
import java.time.Duration;

/**
 * The address of a database, with the credentials and options of the connection.
 *
 * @param engine RDS engine name: {@code postgres}, {@code mysql}, {@code mariadb}
 * @param connectTimeout time limit for connecting
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

    /**
     * The TLS mode, named like libpq's {@code sslmode}.
     *
     * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">SSL support of libpq</a>
     */
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
