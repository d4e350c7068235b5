package dev.runbook.modules.s3;

import dev.runbook.port.ObjectListing.Entry;

/**
 * When an object of the target counts as the same as that of the source.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">Object (ETag)</a>
 */
enum ObjectComparison {
    /** Same size and ETag; if the ETags cannot be compared, same size and not older. */
    ETAG {
        @Override
        boolean differs(Entry source, Entry target) {
            if (source.sizeBytes() != target.sizeBytes()) {
                return true;
            }
            if (source.etag().equals(target.etag())) {
                return false;
            }
            // The ETag of a multipart upload depends on its parts, and a copy has other parts or none.
            boolean comparable = !source.etag().contains("-") && !target.etag().contains("-");
            return comparable || source.lastModified().isAfter(target.lastModified());
        }
    },
    /** Same size and not older: for encryption that gives every copy another ETag. */
    TIME {
        @Override
        boolean differs(Entry source, Entry target) {
            return source.sizeBytes() != target.sizeBytes()
                    || (!source.etag().equals(target.etag())
                            && source.lastModified().isAfter(target.lastModified()));
        }
    };

    abstract boolean differs(Entry source, Entry target);
}
