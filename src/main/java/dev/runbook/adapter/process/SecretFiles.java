package dev.runbook.adapter.process;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Secrets;
import dev.runbook.world.Password;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Secrets from a folder with one file per secret; the first line is the secret. */
public final class SecretFiles implements Secrets {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Set<PosixFilePermission> FORBIDDEN_PERMISSIONS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** Limit for a secret; the file may be longer. */
    private static final int BYTES_MAX = 1 << 16;

    private final Path folder;

    public SecretFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public Password secret(String name) throws PortException {
        String call = "secret:" + name;
        if (!NAME.matcher(name).matches()) {
            throw new PortException(
                    Kind.BROKEN,
                    call,
                    "a secret's name must contain only letters, digits, '_', '-' and '.': it names a file");
        }
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new PortException(Kind.NOT_FOUND, call, "there is no file " + file);
        }
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(FORBIDDEN_PERMISSIONS::contains)) {
                throw new PortException(
                        Kind.DENIED, call, "every user of this machine can read " + file + "; chmod 600 " + file);
            }
            String text;
            try (InputStream stream = Files.newInputStream(file)) {
                text = new String(stream.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            }
            Optional<String> secret = text.lines().findFirst().filter(line -> !line.isEmpty());
            if (secret.isEmpty()) {
                throw new PortException(Kind.NOT_FOUND, call, file + " is empty; its first line is the secret");
            }
            return new Password(secret.get());
        } catch (IOException e) {
            throw new PortException(
                    Kind.DENIED, call, file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
