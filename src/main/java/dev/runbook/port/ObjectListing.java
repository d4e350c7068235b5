package dev.runbook.port;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The reading half of S3. */
public interface ObjectListing {

    /** The order of S3: that of the keys' UTF-8 bytes, which differs from {@link String#compareTo} above U+FFFF. */
    Comparator<String> KEY_ORDER = ObjectListing::compareKeys;

    /** Whether the bucket exists and can be listed; DENIED when it exists but cannot. */
    boolean bucketExists(String bucket) throws PortException;

    /** One page of at most 1,000 objects under a prefix, in UTF-8 binary order of the keys, after a key. */
    Page list(String bucket, String prefix, Optional<String> afterKey) throws PortException;

    /** The twelve digits of the account that every bucket must belong to, so that another's is not touched; empty for any. */
    Optional<String> accountId();

    /** Objects of one page, and whether more follow. */
    record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** An object as a listing shows it; the ETag without quotes. */
    record Entry(String key, long sizeBytes, String etag, String storageClass, Instant lastModified) {}

    private static int compareKeys(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right) {
                // A surrogate stands for a character above every other one, though its own number is below U+E000.
                int bySurrogate = Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right));
                return bySurrogate != 0 ? bySurrogate : Character.compare(left, right);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
