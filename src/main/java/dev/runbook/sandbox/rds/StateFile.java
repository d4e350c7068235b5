package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.JsonValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Optional;

/** The state as one JSON file that is replaced as a whole and readable by its owner only. */
public final class StateFile {

    private final Path path;

    public StateFile(Path path) {
        this.path = path;
    }

    public Optional<JsonValue.JsonObject> read() {
        try {
            return Files.exists(path)
                    ? Optional.of(JsonValueReader.readObject(Files.readString(path), path.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's state cannot be read: " + path, e);
        }
    }

    public void write(JsonValue.JsonObject state) {
        write(path, state.toJsonText());
    }

    /** Writes what psql reads as PGPASSFILE: the password of the master user for each instance port. */
    void writePasswords(Collection<SandboxInstance> instances) {
        var lines = new StringBuilder();
        for (var instance : instances) {
            var shape = instance.shape();
            if (instance.hasServer() && shape.endpoint() != null) {
                lines.append("127.0.0.1:").append(shape.endpoint().port()).append(":*:");
                lines.append(shape.masterUsername()).append(':');
                lines.append(instance.password().replace("\\", "\\\\").replace(":", "\\:"))
                        .append('\n');
            }
        }
        write(path.resolveSibling("pgpass"), lines.toString());
    }

    /** Replaces a file as a whole; only its owner may read it. */
    static void write(Path path, String text) {
        try {
            var next = path.resolveSibling(path.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, text);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's state cannot be written: " + path, e);
        }
    }
}
