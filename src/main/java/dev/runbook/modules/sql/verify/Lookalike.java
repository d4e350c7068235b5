package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Sql;
import java.util.Locale;

/** Patterns of personal data in any text, some with a checksum. */
enum Lookalike {
    MAIL_ADDRESS("[[:alnum:]._%+-]+@[[:alnum:]-]+[.][[:alpha:]]", ""),

    /** International and North American numbers, and the national forms of French, British and German numbers. */
    PHONE_NUMBER(
            "(^|[^[:alnum:]])([+][1-9][0-9 ().-]{7,}[0-9]|00[1-9][0-9]{8,13}|[(]?[0-9]{3}[)]?[-. ][0-9]{3}[-. ][0-9]{4}"
                    + "|0[1-9]([ .-][0-9]{2}){4}|0[1-9][0-9]{2,3}[ -][0-9]{3}[ -]?[0-9]{3,4}|07[0-9]{3} ?[0-9]{6}"
                    + "|0[1-9][0-9]{1,4}[ /-][0-9]{5,9}|0[1-9][0-9]{8,9})($|[^[:alnum:]])",
            ""),
    CARD_NUMBER("(^|[^[:alnum:]])[2-6][0-9]{3}[ -]?[0-9]{4}", "_runbook.has_card"),
    IBAN("(^|[^[:alnum:]])[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2}", "_runbook.has_iban"),
    SOCIAL_SECURITY_NUMBER(
            "(^|[^[:alnum:]-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}($|[^[:alnum:]-])", ""),

    /** Public addresses; those of private and documentation networks identify no person. */
    IP_ADDRESS(
            "(^|[^[:alnum:].])(?!0\\.|10\\.|127\\.|169\\.254\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.0\\.2\\.|"
                    + "198\\.51\\.100\\.|203\\.0\\.113\\.|22[4-9]\\.|2[345][0-9]\\.)"
                    + "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
                    + "($|[^[:alnum:].]|\\.($|[^[:alnum:]]))"
                    + "|(^|[^[:alnum:]:.])(?!fe80:|f[cd]|2001:0?db8:)(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}"
                    + "|([0-9a-fA-F]{1,4}:){2,6}(:[0-9a-fA-F]{1,4}){1,5}|([0-9a-fA-F]{1,4}:){2,7}:)($|[^[:alnum:]:])",
            "");

    private final String pattern;
    private final String checksumFunction;

    Lookalike(String shape, String proof) {
        this.pattern = shape;
        this.checksumFunction = proof;
    }

    /** The SQL condition that a text contains a match. */
    String condition(String text) {
        String looks = text + " ~ " + Sql.text(pattern);
        return checksumFunction.isEmpty()
                ? looks
                : "CASE WHEN " + looks + " THEN " + checksumFunction + "(" + text + ") ELSE false END";
    }

    String label() {
        return switch (this) {
            case IBAN -> "IBAN";
            case IP_ADDRESS -> "IP address";
            default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    String withArticle() {
        return (this == IBAN || this == IP_ADDRESS ? "an " : "a ") + label();
    }

    /** The field of its count in the report. */
    String figure() {
        return "looks_like_" + name().toLowerCase(Locale.ROOT);
    }
}
