package dev.runbook.sandbox.s3;

import dev.runbook.sandbox.config.FaultQueue;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.sandbox.wire.CallLog;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Buckets whose changing requests are recorded, and fail where a fault is ordered. */
final class RecordingBlobStore extends ForwardingBlobStore {

    /** Objects that the S3 server itself writes for a multipart upload; they are not calls of a client. */
    private static final String SERVER_KEY_PREFIX = ".s3proxy-";

    private final FaultQueue faults;
    private final CallLog calls;

    RecordingBlobStore(BlobStore store, FaultQueue faults, CallLog calls) {
        super(store);
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        return recordCall("PutObject", request, () -> super.putBlob(request, body));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return recordCall("CopyObject", request, () -> super.copyBlob(request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return recordCall("DeleteObject", request, () -> super.removeBlob(request));
    }

    @Override
    public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
        return recordCall("DeleteObjects", request, () -> delegate().removeBlobs(request));
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        return recordCall("CreateBucket", request, () -> super.createContainer(request));
    }

    @Override
    public void deleteBucket(String name) {
        var request = DeleteBucketRequest.builder().bucket(name).build();
        recordCall("DeleteBucket", request, () -> {
            super.deleteBucket(name);
            return true;
        });
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        return recordCall("CreateMultipartUpload", request, () -> super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        return recordCall("UploadPart", request, () -> super.uploadMultipartPart(upload, request, body));
    }

    @Override
    public boolean supportsCopyMultipartPart() {
        return delegate().supportsCopyMultipartPart();
    }

    @Override
    public UploadPartCopyResponse copyMultipartPart(MultipartUpload upload, UploadPartCopyRequest request) {
        return recordCall("UploadPartCopy", request, () -> delegate().copyMultipartPart(upload, request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return recordCall("CompleteMultipartUpload", request, () -> super.completeMultipartUpload(upload, request));
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        recordCall("AbortMultipartUpload", upload.request(), () -> {
            super.abortMultipartUpload(upload);
            return true;
        });
    }

    private <T> T recordCall(String action, SdkPojo request, Supplier<T> body) {
        var all = toApiNames(SdkShapes.toJsonByMemberName(request));
        var parameters = withExpectedOwners(all.fields("Metadata").fields().isEmpty() ? all.without("Metadata") : all);
        if (parameters.text("Key").orElse("").startsWith(SERVER_KEY_PREFIX)) {
            return body.get();
        }
        try {
            injectFault(action, parameters.text("Bucket").orElse(""));
            var result = body.get();
            calls.add("s3", action, parameters, CallLog.CallStatus.ok());
            return result;
        } catch (AwsServiceException e) {
            var code = Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
            calls.add("s3", action, parameters, new CallLog.CallStatus(e.statusCode(), code.orElse("Error")));
            throw e;
        }
    }

    private static JsonValue.JsonObject withExpectedOwners(JsonValue.JsonObject request) {
        var fields = new LinkedHashMap<>(request.fields());
        BucketOwnerCheck.expectedOwner()
                .ifPresent(account -> fields.put("ExpectedBucketOwner", JsonValue.text(account)));
        BucketOwnerCheck.expectedSourceOwner()
                .ifPresent(account -> fields.put("ExpectedSourceBucketOwner", JsonValue.text(account)));
        return new JsonValue.JsonObject(fields);
    }

    /** Undoes what the SDK does to a copy: it splits the source in two and renames the target. */
    private static JsonValue.JsonObject toApiNames(JsonValue.JsonObject request) {
        if (request.get("SourceBucket").isEmpty()) {
            return request;
        }
        var fields = new LinkedHashMap<String, JsonValue>();
        request.fields().forEach((name, value) -> {
            switch (name) {
                case "DestinationBucket" -> fields.put("Bucket", value);
                case "DestinationKey" -> fields.put("Key", value);
                case "SourceBucket" ->
                    fields.put(
                            "CopySource",
                            JsonValue.text(request.text(name).orElseThrow() + "/"
                                    + request.text("SourceKey").orElse("")));
                case "SourceKey" -> {}
                default -> fields.put(name, value);
            }
        });
        return new JsonValue.JsonObject(fields);
    }

    private void injectFault(String action, String bucket) {
        var fault = faults.take(action, bucket);
        if (fault.isPresent()) {
            boolean busy = fault.orElseThrow().kind() == InjectedFault.FaultKind.THROTTLING
                    || fault.orElseThrow().kind() == InjectedFault.FaultKind.REQUEST_LIMIT;
            throw S3Exception.builder()
                    .statusCode(busy ? 503 : 500)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(busy ? "SlowDown" : "InternalError")
                            .errorMessage("An ordered fault.")
                            .build())
                    .message("An ordered fault.")
                    .build();
        }
    }
}
