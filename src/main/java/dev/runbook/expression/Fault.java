package dev.runbook.expression;

/** Why a part of an expression has no value; becomes an {@link ExpressionException} where its place is known. */
final class Fault extends Exception {

    static final int NOWHERE = -1;

    private final String code;
    private final String hint;
    private final int offset;

    private Fault(String code, String message, String hint, int offset) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
        this.offset = offset;
    }

    static Fault of(String message, String hint) {
        return new Fault("expression-error", message, hint, NOWHERE);
    }

    static Fault syntax(String message, String hint, int offset) {
        return new Fault("expression-syntax", message, hint, offset);
    }

    static Fault unknown(String code, String message, String hint, int offset) {
        return new Fault(code, message, hint, offset);
    }

    static Fault undefined(Value.Undefined value, int offset) {
        String path = value.path();
        boolean name = !path.contains(" ") && !path.contains("(");
        return new Fault(
                "undefined-variable", (name ? "'" + path + "'" : path) + " is undefined", value.hint(), offset);
    }

    /** The same fault at this place, unless it has one already. */
    Fault at(int place) {
        return offset == NOWHERE ? new Fault(code, message(), hint, place) : this;
    }

    /** The same fault without the values in its text, which may be secret. */
    Fault concealed(String what) {
        return new Fault(code, what + " cannot use this secret value", "", offset);
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
