package dev.runbook.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** S3 with one set of credentials. Calls may be made from many threads. A changing call is sent once. */
public interface ObjectStore extends ObjectListing {

    /** Copies an object of at most 5 GB inside S3, with the metadata and tags S3 copies by itself. */
    void copy(CopyObjectRequest request) throws PortException;

    /** Copies an object of any size inside S3 in parts, keeping its metadata; leaves no unfinished upload behind. */
    void copyInParts(CopyObjectRequest request, long sizeBytes) throws PortException;

    /** Deletes up to 1,000 objects; a key that could not be deleted makes the whole call fail, with the first key's error. */
    void delete(DeleteObjectsRequest request) throws PortException;

    /** Opens the source of a copy for reading: for two sides that no single set of credentials can reach. */
    Body open(CopyObjectRequest request) throws PortException;

    /** Writes what another store has opened under the target key of the copy, metadata included, in bounded memory. */
    void store(CopyObjectRequest request, Body body) throws PortException;

    /**
     * An object being read; to be closed by whoever opened it.
     *
     * @param tagging its tags in the form of the header {@code x-amz-tagging}; empty when it has none
     */
    record Body(InputStream stream, GetObjectResponse header, Optional<String> tagging) implements AutoCloseable {
        @Override
        public void close() throws PortException {
            try {
                stream.close();
            } catch (IOException e) {
                throw new PortException(PortException.Kind.RETRYABLE, "s3:GetObject", "the connection broke", e);
            }
        }
    }
}
