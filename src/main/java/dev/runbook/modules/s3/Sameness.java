package dev.runbook.modules.s3;

import dev.runbook.port.ObjectListing.Entry;

/** When an object of the target counts as the same as the source's. */
enum Sameness {
    /** Of the same size and ETag; where the ETags cannot be compared, of the same size and not older. */
    ETAG {
        @Override
        boolean changed(Entry source, Entry target) {
            if (source.sizeBytes() != target.sizeBytes()) {
                return true;
            }
            if (source.etag().equals(target.etag())) {
                return false;
            }
            // The ETag of an object uploaded in parts is made of its parts; a copy has other parts, or none.
            boolean comparable = !source.etag().contains("-") && !target.etag().contains("-");
            return comparable || source.lastModified().isAfter(target.lastModified());
        }
    },
    /** Of the same size and not older: for encryption with which every copy has an ETag of its own. */
    TIME {
        @Override
        boolean changed(Entry source, Entry target) {
            return source.sizeBytes() != target.sizeBytes()
                    || (!source.etag().equals(target.etag())
                            && source.lastModified().isAfter(target.lastModified()));
        }
    };

    abstract boolean changed(Entry source, Entry target);
}
