package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.Column;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises CHECK constraints that masked values are known to satisfy. */
final class CheckConstraintRules {

    private static final Pattern LENGTH =
            Pattern.compile("(?:char_)?length\\(\"?(\\w+)\"?(?:::text)?\\) (>|>=|<|<=) (\\d+)");
    private static final Pattern AT_SIGN =
            Pattern.compile("\"?(\\w+)\"?(?:::text)? (?:~~|~) '(%@%|@|%_@_%|%_@_%\\._%)'::text");

    private CheckConstraintRules() {}

    static boolean isSatisfied(Catalogue.CheckConstraint check, Column column, Mask mask) {
        if (mask instanceof Mask.NullMask || mask instanceof Mask.ExpressionMask || mask instanceof Mask.LiteralMask) {
            // NULL satisfies every CHECK; the other two are values the author of the rules has chosen.
            return true;
        }
        String condition = check.expression().replaceAll("^\\(+|\\)+$", "");
        String closed = condition.matches(".*length\\([^)]*") ? condition + ")" : condition;
        if (mask instanceof Mask.EmailMask && AT_SIGN.matcher(closed).matches()) {
            return true;
        }
        Matcher length = LENGTH.matcher(closed);
        return length.matches()
                && (length.group(1).equals(column.name()) || length.group(1).equals("VALUE"))
                && length.group(2).startsWith(">")
                && Integer.parseInt(length.group(3)) < 5;
    }
}
