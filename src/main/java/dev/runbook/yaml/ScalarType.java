package dev.runbook.yaml;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The type of an unquoted scalar in the YAML core schema: {@code yes} and {@code 12:30} are text, {@code True} and
 * {@code ~} are not.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2.2, core schema</a>
 */
public enum ScalarType {
    NULL("null"),
    BOOL("a boolean"),
    WHOLE("a whole number"),
    DECIMAL("a decimal number"),
    TEXT("text");

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final String BEFORE_NUMBERS = "+-.0123456789";
    private static final Pattern WHOLES = Pattern.compile("[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}");
    private static final Pattern DECIMALS = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final String words;

    ScalarType(String words) {
        this.words = words;
    }

    public static ScalarType of(Node.Scalar scalar) {
        String text = scalar.text();
        if (scalar.quoted()) {
            return TEXT;
        }
        if (NULLS.contains(text)) {
            return NULL;
        }
        if (BOOLS.contains(text)) {
            return BOOL;
        }
        if (BEFORE_NUMBERS.indexOf(text.charAt(0)) < 0) {
            return TEXT;
        }
        if (WHOLES.matcher(text).matches()) {
            return WHOLE;
        }
        return DECIMALS.matcher(text).matches() && Double.isFinite(Double.parseDouble(text)) ? DECIMAL : TEXT;
    }

    /** The number in a {@link #WHOLE} scalar; octal and hexadecimal numbers are read too. */
    public static long whole(String text) {
        if (text.startsWith("0o")) {
            return Long.parseLong(text.substring(2), 8);
        }
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }

    /** The type as error messages name it. */
    public String words() {
        return words;
    }
}
