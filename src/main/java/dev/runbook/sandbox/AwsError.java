package dev.runbook.sandbox;

/** A request that is answered with one of AWS's error codes. */
final class AwsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    AwsError(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    static AwsError wrongState(String message) {
        return new AwsError("InvalidDBInstanceState", 400, message);
    }

    static AwsError combination(String message) {
        return new AwsError("InvalidParameterCombination", 400, message);
    }

    static AwsError value(String message) {
        return new AwsError("InvalidParameterValue", 400, message);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
