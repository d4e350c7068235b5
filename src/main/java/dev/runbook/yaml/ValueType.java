package dev.runbook.yaml;

import java.util.Locale;

/** The type of an argument of a module, or of an input of an included file. */
public enum ValueType {
    TEXT("text"),
    WHOLE("a whole number"),
    BOOLEAN("true or false"),
    DURATION("a time span such as 90s, 10m or 2h"),
    LIST("a list"),
    MAPPING("a mapping"),
    ANY("any value"),
    /** A condition or list of conditions without braces, as in {@code when}; passed unevaluated. */
    CONDITION("a condition or a list of conditions"),
    /** An expression without braces, as in {@code when}, that yields any value. */
    EXPRESSION("an expression");

    private final String words;

    ValueType(String words) {
        this.words = words;
    }

    /** The type as messages and manual pages name it. */
    public String words() {
        return words;
    }

    /** The shape it has in a file. */
    public ValueShape shape() {
        return switch (this) {
            case TEXT, EXPRESSION -> ValueShape.template();
            case WHOLE -> ValueShape.whole(Long.MIN_VALUE, Long.MAX_VALUE).orExpression();
            case BOOLEAN -> ValueShape.bool().orExpression();
            case DURATION -> ValueShape.span().orExpression();
            case LIST -> ValueShape.list(ValueShape.any()).orExpression();
            case MAPPING -> ValueShape.mapOf(ValueShape.any()).orExpression();
            case ANY -> ValueShape.any();
            case CONDITION -> ValueShape.oneOrMore(ValueShape.template());
        };
    }

    /** The type as a file names it: {@code boolean}, {@code duration}, {@code text}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an input can have this type: conditions and expressions without braces cannot be passed on. */
    public boolean isAllowedForInputs() {
        return this != CONDITION && this != EXPRESSION;
    }
}
