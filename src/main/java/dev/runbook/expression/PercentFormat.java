package dev.runbook.expression;

import static java.math.RoundingMode.HALF_EVEN;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code '%s-%03d' | format('a', 7)}. */
final class PercentFormat {

    private static final Pattern DIRECTIVE =
            Pattern.compile("%([-+ 0#]*)([0-9]{0,3})(?:\\.([0-9]{1,2}))?(.)", Pattern.DOTALL);

    private static final int DIGITS_DEFAULT = 6;

    private PercentFormat() {}

    static Value apply(String pattern, List<Value> values) throws EvaluationException {
        StringBuilder text = new StringBuilder();
        Matcher matcher = DIRECTIVE.matcher(pattern);
        int at = 0;
        int used = 0;
        while (matcher.find()) {
            String before = pattern.substring(at, matcher.start());
            text.append(before);
            at = matcher.end();
            if (matcher.group(4).equals("%")) {
                text.append('%');
                continue;
            }
            if (used == values.size()) {
                throw wrongCount(places(pattern), values.size());
            }
            text.append(directive(matcher, values.get(used++)));
        }
        if (used < values.size()) {
            throw wrongCount(used, values.size());
        }
        return TextConversion.requireLength(text.append(pattern.substring(at)).toString());
    }

    private static int places(String pattern) {
        return (int) DIRECTIVE
                .matcher(pattern)
                .results()
                .filter(found -> !found.group(4).equals("%"))
                .count();
    }

    private static EvaluationException wrongCount(int places, int values) {
        return EvaluationException.of(
                "the format has " + places + (places == 1 ? " placeholder" : " placeholders") + " for " + values
                        + (values == 1 ? " value" : " values"),
                "");
    }

    private static String directive(Matcher matcher, Value value) throws EvaluationException {
        String precision = matcher.group(3) == null ? "" : "." + matcher.group(3);
        return switch (matcher.group(4)) {
            case "s" -> format(matcher, precision, "s", TextConversion.of(value));
            case "d", "i" -> format(matcher, "", "d", whole(value));
            case "x" -> format(matcher, "", "x", whole(value));
            case "X" -> format(matcher, "", "X", whole(value));
            case "o" -> format(matcher, "", "o", whole(value));
            case "f", "F" -> format(matcher, precision, "f", decimal(value).setScale(digits(matcher), HALF_EVEN));
            case "e" ->
                format(matcher, precision, "e", decimal(value).round(new MathContext(digits(matcher) + 1, HALF_EVEN)));
            default ->
                throw EvaluationException.of(
                        "unknown format directive '" + matcher.group() + "'", "use %s, %d, %x, %f, or %% for %");
        };
    }

    private static String format(Matcher matcher, String precision, String conversion, Object value)
            throws EvaluationException {
        String flags = matcher.group(1)
                .chars()
                .distinct()
                .filter(flag -> !conversion.equals("s") || flag == '-')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String width = matcher.group(2).replaceFirst("^0+", "");
        if (width.isEmpty()) {
            flags = flags.replace("-", "").replace("0", "");
        } else if (flags.contains("-")) {
            flags = flags.replace("0", "");
        }
        try {
            return String.format(Locale.ROOT, "%" + flags + width + precision + conversion, value);
        } catch (IllegalFormatException e) {
            throw EvaluationException.of("unknown format directive '" + matcher.group() + "'", "");
        }
    }

    private static long whole(Value value) throws EvaluationException {
        if (value instanceof Value.Whole whole) {
            return whole.number();
        }
        throw EvaluationException.of("%d needs a whole number, not " + value.kind(), "use %s, or convert with | int");
    }

    private static int digits(Matcher matcher) {
        return matcher.group(3) == null ? DIGITS_DEFAULT : Integer.parseInt(matcher.group(3));
    }

    /** The exact value of the number, so that rounding decides ties by it. */
    private static BigDecimal decimal(Value value) throws EvaluationException {
        if (value instanceof Value.Whole whole) {
            return new BigDecimal(whole.number());
        }
        if (value instanceof Value.Decimal decimal) {
            return new BigDecimal(decimal.number());
        }
        throw EvaluationException.of("%f needs a number, not " + value.kind(), "convert with | float");
    }
}
