package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Filters on text. */
final class TextFilters {

    static final List<Operation> ALL = List.of(
            named(DEEP, "upper", call -> new Value.Text(call.text().toUpperCase(Locale.ROOT))),
            named(DEEP, "lower", call -> new Value.Text(call.text().toLowerCase(Locale.ROOT))),
            named(DEEP, "capitalize", TextFilters::capitalize),
            named(DEEP, "trim chars?", TextFilters::trim),
            named(DEEP, "replace old new count?", TextFilters::replace),
            named(DEEP, "split sep? maxsplit?", TextFilters::split),
            named(DEEP, "join d? attribute?", TextFilters::join),
            named(DEEP, "format *values", call -> PercentFormat.apply(call.text(), call.rest())),
            named(DEEP, "quote", call -> new Value.Text(quote(call.text()))),
            named(DEEP, "basename", TextFilters::basename),
            named(DEEP, "dirname", TextFilters::dirname));

    private static final Pattern SAFE_IN_SHELL = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private TextFilters() {}

    private static Value capitalize(OperationCall call) throws EvaluationException {
        String text = call.text().toLowerCase(Locale.ROOT);
        return new Value.Text(text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
    }

    static Value trim(OperationCall call) throws EvaluationException {
        return new Value.Text(strip(call.text(), call.text("chars", ""), true, true));
    }

    static String strip(String text, String chars, boolean left, boolean right) {
        int begin = 0;
        int end = text.length();
        while (left && begin < end && strips(text.charAt(begin), chars)) {
            begin++;
        }
        while (right && end > begin && strips(text.charAt(end - 1), chars)) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean strips(char character, String chars) {
        return chars.isEmpty() ? Character.isWhitespace(character) : chars.indexOf(character) >= 0;
    }

    static Value replace(OperationCall call) throws EvaluationException {
        String text = call.text();
        String old = call.text("old");
        String replacement = call.text("new");
        long count = call.whole("count", -1);
        if (old.isEmpty()) {
            throw EvaluationException.of("the text to replace is empty", "");
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int found = text.indexOf(old); found >= 0 && count != 0; found = text.indexOf(old, at)) {
            result.append(text, at, found).append(replacement);
            at = found + old.length();
            count--;
            TextConversion.requireLength(result.toString());
        }
        return TextConversion.requireLength(result.append(text.substring(at)).toString());
    }

    /** Without a separator, splits at white space. */
    static Value split(OperationCall call) throws EvaluationException {
        String text = call.text();
        long splitsMax = call.whole("maxsplit", -1);
        boolean words = call.value("sep") instanceof Value.Null;
        String separator = words ? " " : call.text("sep");
        if (separator.isEmpty()) {
            throw EvaluationException.of("the separator is empty", "use | list for the characters of a text");
        }
        List<Value> parts = new ArrayList<>();
        String rest = words ? text.stripLeading() : text;
        while (splitsMax != 0) {
            int end = words ? blank(rest) : rest.indexOf(separator);
            if (end < 0) {
                break;
            }
            parts.add(new Value.Text(rest.substring(0, end)));
            rest = words ? rest.substring(end).stripLeading() : rest.substring(end + separator.length());
            splitsMax--;
        }
        if (!words || !rest.isBlank()) {
            parts.add(new Value.Text(words && splitsMax < 0 ? rest.strip() : rest));
        }
        return new Value.Items(parts);
    }

    private static int blank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    static Value join(OperationCall call) throws EvaluationException {
        StringBuilder text = new StringBuilder();
        String separator = call.text("d", "");
        boolean first = true;
        for (Value item : call.items()) {
            Value part = call.get("attribute").isPresent() ? ListFilters.valueAt(item, call.text("attribute")) : item;
            text.append(first ? "" : separator).append(TextConversion.of(part));
            first = false;
            if (text.length() > TextConversion.LENGTH_MAX) {
                break;
            }
        }
        return TextConversion.requireLength(text.toString());
    }

    /** Quotes the text as one word of a POSIX shell. */
    static String quote(String text) {
        return SAFE_IN_SHELL.matcher(text).matches() ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    private static Value basename(OperationCall call) throws EvaluationException {
        String path = call.text();
        return new Value.Text(path.substring(path.lastIndexOf('/') + 1));
    }

    private static Value dirname(OperationCall call) throws EvaluationException {
        String path = call.text();
        String head = path.substring(0, path.lastIndexOf('/') + 1);
        String trimmed = strip(head, "/", false, true);
        return new Value.Text(trimmed.isEmpty() ? head : trimmed);
    }
}
