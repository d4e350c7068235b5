package dev.runbook.adapter.jdbc;

import dev.runbook.port.DatabaseAddress;
import dev.runbook.world.Password;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Tag("slow")
@Testcontainers(disabledWithoutDocker = true)
class OfficialImageTest implements DatabaseContract {

    @Container
    private static final PostgreSQLContainer SERVER = new PostgreSQLContainer("postgres:16-alpine");

    @Override
    public DatabaseAddress address() {
        return new DatabaseAddress(
                "postgres",
                SERVER.getHost(),
                SERVER.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                SERVER.getDatabaseName(),
                SERVER.getUsername(),
                new Password(SERVER.getPassword()),
                DatabaseAddress.TlsMode.DISABLE,
                Duration.ofSeconds(10));
    }
}
