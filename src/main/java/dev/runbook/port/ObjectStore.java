package dev.runbook.port;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;

/** S3 with one set of credentials. Calls may be made from many threads. A changing call is sent once. */
public interface ObjectStore extends ObjectListing {

    /** Copies an object of at most 5 GB inside S3, with the metadata and tags S3 copies by itself. */
    void copy(CopyObjectRequest request) throws PortException;

    /** Copies an object of any size inside S3 in parts, keeping its metadata; leaves no unfinished upload behind. */
    void copyInParts(CopyObjectRequest request, long sizeBytes) throws PortException;

    /** Deletes up to 1,000 objects; a key that could not be deleted makes the whole call fail, with the first key's error. */
    void delete(DeleteObjectsRequest request) throws PortException;

    /** Streams an object from this store to another: for two sides that no single set of credentials can reach. */
    void transfer(CopyObjectRequest request, long sizeBytes, ObjectStore target) throws PortException;

    /** The account or profile the credentials belong to, for messages. */
    Optional<String> owner();
}
