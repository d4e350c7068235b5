package dev.runbook.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The reading half of S3. */
public interface ObjectListing {

    /** Whether the bucket exists and can be listed; DENIED when it exists but cannot. */
    boolean bucketExists(String bucket) throws PortException;

    /** One page of at most 1,000 objects under a prefix, in UTF-8 binary order of the keys, after a key. */
    Page list(String bucket, String prefix, Optional<String> afterKey) throws PortException;

    /** Objects of one page, and whether more follow. */
    record Page(List<Entry> entries, boolean more) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** An object as a listing shows it; the ETag without quotes. */
    record Entry(String key, long sizeBytes, String etag, String storageClass, Instant lastModified) {}
}
