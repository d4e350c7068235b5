package dev.runbook.expression;

/** A word of an expression with the place where it starts in the scalar's text. */
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

    /** The token as an error message names it. */
    String show() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
