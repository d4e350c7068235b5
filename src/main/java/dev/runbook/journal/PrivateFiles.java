package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only their owner can read. */
public final class PrivateFiles {

    private PrivateFiles() {}

    /** Creates a folder and its missing parents with mode 0700. */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes("rwx------"));
    }

    /** Creates one folder; returns false when it exists already. */
    static boolean createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes("rwx------"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Creates an empty file with mode 0600 unless it exists. */
    public static void createFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // The existing file keeps its mode: this program created it, or the user set it.
        }
    }

    private static FileAttribute<?>[] attributes(String mode) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
