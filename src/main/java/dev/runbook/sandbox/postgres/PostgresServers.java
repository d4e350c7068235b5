package dev.runbook.sandbox.postgres;

import dev.runbook.sandbox.config.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Real PostgreSQL servers on loopback, one data folder each; copies are made as online backups. */
public final class PostgresServers implements DatabaseServers {

    private static final int DROP_ATTEMPTS = 20;

    /** Keeps the log of an instance that is backed up. */
    private static final String BACKUP_SLOT = "automated_backup";

    private final Path folder;
    private final String adminPassword;
    private final PostgresPrograms programs;
    private final Map<String, PostgresServer> servers = new ConcurrentHashMap<>();

    public PostgresServers(Path folder, String adminPassword) throws IOException {
        this.folder = folder;
        this.adminPassword = adminPassword;
        Files.createDirectories(folder);
        this.programs = PostgresPrograms.forFolder(folder);
    }

    /** Stops every server whose data lies in the folder, also those of a sandbox that was killed. */
    public static void stopAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.newDirectoryStream(folder, "server-*")) {
                for (var entry : entries) {
                    if (Files.isDirectory(entry)) {
                        PostgresServer.stop(entry);
                    }
                }
            }
        }
    }

    /** Removes all data of a folder whose servers are stopped. */
    public static void deleteData(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var entries = Files.newDirectoryStream(folder, "{server,snapshot,backup,template}*")) {
                for (var entry : entries) {
                    FileTrees.delete(entry);
                }
            }
        }
    }

    @Override
    public void create(String id, DatabaseLogin login, boolean backedUp) throws IOException {
        var server = server(id);
        server.stop();
        FileTrees.delete(server.data());
        FileTrees.copy(template(), server.data(), Set.of(), Set.of());
        server.start();
        if (backedUp) {
            createBackupSlot(server);
        }
        server.execute(
                "postgres",
                List.of(
                        "CREATE ROLE rds_superuser",
                        "GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION",
                        "GRANT SET ON PARAMETER session_replication_role TO rds_superuser",
                        "CREATE ROLE " + quoteIdentifier(login.user())
                                + " LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser" + " PASSWORD "
                                + quoteLiteral(login.password())));
        if (!login.name().equals("postgres")) {
            server.execute(
                    "postgres",
                    List.of("CREATE DATABASE " + quoteIdentifier(login.name()) + " OWNER "
                            + quoteIdentifier(login.user())));
        }
        server.execute(login.name(), List.of("ALTER SCHEMA public OWNER TO " + quoteIdentifier(login.user())));
    }

    @Override
    public void loadShop(String id, DatabaseLogin login, Fleet.Shop shop) throws IOException {
        try (var connection = server(id).connect(login.name(), login.user(), login.password())) {
            ShopSeed.load(connection, shop);
        } catch (SQLException e) {
            throw new IOException("The shop of " + id + " could not be made: " + e.getMessage(), e);
        }
        server(id).execute(login.name(), ShopSeed.roleStatements());
    }

    @Override
    public void replicate(String source, String id) throws IOException {
        var primary = server(source);
        var standby = server(id);
        standby.stop();
        FileTrees.delete(standby.data());
        dropSlot(primary, slot(id));
        primary.execute("postgres", List.of("SELECT pg_create_physical_replication_slot('" + slot(id) + "', true)"));
        OnlineBackup.create(primary, standby.data());
        Files.writeString(standby.data().resolve("standby.signal"), "");
        Files.writeString(standby.data().resolve("source"), source);
        standby.startStandby(primary.port(), slot(id));
    }

    @Override
    public void restore(String snapshot, String id) throws IOException {
        var server = server(id);
        server.stop();
        FileTrees.delete(server.data());
        FileTrees.copy(folder.resolve(snapshot), server.data(), Set.of(), Set.of());
        server.start();
    }

    @Override
    public void promote(String id) throws IOException {
        var server = server(id);
        var mark = server.data().resolve("source");
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote(true, 60) END");
        } catch (SQLException e) {
            throw new IOException("The promotion of " + id + " failed: " + e.getMessage(), e);
        }
        if (Files.exists(mark)) {
            var primary = servers.get(Files.readString(mark));
            if (primary != null) {
                dropSlot(primary, slot(id));
            }
            Files.delete(mark);
        }
    }

    @Override
    public void setReplay(String id, boolean goesOn) throws IOException {
        server(id)
                .execute(
                        "postgres", List.of(goesOn ? "SELECT pg_wal_replay_resume()" : "SELECT pg_wal_replay_pause()"));
    }

    @Override
    public void changePassword(String id, DatabaseLogin login) throws IOException {
        server(id)
                .execute(
                        "postgres",
                        List.of("ALTER ROLE " + quoteIdentifier(login.user()) + " PASSWORD "
                                + quoteLiteral(login.password())));
    }

    @Override
    public void restart(String id) throws IOException {
        resume(id);
    }

    @Override
    public void snapshot(String id, String snapshot) throws IOException {
        var target = folder.resolve(snapshot);
        FileTrees.delete(target);
        OnlineBackup.create(server(id), target);
    }

    @Override
    public void removeSnapshot(String snapshot) throws IOException {
        FileTrees.delete(folder.resolve(snapshot));
    }

    @Override
    public void startBackup(String id) throws IOException {
        removeBackup(id);
        createBackupSlot(server(id));
        OnlineBackup.create(server(id), backup(id));
    }

    private static void createBackupSlot(PostgresServer server) throws IOException {
        server.execute("postgres", List.of("SELECT pg_create_physical_replication_slot('" + BACKUP_SLOT + "', true)"));
    }

    @Override
    public void retainBackup(String id) throws IOException {
        if (!Files.exists(backup(id))) {
            FileTrees.copy(template(), backup(id), Set.of(), Set.of());
        }
        writeCommitMarker(server(id));
        OnlineBackup.copyWal(server(id), backup(id));
    }

    @Override
    public void removeBackup(String id) throws IOException {
        var server = servers.get(id);
        if (server != null) {
            dropSlot(server, BACKUP_SLOT);
        }
        FileTrees.delete(backup(id));
    }

    @Override
    public void restore(RestorePoint restorePoint, String id) throws IOException {
        var server = server(id);
        server.stop();
        FileTrees.delete(server.data());
        // The log of a server that is backed up from its creation leads on from the template that it was made of.
        var copy = Files.exists(backup(restorePoint.id())) ? backup(restorePoint.id()) : template();
        FileTrees.copy(copy, server.data(), Set.of(), Set.of());
        if (!restorePoint.isDeleted()) {
            writeCommitMarker(server(restorePoint.id()));
            OnlineBackup.copyWal(server(restorePoint.id()), server.data());
        }
        server.startRecovery(restorePoint.time());
    }

    /** Recovery to a moment ends at the first commit after it, so there has to be one, and in the file of the log. */
    private static void writeCommitMarker(PostgresServer server) throws IOException {
        server.execute(
                "postgres",
                List.of("SET synchronous_commit = on", "SELECT pg_logical_emit_message(true, 'sandbox', 'a moment')"));
    }

    @Override
    public void remove(String id) throws IOException {
        var server = server(id);
        var mark = server.data().resolve("source");
        var primary = Files.exists(mark)
                ? Optional.ofNullable(servers.get(Files.readString(mark)))
                : Optional.<PostgresServer>empty();
        server.stopImmediately();
        servers.remove(id);
        if (primary.isPresent()) {
            dropSlot(primary.orElseThrow(), slot(id));
        }
        FileTrees.delete(server.data());
        Files.deleteIfExists(server.data().resolveSibling(server.data().getFileName() + ".log"));
    }

    @Override
    public void resume(String id) throws IOException {
        var server = server(id);
        var mark = server.data().resolve("source");
        if (server.isStandby() && Files.exists(mark)) {
            var primary = server(Files.readString(mark));
            server.startStandby(primary.port(), slot(id));
        } else if (Files.exists(server.data())) {
            server.start();
        }
    }

    @Override
    public OptionalInt port(String id) {
        var server = servers.get(id);
        return server == null || server.port() == 0 ? OptionalInt.empty() : OptionalInt.of(server.port());
    }

    @Override
    public void close() {
        servers.values().parallelStream().forEach(server -> {
            try {
                server.stop();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Drops the slot of a standby; a primary that is going away itself takes its slots with it. */
    private static void dropSlot(PostgresServer primary, String slot) throws IOException {
        for (int attempt = 0; attempt < DROP_ATTEMPTS && primary.isRunning(); attempt++) {
            try (var connection = primary.connect("postgres")) {
                OnlineBackup.queryValue(
                        connection, "SELECT count(pg_terminate_backend(active_pid)) FROM " + slotQuery(slot));
                OnlineBackup.queryValue(
                        connection,
                        "SELECT count(pg_drop_replication_slot(slot_name)) FROM " + slotQuery(slot)
                                + " AND NOT active");
                if (OnlineBackup.queryValue(connection, "SELECT count(*) FROM " + slotQuery(slot))
                        .equals("0")) {
                    return;
                }
                OnlineBackup.queryValue(connection, "SELECT pg_sleep(0.1)::text");
            } catch (SQLException e) {
                if (attempt == DROP_ATTEMPTS - 1) {
                    throw new IOException("Slot " + slot + " could not be dropped: " + e.getMessage(), e);
                }
            }
        }
    }

    private static String slotQuery(String slot) {
        return "pg_replication_slots WHERE slot_name = '" + slot + "'";
    }

    /** An initialised data folder, made once and copied for each new instance. */
    private synchronized Path template() throws IOException {
        var template = folder.resolve("template");
        if (!Files.exists(template)) {
            var next = folder.resolve("template.next");
            FileTrees.delete(next);
            Files.createDirectories(next);
            programs.changeOwner(next);
            var password = folder.resolve("password");
            Files.writeString(password, adminPassword + "\n");
            programs.changeOwner(password);
            programs.initialiseData(next, password, PostgresServer.ADMIN);
            Files.delete(password);
            Files.move(next, template);
        }
        return template;
    }

    private Path backup(String id) {
        return folder.resolve("backup-" + id);
    }

    private PostgresServer server(String id) {
        return servers.computeIfAbsent(
                id, unknown -> new PostgresServer(programs, folder.resolve("server-" + id), adminPassword));
    }

    private static String slot(String id) {
        return id.replace('-', '_').toLowerCase(Locale.ROOT);
    }

    private static String quoteIdentifier(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    private static String quoteLiteral(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
