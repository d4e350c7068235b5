package dev.runbook.sandbox.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** Copies the data folder of a running PostgreSQL server. */
final class OnlineBackup {

    private static final Set<String> EMPTY_FOLDERS =
            Set.of("pg_wal", "pg_replslot", "pg_stat_tmp", "pg_dynshmem", "pg_notify");
    private static final Set<String> SKIPPED_FILES =
            Set.of("postmaster.pid", "postmaster.opts", "standby.signal", "source");
    private static final Pattern FIRST_SEGMENT = Pattern.compile("START WAL LOCATION: .*\\(file ([0-9A-F]{24})\\)");

    private OnlineBackup() {}

    /**
     * Makes a copy that starts by itself: the files, the label of the backup, and the log written until its end. A slot keeps
     * that log from being recycled.
     */
    static void create(PostgresServer server, Path target) throws IOException {
        var keep = "copy_" + Integer.toHexString(target.hashCode());
        try (var connection = server.connect("postgres")) {
            queryValue(connection, "SELECT pg_create_physical_replication_slot('" + keep + "', true, true)::text");
            queryValue(connection, "SELECT pg_backup_start('sandbox', true)::text");
            FileTrees.copy(server.data(), target, EMPTY_FOLDERS, SKIPPED_FILES);
            var label = queryValue(connection, "SELECT labelfile FROM pg_backup_stop(false)");
            Files.writeString(target.resolve("backup_label"), label);
            copyWal(server, target);
        } catch (SQLException e) {
            throw new IOException("The copy of " + server.data() + " failed: " + e.getMessage(), e);
        }
    }

    /** Copies the log that a server has written since the copy was begun; all of it when the server was not running then. */
    static void copyWal(PostgresServer server, Path copy) throws IOException {
        var first = firstSegment(copy);
        Files.createDirectories(copy.resolve("pg_wal"));
        try (var files = Files.newDirectoryStream(server.data().resolve("pg_wal"))) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.endsWith(".history")
                        || (name.length() == 24 && withoutTimeline(name).compareTo(first) >= 0)) {
                    Files.copy(file, copy.resolve("pg_wal").resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static String firstSegment(Path copy) throws IOException {
        if (!Files.exists(copy.resolve("backup_label"))) {
            return "";
        }
        var label = Files.readString(copy.resolve("backup_label"));
        var found = FIRST_SEGMENT.matcher(label);
        if (!found.find()) {
            throw new IOException("The label of " + copy + " names no segment of the log: " + label);
        }
        return withoutTimeline(found.group(1));
    }

    /** A segment's name without its timeline. */
    private static String withoutTimeline(String segment) {
        return segment.substring(8);
    }

    static String queryValue(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }
}
