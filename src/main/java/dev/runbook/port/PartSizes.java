package dev.runbook.port;

/** How an object is cut when it is too big for one call. */
public final class PartSizes {

    /** What is streamed in one piece at most, and held in memory at a time. */
    public static final long STREAMED_BYTES = 8L << 20;

    private static final long COPIED_BYTES = 256L << 20;
    private static final long PARTS_MAX = 10_000;

    private PartSizes() {}

    /** Bytes of each part but the last when S3 copies by itself. */
    public static long forCopy(long sizeBytes) {
        return Math.max(COPIED_BYTES, (sizeBytes + PARTS_MAX - 1) / PARTS_MAX);
    }

    /** Bytes of each part but the last when the object goes through this process. */
    public static long forUpload(long sizeBytes) {
        return Math.max(STREAMED_BYTES, (sizeBytes + PARTS_MAX - 1) / PARTS_MAX);
    }
}
