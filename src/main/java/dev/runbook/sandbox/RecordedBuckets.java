package dev.runbook.sandbox;

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
final class RecordedBuckets extends ForwardingBlobStore {

    /** Objects with which the S3 server marks a multipart upload; nobody asked for them. */
    private static final String OF_THE_SERVER = ".s3proxy-";

    private final Faults faults;
    private final CallLog calls;

    RecordedBuckets(BlobStore store, Faults faults, CallLog calls) {
        super(store);
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
        return recorded("PutObject", request, () -> super.putBlob(request, body));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return recorded("CopyObject", request, () -> super.copyBlob(request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return recorded("DeleteObject", request, () -> super.removeBlob(request));
    }

    @Override
    public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
        return recorded("DeleteObjects", request, () -> delegate().removeBlobs(request));
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        return recorded("CreateBucket", request, () -> super.createContainer(request));
    }

    @Override
    public void deleteBucket(String name) {
        var request = DeleteBucketRequest.builder().bucket(name).build();
        recorded("DeleteBucket", request, () -> {
            super.deleteBucket(name);
            return true;
        });
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        return recorded("CreateMultipartUpload", request, () -> super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream body) {
        return recorded("UploadPart", request, () -> super.uploadMultipartPart(upload, request, body));
    }

    @Override
    public boolean supportsCopyMultipartPart() {
        return delegate().supportsCopyMultipartPart();
    }

    @Override
    public UploadPartCopyResponse copyMultipartPart(MultipartUpload upload, UploadPartCopyRequest request) {
        return recorded("UploadPartCopy", request, () -> delegate().copyMultipartPart(upload, request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return recorded("CompleteMultipartUpload", request, () -> super.completeMultipartUpload(upload, request));
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        recorded("AbortMultipartUpload", upload.request(), () -> {
            super.abortMultipartUpload(upload);
            return true;
        });
    }

    private <T> T recorded(String action, SdkPojo request, Supplier<T> body) {
        var all = inWordsOfTheApi(Shapes.members(request));
        var parameters = withOwners(all.fields("Metadata").fields().isEmpty() ? all.without("Metadata") : all);
        if (parameters.text("Key").orElse("").startsWith(OF_THE_SERVER)) {
            return body.get();
        }
        try {
            fail(action, parameters.text("Bucket").orElse(""));
            var result = body.get();
            calls.add("s3", action, parameters, CallLog.Answer.ok());
            return result;
        } catch (AwsServiceException e) {
            var code = Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
            calls.add("s3", action, parameters, new CallLog.Answer(e.statusCode(), code.orElse("Error")));
            throw e;
        }
    }

    private static Tree.Fields withOwners(Tree.Fields request) {
        var fields = new LinkedHashMap<>(request.fields());
        BucketOwner.expected().ifPresent(account -> fields.put("ExpectedBucketOwner", Tree.text(account)));
        BucketOwner.expectedOfSource()
                .ifPresent(account -> fields.put("ExpectedSourceBucketOwner", Tree.text(account)));
        return new Tree.Fields(fields);
    }

    /** The SDK has cut a copy's source in two and named its target anew; the API and its callers have not. */
    private static Tree.Fields inWordsOfTheApi(Tree.Fields request) {
        if (request.get("SourceBucket").isEmpty()) {
            return request;
        }
        var fields = new LinkedHashMap<String, Tree>();
        request.fields().forEach((name, value) -> {
            switch (name) {
                case "DestinationBucket" -> fields.put("Bucket", value);
                case "DestinationKey" -> fields.put("Key", value);
                case "SourceBucket" ->
                    fields.put(
                            "CopySource",
                            Tree.text(request.text(name).orElseThrow() + "/"
                                    + request.text("SourceKey").orElse("")));
                case "SourceKey" -> {}
                default -> fields.put(name, value);
            }
        });
        return new Tree.Fields(fields);
    }

    private void fail(String action, String bucket) {
        var fault = faults.next(action, bucket);
        if (fault.isPresent()) {
            boolean busy = fault.orElseThrow().kind() == Fault.Kind.THROTTLING
                    || fault.orElseThrow().kind() == Fault.Kind.REQUEST_LIMIT;
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
