package dev.runbook.sandbox.wire;

/** A request that is answered with one of AWS's error codes. */
public final class AwsError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    public AwsError(String code, int status, String message) {
        super(message);
        this.code = code;
        this.status = status;
    }

    public static AwsError invalidState(String message) {
        return new AwsError("InvalidDBInstanceState", 400, message);
    }

    public static AwsError invalidCombination(String message) {
        return new AwsError("InvalidParameterCombination", 400, message);
    }

    public static AwsError invalidValue(String message) {
        return new AwsError("InvalidParameterValue", 400, message);
    }

    String code() {
        return code;
    }

    public int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
