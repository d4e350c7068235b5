package dev.runbook.adapter.aws;

import dev.runbook.port.ObjectStore.Body;
import dev.runbook.port.PartSizes;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** Copies large objects in parts, and streams objects between two sets of credentials through this process. */
final class S3Parts {

    private final S3Client client;

    S3Parts(S3Client client) {
        this.client = client;
    }

    /** A call of the SDK. */
    @FunctionalInterface
    private interface Sdk<T> {
        T call();
    }

    /** Sends one part and returns its entry for completing the upload. */
    @FunctionalInterface
    private interface PartSender {
        Optional<CompletedPart> send(String uploadId, int number) throws PortException;
    }

    void copy(CopyObjectRequest request, long sizeBytes) throws PortException {
        GetObjectResponse header = header(request);
        CreateMultipartUploadRequest begin = begin(request, header, tagging(request, header));
        long partBytes = PartSizes.forCopy(sizeBytes);
        upload(request, begin, (uploadId, number) -> {
            long first = (number - 1) * partBytes;
            if (first >= sizeBytes) {
                return Optional.empty();
            }
            long last = Math.min(sizeBytes, first + partBytes) - 1;
            return Optional.of(copyPart(request, uploadId, number, "bytes=" + first + "-" + last));
        });
    }

    private CompletedPart copyPart(CopyObjectRequest request, String uploadId, int number, String range)
            throws PortException {
        // A part may be sent again: the later one replaces the earlier one.
        String etag = S3Retry.send(() -> changing(
                        "UploadPartCopy",
                        request,
                        () -> client.uploadPartCopy(part -> part.sourceBucket(request.sourceBucket())
                                .sourceKey(request.sourceKey())
                                .copySourceIfMatch(quote(request))
                                .copySourceRange(range)
                                .expectedSourceBucketOwner(request.expectedSourceBucketOwner())
                                .destinationBucket(request.destinationBucket())
                                .destinationKey(request.destinationKey())
                                .uploadId(uploadId)
                                .partNumber(number)))
                .copyPartResult()
                .eTag());
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    Body open(CopyObjectRequest request) throws PortException {
        ResponseInputStream<GetObjectResponse> stream = reading(
                "GetObject",
                request,
                () -> client.getObject(get -> get.bucket(request.sourceBucket())
                        .key(request.sourceKey())
                        .ifMatch(quote(request))));
        return new Body(stream, stream.response(), tagging(request, stream.response()));
    }

    void store(CopyObjectRequest request, Body body) throws PortException {
        long sizeBytes = body.header().contentLength();
        if (sizeBytes <= PartSizes.STREAMED_BYTES) {
            byte[] whole = read(request, body, (int) sizeBytes);
            PutObjectRequest put = put(request, body.header(), body.tagging());
            changing("PutObject", request, () -> client.putObject(put, RequestBody.fromBytes(whole)));
            return;
        }
        int partBytes = (int) PartSizes.forUpload(sizeBytes);
        upload(request, begin(request, body.header(), body.tagging()), (uploadId, number) -> {
            long left = sizeBytes - (long) (number - 1) * partBytes;
            return left <= 0
                    ? Optional.empty()
                    : Optional.of(streamPart(
                            request, uploadId, number, read(request, body, (int) Math.min(left, partBytes))));
        });
    }

    private CompletedPart streamPart(CopyObjectRequest request, String uploadId, int number, byte[] bytes)
            throws PortException {
        String etag = S3Retry.send(() -> changing(
                        "UploadPart",
                        request,
                        () -> client.uploadPart(
                                part -> part.bucket(request.destinationBucket())
                                        .key(request.destinationKey())
                                        .uploadId(uploadId)
                                        .partNumber(number),
                                RequestBody.fromBytes(bytes)))
                .eTag());
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private static byte[] read(CopyObjectRequest request, Body body, int bytes) throws PortException {
        String call = "s3:GetObject " + request.sourceBucket() + "/" + request.sourceKey();
        try {
            InputStream stream = body.stream();
            byte[] read = stream.readNBytes(bytes);
            if (read.length < bytes) {
                throw new PortException(Kind.RETRYABLE, call, "the object is shorter than its Content-Length");
            }
            return read;
        } catch (IOException e) {
            throw new PortException(Kind.RETRYABLE, call, "the connection was lost", e);
        }
    }

    private void upload(CopyObjectRequest request, CreateMultipartUploadRequest begin, PartSender sender)
            throws PortException {
        String uploadId = changing("CreateMultipartUpload", request, () -> client.createMultipartUpload(begin))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            Optional<CompletedPart> part = sender.send(uploadId, 1);
            while (part.isPresent()) {
                parts.add(part.get());
                part = sender.send(uploadId, parts.size() + 1);
            }
            changing(
                    "CompleteMultipartUpload",
                    request,
                    () -> client.completeMultipartUpload(end -> end.bucket(request.destinationBucket())
                            .key(request.destinationKey())
                            .uploadId(uploadId)
                            .multipartUpload(upload -> upload.parts(parts))));
        } catch (PortException e) {
            abort(request, uploadId, e);
            throw e;
        }
    }

    /** The parts of an unfinished upload cost money and appear in no listing of objects. */
    private void abort(CopyObjectRequest request, String uploadId, PortException reason) {
        // The SDK sends nothing on an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(upload -> upload.bucket(request.destinationBucket())
                    .key(request.destinationKey())
                    .uploadId(uploadId));
        } catch (SdkException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The ETag of a listing is without quotes; HTTP conditions require them. */
    private static String quote(CopyObjectRequest request) {
        return "\"" + request.copySourceIfMatch() + "\"";
    }

    private GetObjectResponse header(CopyObjectRequest request) throws PortException {
        HeadObjectResponse head = S3Retry.send(() -> reading(
                "HeadObject",
                request,
                () -> client.headObject(get -> get.bucket(request.sourceBucket())
                        .key(request.sourceKey())
                        .ifMatch(quote(request)))));
        return GetObjectResponse.builder()
                .contentType(head.contentType())
                .contentEncoding(head.contentEncoding())
                .contentDisposition(head.contentDisposition())
                .contentLanguage(head.contentLanguage())
                .cacheControl(head.cacheControl())
                .expiresString(head.expiresString())
                .websiteRedirectLocation(head.websiteRedirectLocation())
                .metadata(head.metadata())
                .tagCount(head.tagCount())
                .build();
    }

    /** S3 copies the tags in a single copy, but not in a copy in parts. */
    private Optional<String> tagging(CopyObjectRequest request, GetObjectResponse header) throws PortException {
        if (header.tagCount() == null || header.tagCount() == 0) {
            return Optional.empty();
        }
        List<Tag> tags = S3Retry.send(() -> reading(
                        "GetObjectTagging",
                        request,
                        () -> client.getObjectTagging(
                                get -> get.bucket(request.sourceBucket()).key(request.sourceKey()))))
                .tagSet();
        return Optional.of(tags.stream()
                .map(tag -> SdkHttpUtils.urlEncode(tag.key()) + "=" + SdkHttpUtils.urlEncode(tag.value()))
                .collect(Collectors.joining("&")));
    }

    private static CreateMultipartUploadRequest begin(
            CopyObjectRequest request, GetObjectResponse header, Optional<String> tagging) {
        return CreateMultipartUploadRequest.builder()
                .bucket(request.destinationBucket())
                .key(request.destinationKey())
                .storageClass(request.storageClassAsString())
                .contentType(header.contentType())
                .contentEncoding(header.contentEncoding())
                .contentDisposition(header.contentDisposition())
                .contentLanguage(header.contentLanguage())
                .cacheControl(header.cacheControl())
                .expires(expires(header).orElse(null))
                .websiteRedirectLocation(header.websiteRedirectLocation())
                .metadata(header.metadata())
                .tagging(tagging.orElse(null))
                .build();
    }

    private static PutObjectRequest put(CopyObjectRequest request, GetObjectResponse header, Optional<String> tagging) {
        return PutObjectRequest.builder()
                .bucket(request.destinationBucket())
                .key(request.destinationKey())
                .storageClass(request.storageClassAsString())
                .contentType(header.contentType())
                .contentEncoding(header.contentEncoding())
                .contentDisposition(header.contentDisposition())
                .contentLanguage(header.contentLanguage())
                .cacheControl(header.cacheControl())
                .expires(expires(header).orElse(null))
                .websiteRedirectLocation(header.websiteRedirectLocation())
                .metadata(header.metadata())
                .tagging(tagging.orElse(null))
                .build();
    }

    /** This header may contain any text; a text that is not a date cannot be sent and is left out. */
    private static Optional<Instant> expires(GetObjectResponse header) {
        if (header.expiresString() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.expiresString())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static <T> T reading(String action, CopyObjectRequest request, Sdk<T> sdk) throws PortException {
        try {
            return sdk.call();
        } catch (SdkException e) {
            throw S3Errors.of("s3:" + action + " " + request.sourceBucket() + "/" + request.sourceKey(), e, false);
        }
    }

    private static <T> T changing(String action, CopyObjectRequest request, Sdk<T> sdk) throws PortException {
        try {
            return sdk.call();
        } catch (SdkException e) {
            throw S3Errors.of(
                    "s3:" + action + " " + request.destinationBucket() + "/" + request.destinationKey(), e, true);
        }
    }
}
