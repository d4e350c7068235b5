package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes files and folders that only their owner can read. */
public final class Private {

    private Private() {}

    /** Makes a folder and those above it that are missing: mode 0700. */
    public static void folders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes("rwx------"));
    }

    /** Makes one folder; whether it was not there before. */
    static boolean folder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes("rwx------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Makes an empty file unless there is one: mode 0600. */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, attributes("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // It keeps its mode: this program made it, or the user chose otherwise.
        }
    }

    private static FileAttribute<?>[] attributes(String mode) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
