package dev.runbook.cli;

import dev.runbook.journal.UnreadableEventException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Translates file errors into messages that name the file, the reason and what to do. */
record Unusable(Surroundings surroundings) {

    private static final String ANOTHER = "set another with RUNBOOK_STATE, or with state: in " + Settings.FILE;
    private static final Set<String> WRONG = Set.of("not a directory", "is a directory", "file name too long");

    /** The failure as a usage error; empty when it does not name a file. */
    Optional<UsageException> of(Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException
                ? Optional.ofNullable(failure.getCause()).orElse(failure)
                : failure;
        if (cause instanceof UnreadableEventException) {
            return Optional.of(new UsageException(
                    String.valueOf(cause.getMessage()),
                    "the journal was changed, or another version of runbook wrote it; to leave that run out, move its"
                            + " folder away"));
        }
        return cause instanceof FileSystemException file && file.getFile() != null
                ? Optional.of(of(file, Path.of(file.getFile())))
                : Optional.empty();
    }

    /** The failure as one of the state folder; empty when the path is not a folder, which is a usage error. */
    Optional<UnwritableStateException> ofState(IOException failure) {
        boolean wrong = failure instanceof NoSuchFileException
                || failure instanceof UnreadableEventException
                || failure instanceof FileAlreadyExistsException
                || WRONG.contains(why(failure));
        Optional<Path> place = failure instanceof FileSystemException file && file.getFile() != null
                ? Optional.of(Path.of(file.getFile()))
                : Optional.empty();
        return wrong
                ? Optional.empty()
                : Optional.of(new UnwritableStateException(
                        state(place, failure) + "; nothing was called or changed",
                        "free space there and allow your user to write, then run the same command again; " + ANOTHER));
    }

    private String state(Optional<Path> file, IOException failure) {
        Path state = surroundings.state().toAbsolutePath().normalize();
        String inside = file.map(path -> path.toAbsolutePath().normalize())
                .filter(path -> path.startsWith(state) && !path.equals(state))
                .map(path -> state.relativize(path) + ": ")
                .orElse("");
        return "the state folder " + state + " cannot be used: " + inside + why(failure);
    }

    private UsageException of(FileSystemException failure, Path file) {
        if (file.toAbsolutePath()
                .normalize()
                .startsWith(surroundings.state().toAbsolutePath().normalize())) {
            return new UsageException(
                    state(Optional.of(file), failure), "make it a folder that you can read and write, or " + ANOTHER);
        }
        return new UsageException(
                file + " cannot be used: " + why(failure),
                failure instanceof AccessDeniedException
                        ? "allow your user to read and write it, or name another file"
                        : "check the path and the file there, or name another file");
    }

    /** The reason why a file cannot be read or written, in a few words. */
    static String why(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder, and none can be created there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something else with that name exists";
        }
        Optional<String> reason = failure instanceof FileSystemException file
                ? Optional.ofNullable(file.getReason())
                : Optional.ofNullable(failure.getMessage());
        return reason.orElse(failure.getClass().getSimpleName()).toLowerCase(Locale.ROOT);
    }
}
