package dev.runbook.cli.project;

import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
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
public record FileErrorTranslator(ProcessContext context) {

    private static final String OTHER_FOLDER_HINT =
            "set another with RUNBOOK_STATE, or with state: in " + ProjectSettings.FILE;
    private static final Set<String> USAGE_REASONS = Set.of("not a directory", "is a directory", "file name too long");

    /** The failure as a usage error; empty when it does not name a file. */
    public Optional<UsageException> translate(Exception failure) {
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
                ? Optional.of(translate(file, Path.of(file.getFile())))
                : Optional.empty();
    }

    /** The failure as one of the state folder; empty when the path is not a folder, which is a usage error. */
    public Optional<UnwritableStateException> translateStateError(IOException failure) {
        boolean wrong = failure instanceof NoSuchFileException
                || failure instanceof UnreadableEventException
                || failure instanceof FileAlreadyExistsException
                || USAGE_REASONS.contains(reason(failure));
        Optional<Path> place = failure instanceof FileSystemException file && file.getFile() != null
                ? Optional.of(Path.of(file.getFile()))
                : Optional.empty();
        return wrong
                ? Optional.empty()
                : Optional.of(new UnwritableStateException(
                        stateMessage(place, failure) + "; nothing was called or changed",
                        "free space there and allow your user to write, then run the same command again; "
                                + OTHER_FOLDER_HINT));
    }

    private String stateMessage(Optional<Path> file, IOException failure) {
        Path state = context.state().toAbsolutePath().normalize();
        String inside = file.map(path -> path.toAbsolutePath().normalize())
                .filter(path -> path.startsWith(state) && !path.equals(state))
                .map(path -> state.relativize(path) + ": ")
                .orElse("");
        return "the state folder " + state + " cannot be used: " + inside + reason(failure);
    }

    private UsageException translate(FileSystemException failure, Path file) {
        if (file.toAbsolutePath()
                .normalize()
                .startsWith(context.state().toAbsolutePath().normalize())) {
            return new UsageException(
                    stateMessage(Optional.of(file), failure),
                    "make it a folder that you can read and write, or " + OTHER_FOLDER_HINT);
        }
        return new UsageException(
                file + " cannot be used: " + reason(failure),
                failure instanceof AccessDeniedException
                        ? "allow your user to read and write it, or name another file"
                        : "check the path and the file there, or name another file");
    }

    /** The reason why a file cannot be read or written, in a few words. */
    public static String reason(IOException failure) {
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
