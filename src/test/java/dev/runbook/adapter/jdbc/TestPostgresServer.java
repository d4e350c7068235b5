package dev.runbook.adapter.jdbc;

import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.world.Password;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A private PostgreSQL server for a test class, from the binaries of the sandbox; deleted when closed. */
public final class TestPostgresServer implements AutoCloseable {

    private final Path folder;
    private final Process process;
    private final int port;

    private TestPostgresServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    public static TestPostgresServer start(String... settings) {
        try {
            Path folder = Files.createTempDirectory("runbook-postgres");
            Path data = folder.resolve("data");
            run(List.of("cp", "-a", Template.FOLDER.resolve("data").toString(), data.toString()));
            own(folder);
            int port = freePort();
            List<String> command = new ArrayList<>(asUser(
                    program("postgres"),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-k",
                    "",
                    "-h",
                    "127.0.0.1",
                    "-c",
                    "fsync=off"));
            for (String setting : settings) {
                command.addAll(List.of("-c", setting));
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            TestPostgresServer server = new TestPostgresServer(folder, process, port);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program(String name) {
        return Template.FOLDER.resolve("bin").resolve(name).toString();
    }

    /** The programs and the data folder of a new server, created once per JVM. */
    private static final class Template {

        private static final Path FOLDER = make();

        private Template() {}

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("runbook-postgres");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Path archive = folder.resolve("postgres.txz");
                try (InputStream jar = TestPostgresServer.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
                    Files.copy(jar, archive, StandardCopyOption.REPLACE_EXISTING);
                }
                run(List.of("tar", "-xJf", archive.toString(), "-C", folder.toString()));
                Files.delete(archive);
                own(folder);
                String data = folder.resolve("data").toString();
                String initdb = folder.resolve("bin/initdb").toString();
                run(asUser(
                        initdb,
                        "-D",
                        data,
                        "-U",
                        "owner",
                        "-A",
                        "trust",
                        "-N",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--wal-segsize=1"));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes the user who runs the server the owner of a folder. */
    private static void own(Path folder) throws IOException {
        if (isRoot()) {
            run(List.of("chown", "-R", "nobody", folder.toString()));
        }
    }

    /** The log of the server; requires the settings logging_collector=on and log_directory=log. */
    public String log() {
        try (Stream<Path> files = Files.list(folder.resolve("data/log"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a database and the shared files that contain one of the words after a checkpoint. */
    public List<String> filesWith(String database, String... words) throws IOException {
        try (var session = new JdbcDatabase().open(address("postgres"))) {
            session.execute("CHECKPOINT", List.of());
        } catch (PortException e) {
            throw new IOException(e);
        }
        List<String> found = new ArrayList<>();
        for (Path place : List.of(folder.resolve("data/base").resolve(database), folder.resolve("data/global"))) {
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    Stream.of(words)
                            .filter(text::contains)
                            .forEach(word -> found.add(word + " in " + file.getFileName()));
                }
            }
        }
        return found;
    }

    public int port() {
        return port;
    }

    public DatabaseAddress address(String database) {
        return new DatabaseAddress(
                "postgres",
                "127.0.0.1",
                port,
                database,
                "owner",
                new Password("not-asked-for"),
                DatabaseAddress.TlsMode.DISABLE,
                Duration.ofSeconds(5));
    }

    /** Stops the server without waiting for its clients; its files remain. */
    public void stop() throws InterruptedException {
        try {
            run(List.of("kill", "-INT", Long.toString(process.pid())));
        } catch (IOException e) {
            process.destroy();
        }
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** All files of the data folder that match the pattern, with the first match, except the write-ahead log. */
    public List<String> filesMatching(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("pg_wal"))
                    .toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (matcher.find()) {
                    found.add(matcher.group() + " in " + folder.relativize(file));
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        try {
            stop();
            delete(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        for (int look = 0; look < 200; look++) {
            try (var session = new JdbcDatabase().open(address("postgres"))) {
                session.query("SELECT 1", List.of());
                return;
            } catch (PortException e) {
                pause();
            }
        }
        throw new IllegalStateException("PostgreSQL did not answer on port " + port);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asUser(String... command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
