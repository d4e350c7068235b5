package dev.runbook.port;

/**
 * The part sizes of objects that are too large for one call.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Amazon S3 multipart upload limits</a>
 */
public final class PartSizes {

    /** The maximum size of an object that is streamed in one call, and the memory for a part. */
    public static final long STREAMED_BYTES = 8L << 20;

    private static final long COPIED_BYTES = 256L << 20;
    private static final long PARTS_MAX = 10_000;

    private PartSizes() {}

    /** The size of each part except the last when S3 copies the object. */
    public static long forCopy(long sizeBytes) {
        return Math.max(COPIED_BYTES, (sizeBytes + PARTS_MAX - 1) / PARTS_MAX);
    }

    /** The size of each part except the last when the object is streamed through this process. */
    public static long forUpload(long sizeBytes) {
        return Math.max(STREAMED_BYTES, (sizeBytes + PARTS_MAX - 1) / PARTS_MAX);
    }
}
