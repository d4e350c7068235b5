package dev.runbook.adapter.jdbc;

import dev.runbook.port.DatabaseAddress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class JdbcDatabaseTest implements DatabaseContract {

    @AutoClose
    private static TestPostgresServer server;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @Override
    public DatabaseAddress address() {
        return server.address("postgres");
    }
}
