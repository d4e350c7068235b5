package dev.runbook.sandbox.s3;

import dev.runbook.sandbox.config.SandboxCredentials;
import java.util.Optional;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.BlobStoreLocator;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.server.internal.HttpConnection;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Refuses, as S3 does, a request that expects its bucket to belong to another account than that of the sandbox. */
final class BucketOwnerCheck implements BlobStoreLocator {

    private final BlobStore store;
    private final String account;

    BucketOwnerCheck(BlobStore store, String account) {
        this.store = store;
        this.account = account;
    }

    @Override
    public AccessGrant locateBlobStore(String identity, String container, String blob) {
        if (!SandboxCredentials.ACCESS_KEY_ID.equals(identity)) {
            throw forbiddenError("InvalidAccessKeyId");
        }
        if (!isOwnAccount(expectedOwner()) || !isOwnAccount(expectedSourceOwner())) {
            throw forbiddenError("AccessDenied");
        }
        return new AccessGrant(SandboxCredentials.SECRET_ACCESS_KEY, store);
    }

    private static AwsServiceException forbiddenError(String code) {
        return S3Exception.builder()
                .statusCode(403)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("Forbidden")
                        .build())
                .message("Forbidden")
                .build();
    }

    private boolean isOwnAccount(Optional<String> expected) {
        return expected.isEmpty() || expected.get().equals(account);
    }

    /** The account that the bucket of the request being answered must belong to. */
    static Optional<String> expectedOwner() {
        return header("x-amz-expected-bucket-owner");
    }

    static Optional<String> expectedSourceOwner() {
        return header("x-amz-source-expected-bucket-owner");
    }

    /** The S3 server reads neither header and hands neither on, but its HTTP server knows what the thread is answering. */
    private static Optional<String> header(String name) {
        return Optional.ofNullable(HttpConnection.getCurrentConnection())
                .map(connection -> connection.getHttpChannel().getRequest())
                .map(request -> request.getHeaders().get(name));
    }
}
