package dev.runbook.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Says of a file or folder that cannot be used which one it is, why not, and what to do. */
record Unusable(Surroundings surroundings) {

    /** The failure as a mistake of the command; empty when it is no failure of a file that has a name. */
    Optional<UsageException> of(Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException
                ? Optional.ofNullable(failure.getCause()).orElse(failure)
                : failure;
        return cause instanceof FileSystemException file && file.getFile() != null
                ? Optional.of(of(file, Path.of(file.getFile())))
                : Optional.empty();
    }

    private UsageException of(FileSystemException failure, Path file) {
        Path state = surroundings.state().toAbsolutePath().normalize();
        Path place = file.toAbsolutePath().normalize();
        if (place.startsWith(state)) {
            return new UsageException(
                    "the state folder " + state + " cannot be used: "
                            + (place.equals(state) ? "" : state.relativize(place) + ": ") + why(failure),
                    "make it a folder that you may read and write, or name another with RUNBOOK_STATE, or with state: in "
                            + Settings.FILE);
        }
        return new UsageException(
                file + " cannot be used: " + why(failure),
                failure instanceof AccessDeniedException
                        ? "let your user read and write it, or name another file"
                        : "check the path and what lies there, or name another file");
    }

    /** Why a file cannot be read or written, in a few words. */
    static String why(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder, and none can be made there";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "something else of that name is there";
        }
        Optional<String> reason = failure instanceof FileSystemException file
                ? Optional.ofNullable(file.getReason())
                : Optional.ofNullable(failure.getMessage());
        return reason.orElse(failure.getClass().getSimpleName()).toLowerCase(Locale.ROOT);
    }
}
