package dev.runbook.expression;

/** A token of an expression with its offset in the scalar's text. */
record Token(Kind kind, String text, int offset) {

    enum Kind {
        NAME,
        TEXT,
        WHOLE,
        DECIMAL,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /** The token as error messages name it. */
    String show() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
