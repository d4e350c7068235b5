package dev.runbook.adapter.jdbc;

import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The URL and connection properties of the two families of servers. */
enum Dialect {
    POSTGRES("jdbc:postgresql:") {
        @Override
        Properties properties(DatabaseAddress address) {
            Properties properties = credentials(address);
            properties.setProperty("ApplicationName", "runbook");
            properties.setProperty("sslmode", sslMode(address.tls()));
            String seconds = Long.toString(Math.max(1, address.connectTimeout().toSeconds()));
            properties.setProperty("connectTimeout", seconds);
            properties.setProperty("loginTimeout", seconds);
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("readOnlyMode", "always");
            // Untyped, so that the server infers the type of a parameter as for a quoted literal.
            properties.setProperty("stringtype", "unspecified");
            // No server-side prepared statements: each batch over a key range needs its own plan.
            properties.setProperty("prepareThreshold", "0");
            properties.setProperty("logServerErrorDetail", "false");
            return properties;
        }

        private String sslMode(DatabaseAddress.TlsMode tls) {
            return switch (tls) {
                case DISABLE -> "disable";
                case PREFER -> "prefer";
                case REQUIRE -> "require";
                case VERIFY_FULL -> "verify-full";
            };
        }
    },

    MYSQL("jdbc:mysql:") {
        @Override
        Properties properties(DatabaseAddress address) {
            Properties properties = credentials(address);
            properties.setProperty("connectionAttributes", "program_name:runbook");
            properties.setProperty("sslMode", sslMode(address.tls()));
            properties.setProperty(
                    "connectTimeout",
                    Long.toString(Math.max(1000, address.connectTimeout().toMillis())));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("allowLoadLocalInfile", "false");
            properties.setProperty("tinyInt1isBit", "false");
            properties.setProperty("yearIsDateType", "false");
            return properties;
        }

        private String sslMode(DatabaseAddress.TlsMode tls) {
            return switch (tls) {
                case DISABLE -> "DISABLED";
                case PREFER -> "PREFERRED";
                case REQUIRE -> "REQUIRED";
                case VERIFY_FULL -> "VERIFY_IDENTITY";
            };
        }
    };

    private final String scheme;

    Dialect(String scheme) {
        this.scheme = scheme;
    }

    /** The dialect of an RDS engine name, Aurora included. */
    static Dialect of(String engine) throws PortException {
        return switch (engine) {
            case "postgres", "aurora-postgresql" -> POSTGRES;
            case "mysql", "mariadb", "aurora-mysql" -> MYSQL;
            default ->
                throw new PortException(
                        PortException.Kind.BROKEN,
                        "sql:connect",
                        "engine '" + engine + "' is not supported; postgres, mysql and mariadb are");
        };
    }

    abstract Properties properties(DatabaseAddress address);

    String url(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        String database =
                URLEncoder.encode(address.database(), StandardCharsets.UTF_8).replace("+", "%20");
        return scheme + "//" + host + ":" + address.port() + "/" + database;
    }

    private static Properties credentials(DatabaseAddress address) {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password().reveal());
        return properties;
    }
}
