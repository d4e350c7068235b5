package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Maps a failure of the SDK to the kind of the port, by error code, status and class; never by its message.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html">Common errors of Amazon RDS</a>
 */
final class AwsFailure {

    private static final Set<String> DENIED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AllAccessDisabled",
            "AuthFailure",
            "AuthorizationHeaderMalformed",
            "ExpiredToken",
            "ExpiredTokenException",
            "Forbidden",
            "IncompleteSignature",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidToken",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "RequestExpired",
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
            "TokenRefreshRequired",
            "UnauthorizedOperation",
            "UnrecognizedClientException");

    private static final Set<String> CAPACITY_ERRORS = Set.of(
            "InsufficientDBInstanceCapacity", "InsufficientDBClusterCapacity", "InsufficientStorageClusterCapacity");

    /** Permanent errors, although the code looks like a temporary state: the subnet group does not cover the required zones. */
    private static final Set<String> PERMANENT_ERRORS = Set.of("InvalidVPCNetworkState");

    private static final String ANOTHER_IS_RUNNING = "OperationAborted";

    private AwsFailure() {}

    /**
     * The failure of a call that changes something: if the request may have reached AWS, the outcome is unknown.
     *
     * @param call the service and operation, with their subject
     */
    static PortException ofChange(String call, SdkException failure) {
        Kind kind = failure instanceof AwsServiceException answered
                ? kindOfAnswer(answered, Kind.OUTCOME_UNKNOWN)
                : kindWithoutAnswer(failure, Kind.OUTCOME_UNKNOWN);
        return new PortException(kind, call, message(failure), failure).withCode(code(failure));
    }

    /** The failure of a call that only reads and can be repeated. */
    static PortException ofRead(String call, SdkException failure) {
        Kind kind = failure instanceof AwsServiceException answered
                ? kindOfAnswer(answered, Kind.RETRYABLE)
                : kindWithoutAnswer(failure, Kind.RETRYABLE);
        return new PortException(kind, call, message(failure), failure).withCode(code(failure));
    }

    private static Kind kindOfAnswer(AwsServiceException failure, Kind ofServerError) {
        String code = code(failure);
        String plain = code.replaceFirst("Fault$", "");
        if (failure.isThrottlingException() || code.equals("RequestLimitExceeded") || code.equals(ANOTHER_IS_RUNNING)) {
            return Kind.RETRYABLE;
        }
        if (CAPACITY_ERRORS.contains(plain)) {
            return Kind.NO_CAPACITY;
        }
        if (failure.statusCode() >= 500) {
            return ofServerError;
        }
        if (DENIED.contains(code) || failure.statusCode() == 401 || failure.statusCode() == 403) {
            return Kind.DENIED;
        }
        if (plain.startsWith("Invalid") && plain.endsWith("State") && !PERMANENT_ERRORS.contains(plain)) {
            return Kind.WRONG_STATE;
        }
        if (code.contains("AlreadyExists")) {
            return Kind.CONFLICT;
        }
        boolean missing = code.contains("NotFound") || code.startsWith("NoSuch") || failure.statusCode() == 404;
        return missing ? Kind.NOT_FOUND : Kind.BROKEN;
    }

    private static Kind kindWithoutAnswer(SdkException failure, Kind ofLostAnswer) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsCredentials.Missing || cause instanceof PinnedAccount.Mismatch) {
                return Kind.DENIED;
            }
            if (cause instanceof AwsServiceException answered) {
                // This is the response to assuming the role, so the call itself was never sent.
                return kindOfAnswer(answered, Kind.RETRYABLE);
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return Kind.RETRYABLE;
            }
        }
        return ofLostAnswer;
    }

    /** The error code of the response to the call, or to assuming the role before it; empty without one. */
    static String code(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException answered) {
                return Optional.ofNullable(answered.awsErrorDetails())
                        .map(AwsErrorDetails::errorCode)
                        .orElse("");
            }
        }
        return "";
    }

    /** Code and message of the response; without a response, the root cause. */
    private static String message(SdkException failure) {
        if (failure instanceof AwsServiceException answered) {
            String said = Optional.ofNullable(answered.awsErrorDetails())
                    .map(AwsErrorDetails::errorMessage)
                    .filter(text -> !text.isBlank())
                    .orElse("status " + answered.statusCode());
            String code = code(answered);
            return (code.isEmpty() ? "" : code + ": ") + said;
        }
        Throwable deepest = failure;
        while (deepest.getCause() != null && !(deepest instanceof AwsCredentials.Missing)) {
            deepest = deepest.getCause();
        }
        String text = Optional.ofNullable(deepest.getMessage()).orElse("no answer");
        String kind = deepest.getClass().getSimpleName().replaceAll("(Exception|Missing)$", "");
        return deepest == failure || kind.isEmpty()
                ? text
                : text + " (" + kind.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT) + ")";
    }
}
