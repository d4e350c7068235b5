package dev.runbook.port;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** S3 with one set of credentials. Thread-safe. A changing call is sent once. */
public interface ObjectStore extends ObjectListing {

    /**
     * Copies an object of at most 5 GB inside S3, with the metadata and tags that S3 copies.
     *
     * @throws PortException NOT_FOUND when the source does not exist, CONFLICT when it has changed, DENIED without permission,
     *     RETRYABLE when S3 does not accept the call, OUTCOME_UNKNOWN when the response is lost
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
     */
    void copy(CopyObjectRequest request) throws PortException;

    /**
     * Copies an object of any size inside S3 in parts, with its metadata; aborts the upload when a part fails.
     *
     * @throws PortException as {@link #copy}
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/CopyingObjectsMPUapi.html">Copying an object using multipart
     *     upload</a>
     */
    void copyInParts(CopyObjectRequest request, long sizeBytes) throws PortException;

    /**
     * Deletes up to 1,000 objects. If a key cannot be deleted, the call fails with the error of the first such key.
     *
     * @throws PortException DENIED without permission, RETRYABLE when S3 does not accept the call, OUTCOME_UNKNOWN when the response
     *     is lost
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects</a>
     */
    void delete(DeleteObjectsRequest request) throws PortException;

    /**
     * Opens the source of a copy for reading, for a copy between two sides that need different credentials.
     *
     * @throws PortException NOT_FOUND when the source does not exist, CONFLICT when it has changed, DENIED without permission,
     *     RETRYABLE when S3 does not answer
     */
    Body open(CopyObjectRequest request) throws PortException;

    /**
     * Writes an object that another store has opened to the target of the copy, with its metadata, in bounded memory.
     *
     * @throws PortException DENIED without permission, RETRYABLE when the source breaks off or S3 does not accept the call,
     *     OUTCOME_UNKNOWN when the response is lost
     */
    void store(CopyObjectRequest request, Body body) throws PortException;

    /**
     * An open object; the caller closes it.
     *
     * @param tagging its tags in the format of the header {@code x-amz-tagging}; empty without tags
     */
    record Body(InputStream stream, GetObjectResponse header, Optional<String> tagging) implements AutoCloseable {
        @Override
        public void close() throws PortException {
            try {
                stream.close();
            } catch (IOException e) {
                throw new PortException(PortException.Kind.RETRYABLE, "s3:GetObject", "the connection was lost", e);
            }
        }
    }
}
