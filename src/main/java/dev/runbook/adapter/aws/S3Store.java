package dev.runbook.adapter.aws;

import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 on the SDK, with one set of credentials. Reads are retried here; changing calls are sent once. */
final class S3Store implements ObjectStore {

    private static final int PAGE_OBJECTS_MAX = 1000;

    private final S3Client client;
    private final Optional<String> accountId;
    private final S3Parts parts;

    /** @param client sends each call once, with the expected owner of the bucket */
    S3Store(S3Client client, Optional<String> accountId) {
        this.client = client;
        this.accountId = accountId;
        this.parts = new S3Parts(client);
    }

    @Override
    public boolean bucketExists(String bucket) throws PortException {
        try {
            S3Retry.send(() -> {
                try {
                    return client.headBucket(request -> request.bucket(bucket));
                } catch (SdkException e) {
                    throw S3Errors.of("s3:HeadBucket " + bucket, e, false);
                }
            });
            return true;
        } catch (PortException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e.getCause() instanceof S3Exception answer && answer.statusCode() == 403 ? forbidden(bucket, e) : e;
        }
    }

    /** S3 answers with status 403 in both cases: a missing permission, or a bucket of another account. */
    private PortException forbidden(String bucket, PortException e) {
        return accountId
                .map(account -> new PortException(
                        Kind.DENIED,
                        "s3:HeadBucket " + bucket,
                        "access denied: s3:ListBucket is not allowed, or the bucket does not belong to account "
                                + account + ", whose id the inventory gives",
                        e))
                .orElse(e);
    }

    @Override
    public Page list(String bucket, String prefix, Optional<String> afterKey) throws PortException {
        String call = "s3:ListObjectsV2 " + bucket + "/" + prefix;
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .startAfter(afterKey.orElse(null))
                .maxKeys(PAGE_OBJECTS_MAX)
                .encodingType(EncodingType.URL)
                .build();
        ListObjectsV2Response response = S3Retry.send(() -> {
            try {
                return client.listObjectsV2(request);
            } catch (SdkException e) {
                throw S3Errors.of(call, e, false);
            }
        });
        Page page = new Page(
                response.contents().stream().map(S3Store::entry).toList(), Boolean.TRUE.equals(response.isTruncated()));
        checkOrder(call, page, prefix, afterKey);
        return page;
    }

    private static Entry entry(S3Object object) {
        return new Entry(
                object.key(),
                object.size(),
                object.eTag().replace("\"", ""),
                object.storageClassAsString() == null ? "STANDARD" : object.storageClassAsString(),
                object.lastModified());
    }

    /** Two listings can be compared only if both are in key order; a listing in any other order is an error. */
    private static void checkOrder(String call, Page page, String prefix, Optional<String> afterKey)
            throws PortException {
        String last = afterKey.orElse("");
        for (Entry entry : page.entries()) {
            if (!entry.key().startsWith(prefix) || (!last.isEmpty() && KEY_ORDER.compare(last, entry.key()) >= 0)) {
                throw new PortException(
                        Kind.BROKEN,
                        call,
                        "the listing is not in key order ('" + entry.key() + "' comes after '" + last
                                + "'), so the buckets cannot be compared");
            }
            last = entry.key();
        }
        if (page.more() && page.entries().isEmpty()) {
            throw new PortException(Kind.BROKEN, call, "the listing is truncated but contains no objects");
        }
    }

    @Override
    public void copy(CopyObjectRequest request) throws PortException {
        try {
            client.copyObject(request);
        } catch (SdkException e) {
            throw S3Errors.of("s3:CopyObject " + request.destinationBucket() + "/" + request.destinationKey(), e, true);
        }
    }

    @Override
    public void copyInParts(CopyObjectRequest request, long sizeBytes) throws PortException {
        parts.copy(request, sizeBytes);
    }

    @Override
    public void delete(DeleteObjectsRequest request) throws PortException {
        String call = "s3:DeleteObjects " + request.bucket();
        List<S3Error> errors = new ArrayList<>();
        try {
            errors.addAll(client.deleteObjects(request).errors());
        } catch (SdkException e) {
            throw S3Errors.of(call, e, true);
        }
        if (!errors.isEmpty()) {
            S3Error first = errors.get(0);
            throw new PortException(
                            S3Errors.kind(first.code(), 200),
                            call,
                            errors.size() + " of " + request.delete().objects().size()
                                    + " objects were not deleted, first '" + first.key() + "': " + first.code() + ": "
                                    + first.message())
                    .withCode(first.code());
        }
    }

    @Override
    public Body open(CopyObjectRequest request) throws PortException {
        return parts.open(request);
    }

    @Override
    public void store(CopyObjectRequest request, Body body) throws PortException {
        parts.store(request, body);
    }

    @Override
    public Optional<String> accountId() {
        return accountId;
    }
}
