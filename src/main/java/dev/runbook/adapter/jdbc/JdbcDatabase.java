package dev.runbook.adapter.jdbc;

import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens sessions on PostgreSQL, MySQL and MariaDB through their JDBC drivers. */
public final class JdbcDatabase implements Database {

    @Override
    public Session openReadOnly(DatabaseAddress address) throws PortException {
        return open(address, true);
    }

    @Override
    public Session open(DatabaseAddress address) throws PortException {
        return open(address, false);
    }

    private static Session open(DatabaseAddress address, boolean readOnly) throws PortException {
        Dialect dialect = Dialect.of(address.engine());
        String call = "sql:connect " + address.place();
        try {
            Connection connection = DriverManager.getConnection(dialect.url(address), dialect.properties(address));
            connection.setReadOnly(readOnly);
            return new JdbcSession(connection, dialect, address.place(), readOnly);
        } catch (SQLException e) {
            throw SqlErrors.connecting(call, e, dialect);
        }
    }
}
