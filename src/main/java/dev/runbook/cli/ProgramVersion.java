package dev.runbook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The name and version of this program, from the file that the build fills with the version of {@code pom.xml}. */
public final class ProgramVersion {

    private ProgramVersion() {}

    /** For instance {@code runbook 1.2.3}. */
    public static String text() {
        try (InputStream file = ProgramVersion.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
