package dev.runbook.engine.record;

import dev.runbook.engine.redact.Redaction;
import dev.runbook.journal.PrivateFiles;
import dev.runbook.port.EvidenceStore;
import dev.runbook.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps what modules leave behind in the folder of the run, a folder for each pair. */
public record EvidenceFolder(Path folder, Redaction redaction) implements EvidenceStore {

    @Override
    public String save(String fileName, String text) throws PortException {
        Path file = folder.resolve(fileName);
        Path draft = folder.resolve(fileName + ".draft");
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.createFile(draft);
            Files.writeString(draft, redaction.mask(text));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file.toString();
        } catch (IOException e) {
            throw new PortException(PortException.Kind.BROKEN, "writing " + file, String.valueOf(e.getMessage()), e);
        }
    }
}
