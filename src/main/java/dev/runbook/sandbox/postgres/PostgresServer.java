package dev.runbook.sandbox.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One PostgreSQL server: a data folder, a loopback port, and while it runs a process. */
final class PostgresServer {

    /** The administrator that AWS, not the customer, has on an instance. */
    static final String ADMIN = "rdsadmin";

    private static final String CONFIGURATION = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            shared_buffers = 16MB
            max_connections = 60
            fsync = off
            synchronous_commit = off
            wal_level = replica
            max_wal_senders = 10
            max_replication_slots = 10
            max_wal_size = 256MB
            wal_retrieve_retry_interval = 100ms
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            password_encryption = scram-sha-256
            scram_iterations = 64
            log_min_messages = warning
            """;

    private static final DateTimeFormatter TARGET_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

    private final PostgresPrograms programs;
    private final Path data;
    private final String adminPassword;
    private int port;

    PostgresServer(PostgresPrograms programs, Path data, String adminPassword) {
        this.programs = programs;
        this.data = data;
        this.adminPassword = adminPassword;
    }

    Path data() {
        return data;
    }

    int port() {
        return port;
    }

    boolean isRunning() throws IOException {
        return findPostmaster(data).isPresent();
    }

    boolean isStandby() {
        return Files.exists(data.resolve("standby.signal"));
    }

    /** Starts the server on its data; returns when it accepts connections. */
    void start() throws IOException {
        start("");
    }

    /** Starts a standby of the server on a port. */
    void startStandby(int primaryPort, String slot) throws IOException {
        start("primary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=" + ADMIN + " password=" + adminPassword
                + "'\nprimary_slot_name = '" + slot + "'\n");
    }

    /** Starts on a copy of data and log; returns when it holds what they held at a moment, and can be written to. */
    void startRecovery(Instant until) throws IOException {
        Files.writeString(data.resolve("recovery.signal"), "");
        // Not a standby: connections are refused until recovery has reached the target.
        start("hot_standby = off\nrestore_command = 'false'\nrecovery_target_action = 'promote'\n"
                + "recovery_target_time = '" + TARGET_TIME.format(until) + "'\n");
    }

    private void start(String settings) throws IOException {
        stop();
        if (port == 0 || !FreePort.isFree(port)) {
            port = FreePort.find();
        }
        Files.writeString(data.resolve("postgresql.conf"), CONFIGURATION + "port = " + port + '\n' + settings);
        Files.writeString(
                data.resolve("pg_hba.conf"),
                // SCRAM makes a client compute 4096 hashes per connection; the sandbox itself connects hundreds of
                // times.
                "host all " + ADMIN + " 127.0.0.1/32 password\nhost replication " + ADMIN
                        + " 127.0.0.1/32 password\nhost all all 127.0.0.1/32 scram-sha-256\n");
        programs.changeOwner(data);
        var process = programs.startServer(data, log());
        awaitReady(process);
    }

    /** Stops the server that runs on this folder, if any, also one of an earlier process. */
    void stop() throws IOException {
        stop(data);
    }

    static void stop(Path data) throws IOException {
        var running = findPostmaster(data);
        if (running.isPresent()) {
            var process = running.orElseThrow();
            PostgresPrograms.sendSignal(process.pid(), "INT");
            if (!awaitExit(process, 20)) {
                PostgresPrograms.sendSignal(process.pid(), "QUIT");
                awaitExit(process, 10);
            }
        }
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** Stops at once; the folder is not used again. */
    void stopImmediately() throws IOException {
        var running = findPostmaster(data);
        if (running.isPresent()) {
            PostgresPrograms.sendSignal(running.orElseThrow().pid(), "QUIT");
            awaitExit(running.orElseThrow(), 10);
        }
    }

    Connection connect(String database) throws SQLException {
        return connect(database, ADMIN, adminPassword);
    }

    Connection connect(String database, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    void execute(String database, List<String> statements) throws IOException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void awaitReady(Process process) throws IOException {
        for (int attempt = 0; attempt < 1200; attempt++) {
            if (!process.isAlive() && findPostmaster(data).isEmpty()) {
                throw new IOException("PostgreSQL did not start on " + data + ": " + logTail());
            }
            try (var connection = connect("postgres")) {
                if (connection.isValid(2)) {
                    return;
                }
            } catch (SQLException e) {
                // Not ready yet; a server that never gets there ends the loop.
                sleep(25);
            }
        }
        throw new IOException("PostgreSQL on " + data + " was not ready within 30 s: " + logTail());
    }

    /** The postmaster of this folder, identified by its pid file and its command line, because a pid may be reused. */
    private static Optional<ProcessHandle> findPostmaster(Path data) throws IOException {
        var file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]+")) {
            return Optional.empty();
        }
        var command = Path.of("/proc", lines.get(0).strip(), "cmdline");
        boolean ours = !Files.exists(Path.of("/proc/self/cmdline"))
                || (Files.exists(command) && Files.readString(command).contains(data.toString()));
        return ours ? ProcessHandle.of(Long.parseLong(lines.get(0).strip())) : Optional.empty();
    }

    private static boolean awaitExit(ProcessHandle process, int timeoutSeconds) {
        try {
            process.onExit().get(timeoutSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private Path log() {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private String logTail() throws IOException {
        var lines = Files.readAllLines(log());
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
    }

    private static void sleep(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
