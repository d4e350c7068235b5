package dev.runbook.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;

/** The sandbox as a process of its own: started, stopped, killed and started again. */
@Tag("slow")
class DaemonTest {

    private static final String FLEET = """
            ports: {rds: 0, s3: 0, doors: 0}
            durations: {creating: 1500ms}
            instances:
              mitosis-prod:
                settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                  MasterUsername: shop_admin, MasterUserPassword: prod-shop-password, BackupRetentionPeriod: 1}
                shop: {customers: 30, seed: 1}
            """;

    @TempDir
    Path folder;

    private Daemon daemon;
    private Path fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = Files.writeString(folder.resolve("fleet.yml"), FLEET);
        daemon = new Daemon(folder.resolve("state"));
        daemon.up(fleet);
    }

    @AfterEach
    void stop() throws Exception {
        daemon.down();
    }

    @Test
    void continuesAfterItWasKilledInTheMiddleOfAClone() throws Exception {
        try (var rds = rds()) {
            rds.createDBInstanceReadReplica(
                    request -> request.dbInstanceIdentifier("temp-demo").sourceDBInstanceIdentifier("mitosis-prod"));
        }
        long first = pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await(() -> daemon.findRunning().isEmpty());
        daemon.up(fleet);
        assertThat(pid()).isNotEqualTo(first);
        try (var rds = rds()) {
            await(() ->
                    SandboxFixture.instance(rds, "temp-demo").dbInstanceStatus().equals("available"));
            int port = SandboxFixture.instance(rds, "temp-demo").endpoint().port();
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + port + "/shop", "shop_admin", "prod-shop-password");
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM customers")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(30);
            }
        }
    }

    @Test
    void leavesNoProcessBehindWhenStopped() throws Exception {
        assertThat(servers()).isNotEmpty();
        assertThat(daemon.down()).isTrue();
        assertThat(servers()).isEmpty();
        assertThat(daemon.findRunning()).isEmpty();
        assertThat(daemon.down()).isFalse();
    }

    @Test
    void startsOnceHoweverOftenAsked() throws Exception {
        long first = pid();
        daemon.up(fleet);
        assertThat(pid()).isEqualTo(first);
    }

    @Test
    void resetsToAnEmptyFolder() throws Exception {
        daemon.reset();
        assertThat(folder.resolve("state")).doesNotExist();
        assertThat(servers()).isEmpty();
    }

    @Test
    void printsWhatAShellNeeds() {
        assertThat(new StatusOutput(daemon).environment())
                .contains("export AWS_ENDPOINT_URL_RDS='http://127.0.0.1:")
                .contains("export AWS_ACCESS_KEY_ID='sandbox'")
                .contains("export PGUSER='shop_admin'", "export PGDATABASE='shop'")
                .contains("export MITOSIS_PROD_HOST='127.0.0.1'", "export MITOSIS_PROD_PORT='")
                .contains("export PGPASSFILE='" + folder.resolve("state/pgpass"));
    }

    private interface Question {
        boolean answer() throws Exception;
    }

    private static void await(Question question) throws Exception {
        for (int attempt = 0; attempt < 1000 && !question.answer(); attempt++) {
            Thread.sleep(20);
        }
        assertThat(question.answer()).isTrue();
    }

    private RdsClient rds() {
        return SandboxFixture.rds(URI.create(said("rds")));
    }

    private long pid() {
        return Long.parseLong(said("pid"));
    }

    private String said(String name) {
        return daemon.findRunning().orElseThrow().text(name).orElseThrow();
    }

    private Stream<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> Optional.of(process.info())
                        .flatMap(ProcessHandle.Info::commandLine)
                        .filter(command -> command.contains("bin/postgres -D " + folder))
                        .isPresent());
    }
}
