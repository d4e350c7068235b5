package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Refresh;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.PartSizes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * The requests of one copy, and how a check shows them.
 *
 * @param owners the accounts that must own the buckets
 * @param isStreamed whether this process downloads and uploads the objects, because no credentials can access both sides
 * @param partsAboveBytes the size above which objects are copied in parts
 */
record ObjectCalls(Refresh.BucketCopy copy, BucketOwners owners, boolean isStreamed, long partsAboveBytes) {

    /**
     * The maximum size of an object that S3 copies with one call.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
     */
    static final long ONE_PIECE_BYTES_MAX = 5_000_000_000L;

    /**
     * The ids of the accounts that must own the buckets of both sides; empty if any account may.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html">Verifying bucket
     *     ownership with bucket owner condition</a>
     */
    record BucketOwners(Optional<String> source, Optional<String> target) {}

    CopyObjectRequest copyRequest(Entry source) {
        String below = source.key().substring(copy.source().prefix().length());
        return CopyObjectRequest.builder()
                .sourceBucket(copy.source().bucket())
                .sourceKey(source.key())
                .copySourceIfMatch(source.etag())
                .destinationBucket(copy.target().bucket())
                .destinationKey(copy.target().prefix() + below)
                .expectedBucketOwner(owners.target().orElse(null))
                .expectedSourceBucketOwner(owners.source().orElse(null))
                .storageClass(source.storageClass().equals("STANDARD") ? null : source.storageClass())
                .build();
    }

    DeleteObjectsRequest deleteRequest(List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        return DeleteObjectsRequest.builder()
                .bucket(copy.target().bucket())
                .expectedBucketOwner(owners.target().orElse(null))
                .delete(Delete.builder().objects(objects).build())
                .build();
    }

    boolean isMultipart(Entry source) {
        return !isStreamed && source.sizeBytes() > partsAboveBytes;
    }

    /** Describes every call of the copy of an object. */
    void describeCopy(Entry source, Consumer<CallDescription> shown) {
        CopyObjectRequest request = copyRequest(source);
        Map<String, Value> target = new LinkedHashMap<>();
        target.put("Bucket", new Value.Text(request.destinationBucket()));
        target.put("Key", new Value.Text(request.destinationKey()));
        if (request.storageClassAsString() != null) {
            target.put("StorageClass", new Value.Text(request.storageClassAsString()));
        }
        owners.target().ifPresent(account -> target.put("ExpectedBucketOwner", new Value.Text(account)));
        Map<String, Value> from = new LinkedHashMap<>();
        from.put("CopySource", new Value.Text(request.sourceBucket() + "/" + request.sourceKey()));
        from.put("CopySourceIfMatch", new Value.Text(request.copySourceIfMatch()));
        owners.source().ifPresent(account -> from.put("ExpectedSourceBucketOwner", new Value.Text(account)));
        if (isMultipart(source)) {
            describeParts(
                    source,
                    PartSizes.forCopy(source.sizeBytes()),
                    new Shape("UploadPartCopy", new Value.Fields(target), new Value.Fields(from)),
                    shown);
        } else if (!isStreamed) {
            target.putAll(from);
            shown.accept(call("CopyObject", target, source.sizeBytes()));
        } else if (source.sizeBytes() > PartSizes.STREAMED_BYTES) {
            describeParts(
                    source,
                    PartSizes.forUpload(source.sizeBytes()),
                    new Shape("UploadPart", new Value.Fields(target), new Value.Fields(Map.of())),
                    shown);
        } else {
            shown.accept(call("PutObject", target, source.sizeBytes()));
        }
    }

    /** The calls of a multipart upload: the action for a part, the target, and the other parameters of each part. */
    private record Shape(String action, Value.Fields target, Value.Fields each) {}

    private static void describeParts(Entry source, long partBytes, Shape shape, Consumer<CallDescription> shown) {
        shown.accept(call("CreateMultipartUpload", shape.target.fields(), source.sizeBytes()));
        Map<String, Value> place = new LinkedHashMap<>(shape.target.fields());
        place.remove("StorageClass");
        long first = 0;
        for (long number = 1; first < source.sizeBytes(); number++) {
            long bytes = Math.min(partBytes, source.sizeBytes() - first);
            Map<String, Value> part = new LinkedHashMap<>(place);
            part.put("PartNumber", new Value.Whole(number));
            part.putAll(shape.each.fields());
            if (!shape.each.fields().isEmpty()) {
                part.put("CopySourceRange", new Value.Text("bytes=" + first + "-" + (first + bytes - 1)));
            }
            shown.accept(call(shape.action, part, bytes));
            first += bytes;
        }
        shown.accept(call("CompleteMultipartUpload", place, source.sizeBytes()));
    }

    private static CallDescription call(String action, Map<String, Value> parameters, long bytes) {
        String subject =
                new Value.Fields(parameters).get("Key").map(Value::show).orElse("");
        return new CallDescription("s3", action, subject, new Value.Fields(parameters), AmountFormat.bytes(bytes));
    }

    CallDescription describeDelete(List<String> keys) {
        List<Value> objects = keys.stream()
                .<Value>map(key -> new Value.Fields(Map.of("Key", new Value.Text(key))))
                .toList();
        Map<String, Value> delete = new LinkedHashMap<>();
        delete.put("Objects", new Value.Items(objects));
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("Bucket", new Value.Text(copy.target().bucket()));
        owners.target().ifPresent(account -> parameters.put("ExpectedBucketOwner", new Value.Text(account)));
        parameters.put("Delete", new Value.Fields(delete));
        return new CallDescription(
                "s3",
                "DeleteObjects",
                copy.target().bucket(),
                new Value.Fields(parameters),
                AmountFormat.count(keys.size(), "object"));
    }
}
