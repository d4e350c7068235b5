package dev.runbook.sandbox.rds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.SandboxFixture;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.SdkShapes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;

/** A restore to a point in time holds what the instance held then, neither less nor more. */
@Tag("slow")
class PointInTimeTest {

    @TempDir
    static Path state;

    private static Sandbox sandbox;
    private static RdsClient rds;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.startOnFreePorts(fleet(), state);
        rds = SandboxFixture.rds(sandbox.rdsEndpoint());
    }

    @AfterAll
    static void stop() {
        rds.close();
        sandbox.close();
    }

    @Test
    void bringsBackEachMomentSinceTheBackupsBeganAlsoOfARenamedAndOfADeletedInstance() throws Exception {
        var id = SandboxFixture.instance(rds, "ledger").dbiResourceId();
        var moments = new ArrayList<Instant>();
        try (var connection = connect("ledger")) {
            run(connection, "CREATE TABLE said (word text)");
            for (var word : List.of("one", "two", "three")) {
                run(connection, "INSERT INTO said VALUES ('" + word + "')");
                moments.add(Instant.now());
                Thread.sleep(5);
            }
        }
        rds.modifyDBInstance(request -> request.dbInstanceIdentifier("ledger")
                .newDBInstanceIdentifier("renamed")
                .applyImmediately(true));
        settled("renamed");
        assertThat(said(id, moments.get(0), "first")).isEqualTo("one");
        assertThat(said(id, moments.get(1), "second")).isEqualTo("one two");

        rds.deleteDBInstance(request ->
                request.dbInstanceIdentifier("renamed").skipFinalSnapshot(true).deleteAutomatedBackups(false));
        gone("renamed");
        assertThat(said(id, moments.get(2), "third")).isEqualTo("one two three");
        assertThat(said(id, moments.get(0), "again")).isEqualTo("one");
    }

    @Test
    void bringsBackWhatWasMaskedAwayWhereTheBackupsBeganBeforeAndNothingOfItWhereTheyBeganAfter() throws Exception {
        try (var connection = connect("shop")) {
            run(connection, "CREATE TABLE said (word text)");
            run(connection, "INSERT INTO said VALUES ('original')");
        }
        for (int days : List.of(0, 1)) {
            var name = "clone-" + days;
            rds.createDBInstanceReadReplica(
                    request -> request.dbInstanceIdentifier(name).sourceDBInstanceIdentifier("shop"));
            settled(name);
            rds.promoteReadReplica(request -> request.dbInstanceIdentifier(name).backupRetentionPeriod(days));
            settled(name);
            var unmasked = Instant.now();
            try (var connection = connect(name)) {
                run(connection, "UPDATE said SET word = 'masked'");
            }
            rds.modifyDBInstance(request ->
                    request.dbInstanceIdentifier(name).backupRetentionPeriod(2).applyImmediately(true));
            settled(name);
            var window = rds.describeDBInstanceAutomatedBackups(request -> request.dbInstanceIdentifier(name))
                    .dbInstanceAutomatedBackups()
                    .get(0)
                    .restoreWindow();
            var id = SandboxFixture.instance(rds, name).dbiResourceId();
            assertThat(said(id, window.earliestTime(), "first-" + days)).isEqualTo(days == 0 ? "masked" : "original");
            assertThat(window.earliestTime().isBefore(unmasked)).isEqualTo(days == 1);
        }
    }

    private static String said(String id, Instant moment, String name) throws Exception {
        rds.restoreDBInstanceToPointInTime(request -> request.sourceDbiResourceId(id)
                .targetDBInstanceIdentifier(name)
                .restoreTime(moment)
                .backupRetentionPeriod(0));
        settled(name);
        try (var connection = connect(name);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT string_agg(word, ' ') FROM said")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void settled(String name) throws Exception {
        await(() -> rds.describeDBInstances().dbInstances().stream()
                .filter(shape -> shape.dbInstanceIdentifier().equals(name))
                .anyMatch(shape -> shape.dbInstanceStatus().equals("available")
                        && SdkShapes.toJson(shape.pendingModifiedValues())
                                .fields()
                                .isEmpty()));
    }

    private static void gone(String name) throws Exception {
        await(() -> rds.describeDBInstances().dbInstances().stream()
                .noneMatch(shape -> shape.dbInstanceIdentifier().equals(name)));
    }

    private interface Question {
        boolean answer();
    }

    private static void await(Question question) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        // What was asked for a moment ago may not have begun.
        Thread.sleep(20);
        while (!question.answer()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static Fleet fleet() {
        return Fleet.read("""
                durations: {creating: 5ms, modifying: 5ms, accepting: 0ms}
                instances:
                  ledger:
                    settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                      MasterUsername: shop_admin, MasterUserPassword: shop-password, BackupRetentionPeriod: 1}
                  shop:
                    settings: {Engine: postgres, EngineVersion: "16.15", DBInstanceClass: db.t4g.micro, DBName: shop,
                      MasterUsername: shop_admin, MasterUserPassword: shop-password, BackupRetentionPeriod: 1}
                """, "fleet");
    }

    private static Connection connect(String name) throws SQLException {
        int port = SandboxFixture.instance(rds, name).endpoint().port();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/shop", "shop_admin", "shop-password");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
