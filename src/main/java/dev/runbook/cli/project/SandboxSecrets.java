package dev.runbook.cli.project;

import dev.runbook.adapter.process.SecretFiles;
import dev.runbook.journal.PrivateFiles;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Secrets;
import dev.runbook.world.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secrets of a sandbox, as files in a folder: a missing secret is generated on first use and kept. */
final class SandboxSecrets implements Secrets {

    private static final int LENGTH_BYTES = 32;

    private final Path folder;

    SandboxSecrets(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized Password secret(String name) throws PortException {
        Path file = folder.resolve(name);
        if (name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*") && !Files.exists(file)) {
            generate(file);
        }
        return new SecretFiles(folder).secret(name);
    }

    private void generate(Path file) throws PortException {
        byte[] random = new byte[LENGTH_BYTES];
        new SecureRandom().nextBytes(random);
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.createFile(file);
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
        } catch (IOException e) {
            throw new PortException(Kind.BROKEN, "secret:" + file.getFileName(), file + " cannot be written", e);
        }
    }
}
