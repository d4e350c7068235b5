package dev.runbook.expression;

/** Evaluation of a part of an expression failed; becomes an {@link ExpressionException} once its position is known. */
final class EvaluationException extends Exception {

    static final int NOWHERE = -1;

    private final String code;
    private final String hint;
    private final int offset;

    private EvaluationException(String code, String message, String hint, int offset) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
        this.offset = offset;
    }

    static EvaluationException of(String message, String hint) {
        return new EvaluationException("expression-error", message, hint, NOWHERE);
    }

    static EvaluationException syntax(String message, String hint, int offset) {
        return new EvaluationException("expression-syntax", message, hint, offset);
    }

    static EvaluationException unknown(String code, String message, String hint, int offset) {
        return new EvaluationException(code, message, hint, offset);
    }

    static EvaluationException undefined(Value.UndefinedName value, int offset) {
        String path = value.path();
        boolean name = !path.contains(" ") && !path.contains("(");
        return new EvaluationException(
                "undefined-variable", (name ? "'" + path + "'" : path) + " is undefined", value.hint(), offset);
    }

    /** The same error at this offset, unless it already has one. */
    EvaluationException at(int place) {
        return offset == NOWHERE ? new EvaluationException(code, message(), hint, place) : this;
    }

    /** The same error without the values in its message, which may be secret. */
    EvaluationException withoutValues(String what) {
        return new EvaluationException(code, what + " cannot use this secret value", "", offset);
    }

    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    String hint() {
        return hint;
    }

    int offset() {
        return offset;
    }
}
