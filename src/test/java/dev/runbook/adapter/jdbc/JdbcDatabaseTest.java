package dev.runbook.adapter.jdbc;

import dev.runbook.port.DatabaseAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class JdbcDatabaseTest implements DatabaseContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public DatabaseAddress address() {
        return server.address("postgres");
    }
}
