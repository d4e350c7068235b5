package dev.runbook.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.SdkShapes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;

/** What the real servers behind the API do. */
@Tag("slow")
class PostgresServersTest {

    private static final String PROD_PASSWORD = "prod-shop-password";

    @TempDir
    Path state;

    private Sandbox sandbox;
    private RdsClient rds;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.startOnFreePorts(fleet(), state);
        rds = SandboxFixture.rds(sandbox.rdsEndpoint());
    }

    @AfterEach
    void stop() {
        rds.close();
        sandbox.close();
    }

    @Test
    void clonesByAReplicaThatStreamsUntilItIsPromoted() throws Exception {
        replica("temp-demo", "mitosis-prod");
        try (var source = connect("mitosis-prod", PROD_PASSWORD);
                var clone = connect("temp-demo", PROD_PASSWORD)) {
            assertThat(one(clone, "SELECT count(*) FROM customers")).isEqualTo("200");
            assertThatThrownBy(() -> run(clone, "DELETE FROM sessions")).hasMessageContaining("read-only");
            run(source, "UPDATE customers SET notes = 'streamed' WHERE id = 1");
            await(() -> one(clone, "SELECT notes FROM customers WHERE id = 1").equals("streamed"));
        }
        rds.promoteReadReplica(request -> request.dbInstanceIdentifier("temp-demo"));
        settled("temp-demo");
        try (var source = connect("mitosis-prod", PROD_PASSWORD);
                var clone = connect("temp-demo", PROD_PASSWORD)) {
            run(clone, "DELETE FROM sessions");
            assertThat(one(source, "SELECT count(*) > 0 FROM sessions")).isEqualTo("t");
            assertThat(SandboxFixture.instance(rds, "mitosis-prod").readReplicaDBInstanceIdentifiers())
                    .isEmpty();
        }
    }

    @Test
    void keepsOpenConnectionsOnTheOldServerWhenNamesAreSwapped() throws Exception {
        var demoPort = SandboxFixture.instance(rds, "mitosis-demo").endpoint().port();
        try (var open = connect("mitosis-demo", "demo-shop-password")) {
            rename("mitosis-demo", "old-demo");
            assertThatThrownBy(() -> connect(demoPort, "demo-shop-password")).isInstanceOf(SQLException.class);
            rename("mitosis-prod", "mitosis-demo");
            assertThat(one(open, "SELECT count(*) FROM customers")).isEqualTo("30");
            try (var fresh = connect(demoPort, PROD_PASSWORD)) {
                assertThat(one(fresh, "SELECT count(*) FROM customers")).isEqualTo("200");
            }
            assertThat(one(open, "SELECT count(*) FROM customers")).isEqualTo("30");
        }
        assertThat(SandboxFixture.instance(rds, "mitosis-demo").endpoint().port())
                .isEqualTo(demoPort);
    }

    @Test
    void changesTheMasterPasswordForReal() throws Exception {
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier("mitosis-demo")
                .masterUserPassword("another-password")
                .applyImmediately(true));
        settled("mitosis-demo");
        assertThatThrownBy(() -> connect("mitosis-demo", "demo-shop-password"))
                .hasMessageContaining("password authentication failed");
        try (var connection = connect("mitosis-demo", "another-password")) {
            assertThat(one(connection, "SELECT current_user")).isEqualTo("shop_admin");
        }
    }

    @Test
    void restoresWhatTheSnapshotHeldAndNotWhatCameAfter() throws Exception {
        rds.createDBSnapshot(
                request -> request.dbInstanceIdentifier("mitosis-demo").dbSnapshotIdentifier("before"));
        settled("mitosis-demo");
        try (var connection = connect("mitosis-demo", "demo-shop-password")) {
            run(connection, "DELETE FROM sessions");
        }
        rds.restoreDBInstanceFromDBSnapshot(
                request -> request.dbInstanceIdentifier("restored").dbSnapshotIdentifier("before"));
        settled("restored");
        try (var connection = connect("restored", "demo-shop-password")) {
            assertThat(one(connection, "SELECT count(*) > 0 FROM sessions")).isEqualTo("t");
            run(connection, "DELETE FROM sessions");
        }
    }

    @Test
    void deletesAnInstanceWithItsReplicaAtTheSameTime() throws Exception {
        replica("demo-replica", "mitosis-demo");
        rds.deleteDBInstance(
                request -> request.dbInstanceIdentifier("demo-replica").skipFinalSnapshot(true));
        rds.deleteDBInstance(
                request -> request.dbInstanceIdentifier("mitosis-demo").skipFinalSnapshot(true));
        await(() -> rds.describeDBInstances().dbInstances().size() == 1);
        assertThat(rds.describeDBInstances().dbInstances())
                .extracting(DBInstance::dbInstanceIdentifier)
                .containsExactly("mitosis-prod");
        assertThatThrownBy(() -> SandboxFixture.instance(rds, "demo-replica"))
                .isInstanceOf(DbInstanceNotFoundException.class);
    }

    @Test
    void continuesWithDataAndStreamingAfterAStop() throws Exception {
        replica("demo-replica", "mitosis-demo");
        rds.close();
        sandbox.close();
        sandbox = Sandbox.startOnFreePorts(fleet(), state);
        rds = SandboxFixture.rds(sandbox.rdsEndpoint());
        try (var source = connect("mitosis-demo", "demo-shop-password");
                var standby = connect("demo-replica", "demo-shop-password")) {
            run(source, "UPDATE customers SET notes = 'after the stop' WHERE id = 1");
            await(() -> one(standby, "SELECT notes FROM customers WHERE id = 1").equals("after the stop"));
        }
    }

    @Test
    void fillsTheShopWithTheSamePeopleForTheSameSeed() throws Exception {
        try (var connection = connect("mitosis-prod", PROD_PASSWORD)) {
            assertThat(one(connection, "SELECT md5(string_agg(email || phone, ',' ORDER BY id)) FROM customers"))
                    .isEqualTo("48a8dd19d2dd977400d86cc8e6362225");
        }
    }

    @Test
    void givesTheReaderOfTheCatalogueNoRow() throws Exception {
        var port = SandboxFixture.instance(rds, "mitosis-prod").endpoint().port();
        try (var reader = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/shop", "runbook_reader", "reader-sandbox")) {
            assertThat(one(reader, "SELECT reltuples::int FROM pg_class WHERE relname = 'customers'"))
                    .isEqualTo("200");
            assertThatThrownBy(() -> one(reader, "SELECT email FROM customers LIMIT 1"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static Fleet fleet() {
        return Fleet.read("""
                durations: {creating: 20ms, modifying: 20ms}
                instances:
                  mitosis-prod:
                    settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                      MasterUsername: shop_admin, MasterUserPassword: prod-shop-password, BackupRetentionPeriod: 1}
                    shop: {customers: 200, seed: 1}
                  mitosis-demo:
                    settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                      MasterUsername: shop_admin, MasterUserPassword: demo-shop-password, BackupRetentionPeriod: 1}
                    shop: {customers: 30, seed: 2}
                """, "fleet");
    }

    private interface Question {
        boolean answer() throws Exception;
    }

    private static void await(Question question) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!question.answer()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private void settled(String name) throws Exception {
        Thread.sleep(20);
        await(() -> {
            var shape = SandboxFixture.instance(rds, name);
            return shape.dbInstanceStatus().equals("available")
                    && SdkShapes.toJson(shape.pendingModifiedValues()).fields().isEmpty();
        });
    }

    private void replica(String name, String source) throws Exception {
        rds.createDBInstanceReadReplica(
                request -> request.dbInstanceIdentifier(name).sourceDBInstanceIdentifier(source));
        settled(name);
    }

    private void rename(String name, String newName) throws Exception {
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier(name)
                .newDBInstanceIdentifier(newName)
                .applyImmediately(true));
        await(() -> rds.describeDBInstances().dbInstances().stream()
                .anyMatch(instance -> instance.dbInstanceIdentifier().equals(newName)));
        settled(newName);
    }

    private Connection connect(String name, String password) throws SQLException {
        return connect(SandboxFixture.instance(rds, name).endpoint().port(), password);
    }

    private static Connection connect(int port, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/shop", "shop_admin", password);
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
