package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Maps a failed S3 call to the kind of the port, by error code and status.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses of Amazon S3</a>
 */
final class S3Errors {

    private static final Set<String> RETRYABLE_CODES = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "InternalError",
            "RequestTimeout",
            "OperationAborted",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded");
    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "ExpiredToken",
            "InvalidToken",
            "TokenRefreshRequired",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AllAccessDisabled",
            "AccountProblem");
    private static final Set<String> CONFLICT = Set.of("PreconditionFailed", "ConditionalRequestConflict");

    private S3Errors() {}

    /** @param changing whether the call may have taken effect if its response was lost */
    static PortException of(String call, SdkException error, boolean changing) {
        if (error instanceof AwsServiceException answered) {
            return new PortException(kind(answered), call, message(answered), error).withCode(AwsFailure.code(error));
        }
        if (error instanceof AbortedException) {
            Thread.currentThread().interrupt();
            return new PortException(changing ? Kind.OUTCOME_UNKNOWN : Kind.RETRYABLE, call, "interrupted", error);
        }
        return changing ? AwsFailure.ofChange(call, error) : AwsFailure.ofRead(call, error);
    }

    private static Kind kind(AwsServiceException error) {
        return kind(AwsFailure.code(error), error.statusCode());
    }

    static Kind kind(String code, int status) {
        if (RETRYABLE_CODES.contains(code)) {
            return Kind.RETRYABLE;
        }
        if (code.equals("InvalidObjectState")) {
            return Kind.WRONG_STATE;
        }
        if (DENIED.contains(code) || status == 401 || status == 403) {
            return Kind.DENIED;
        }
        if (CONFLICT.contains(code) || status == 412) {
            return Kind.CONFLICT;
        }
        if (code.startsWith("NoSuch") || status == 404) {
            return Kind.NOT_FOUND;
        }
        return status >= 500 || status == 429 ? Kind.RETRYABLE : Kind.BROKEN;
    }

    private static String message(AwsServiceException error) {
        if (error.statusCode() == 301 || error.statusCode() == 307) {
            return "the bucket is not in the region that the inventory gives for the account";
        }
        AwsErrorDetails details = error.awsErrorDetails();
        String said = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        String code = AwsFailure.code(error);
        return (code.isEmpty() ? "HTTP status " + error.statusCode() : code) + (said.isEmpty() ? "" : ": " + said);
    }
}
