package dev.runbook.port;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The read operations of S3. */
public interface ObjectListing {

    /**
     * The order of S3 listings, by the UTF-8 bytes of the keys; differs from {@link String#compareTo} above U+FFFF.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
     */
    Comparator<String> KEY_ORDER = ObjectListing::compareKeys;

    /**
     * Whether the bucket exists.
     *
     * @throws PortException DENIED when it exists and must not be listed, RETRYABLE when S3 does not accept the call
     */
    boolean bucketExists(String bucket) throws PortException;

    /**
     * One page of at most 1,000 objects under a prefix, in UTF-8 binary order of the keys, after a key.
     *
     * @throws PortException NOT_FOUND when there is no such bucket, DENIED without permission, RETRYABLE when S3 does not accept the
     *     call, BROKEN when the keys are not in order
     */
    Page list(String bucket, String prefix, Optional<String> afterKey) throws PortException;

    /** The id of the account that must own every bucket; empty when any account may. */
    Optional<String> accountId();

    /** The objects of one page, and whether there are more pages. */
    record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** An object of a listing; the ETag is without quotes. */
    record Entry(String key, long sizeBytes, String etag, String storageClass, Instant lastModified) {}

    private static int compareKeys(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                // A surrogate is part of a character above U+FFFF, although its own code unit is below U+E000.
                int bySurrogate = Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
                return bySurrogate != 0 ? bySurrogate : Character.compare(left, right);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
