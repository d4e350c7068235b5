package dev.runbook.engine.task;

import dev.runbook.journal.BoundedFileReader;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * The files that arguments name.
 *
 * @param seen receives every file that is read, with its text
 * @param runbookFolder where a relative path starts
 * @param root where it starts when there is no such file in the runbook's folder
 */
public record ProjectFiles(Path runbookFolder, Path root, BiConsumer<Path, String> seen) {

    Source read(String path) throws PortException {
        Path beside = runbookFolder.resolve(path);
        Path file = Files.exists(beside) ? beside : root.resolve(path);
        try {
            Source source = new Source(path, BoundedFileReader.readText(file));
            seen.accept(file, source.text());
            return source;
        } catch (IOException e) {
            boolean missing = !Files.exists(file);
            throw new PortException(
                    missing ? PortException.Kind.NOT_FOUND : PortException.Kind.BROKEN,
                    "reading " + path,
                    missing
                            ? "there is no such file in " + runbookFolder + " or " + root
                            : String.valueOf(e.getMessage()),
                    e);
        }
    }
}
