package dev.runbook.cli.project;

import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Resolves the files that other files and options name: relative paths in a file start at the folder of that file, those in an
 * option at the current folder.
 */
record ReferencedFiles(ProjectFileFinder finder) implements SourceFinder {

    @Override
    public Optional<Source> find(String path, Source namedIn) {
        try {
            return finder.text(resolve(path, namedIn), new Problems());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String missingReason(String path, Source namedIn) {
        Path file = resolve(path, namedIn);
        if (Files.isDirectory(file)) {
            return "'" + path + "' is a folder, not a file";
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return "'" + path + "' is a device, a pipe or a socket, not a file";
        }
        Problems problems = new Problems();
        try {
            finder.text(file, problems);
        } catch (AccessDeniedException e) {
            return "'" + path + "' cannot be read: its permissions do not allow it";
        } catch (IOException e) {
            return "'" + path + "' cannot be read: " + FileErrorTranslator.reason(e);
        }
        return problems.toSortedList().stream()
                .findFirst()
                .map(Problem::position)
                .map(place -> "'" + path + "' is not UTF-8 text at line " + place.line() + ", column " + place.column()
                        + ": save it in UTF-8")
                .orElse("there is no file '" + path + "'");
    }

    private Path resolve(String path, Source namedIn) {
        Path folder = finder.context().folder();
        return OptionNodes.isOption(namedIn)
                ? folder.resolve(path)
                : folder.resolve(namedIn.name()).resolveSibling(path);
    }
}
