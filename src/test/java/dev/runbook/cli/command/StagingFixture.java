package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/** The contents of a database at every moment to which it can be restored. */
final class StagingFixture implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@[\\w.-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private final RdsClient rds;

    StagingFixture(String port) {
        rds = RdsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox-secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /**
     * Every e-mail address in any row of any table at the first restorable moment, at the last one, and at the given moments
     * between them.
     */
    Set<String> addresses(String instance, String password, List<Instant> moments) throws Exception {
        RestoreWindow window = rds.describeDBInstanceAutomatedBackups(request -> request.dbInstanceIdentifier(instance))
                .dbInstanceAutomatedBackups()
                .get(0)
                .restoreWindow();
        List<Instant> between = moments.stream()
                .filter(moment -> moment.isAfter(window.earliestTime()) && moment.isBefore(window.latestTime()))
                .toList();
        List<String> restored = new ArrayList<>();
        Stream.concat(Stream.of(window.earliestTime(), window.latestTime()), between.stream())
                .distinct()
                .forEach(moment -> {
                    restored.add("past-" + instance + "-" + restored.size());
                    rds.restoreDBInstanceToPointInTime(request -> request.sourceDBInstanceIdentifier(instance)
                            .targetDBInstanceIdentifier(restored.get(restored.size() - 1))
                            .restoreTime(moment)
                            .backupRetentionPeriod(0));
                });
        Set<String> found = new HashSet<>();
        for (String name : restored) {
            found.addAll(addresses(available(name), password));
            rds.deleteDBInstance(request -> request.dbInstanceIdentifier(name).skipFinalSnapshot(true));
        }
        return found;
    }

    private DBInstance available(String name) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            DBInstance instance = rds.describeDBInstances(request -> request.dbInstanceIdentifier(name))
                    .dbInstances()
                    .get(0);
            if (instance.dbInstanceStatus().equals("available")) {
                return instance;
            }
            assertThat(Instant.now())
                    .as(name + " is " + instance.dbInstanceStatus())
                    .isBefore(end);
            Thread.sleep(50);
        }
    }

    private static Set<String> addresses(DBInstance instance, String password) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + instance.endpoint().port() + "/" + instance.dbName()
                + "?sslmode=disable";
        Set<String> found = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url, instance.masterUsername(), password)) {
            List<String> tables = texts(
                    connection,
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                            + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
            assertThat(tables).isNotEmpty();
            for (String table : tables) {
                texts(connection, "SELECT t::text FROM " + table + " t").forEach(row -> {
                    Matcher address = ADDRESS.matcher(row);
                    while (address.find()) {
                        found.add(address.group());
                    }
                });
            }
        }
        return found;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        rds.close();
    }
}
