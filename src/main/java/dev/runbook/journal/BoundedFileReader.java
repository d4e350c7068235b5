package dev.runbook.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads files of users and of this program, with limits on type, size and time. A device, a pipe, a file whose read blocks and a
 * file above the size limit are errors.
 */
public final class BoundedFileReader {

    /** Size limit in bytes. */
    public static final int SIZE_BYTES_MAX = 16 << 20;

    private static final long READ_TIMEOUT_SECONDS = 5;

    private BoundedFileReader() {}

    /** The text of a file in UTF-8. */
    public static String readText(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(readBytes(file)))
                .toString();
    }

    /** The bytes of a file. */
    public static byte[] readBytes(Path file) throws IOException {
        BasicFileAttributes attributes = requireRegularFile(file);
        if (attributes.size() > SIZE_BYTES_MAX) {
            throw sizeFailure(file);
        }
        // A file such as one in /proc reports size 0, and reading it may block.
        return attributes.size() > 0 ? read(file) : readWithTimeout(file);
    }

    /** Opens a file of any size as a stream. */
    public static InputStream open(Path file) throws IOException {
        requireRegularFile(file);
        return Files.newInputStream(file);
    }

    private static BasicFileAttributes requireRegularFile(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw failure(file, "Is a directory");
        }
        if (!attributes.isRegularFile()) {
            throw failure(file, "it is a device, a pipe or a socket, not a regular file");
        }
        return attributes;
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(SIZE_BYTES_MAX + 1);
            if (bytes.length > SIZE_BYTES_MAX) {
                throw sizeFailure(file);
            }
            return bytes;
        }
    }

    private static byte[] readWithTimeout(Path file) throws IOException {
        FutureTask<byte[]> reading = new FutureTask<>(() -> read(file));
        Thread reader = new Thread(reading, "reading " + file);
        reader.setDaemon(true);
        reader.start();
        try {
            return reading.get(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw failure(file, "reading it did not end within " + READ_TIMEOUT_SECONDS + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(file, "reading it was interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }

    private static IOException sizeFailure(Path file) {
        return failure(file, "it is larger than " + (SIZE_BYTES_MAX >> 20) + " MiB");
    }

    private static IOException failure(Path file, String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }
}
