package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Filters with a regular expression. A search is aborted after a fixed number of steps, so that every pattern ends.
 */
final class RegexFilters {

    static final List<Operation> ALL = List.of(
            named(DEEP, "regex_replace pattern replacement? ignorecase? multiline? count?", RegexFilters::replace),
            named(DEEP, "regex_search pattern *groups ignorecase? multiline?", RegexFilters::search),
            named(DEEP, "regex_findall pattern multiline? ignorecase?", RegexFilters::findAll),
            named(DEEP, "regex_escape", RegexFilters::escape));

    private static final Pattern GROUP = Pattern.compile("\\\\(?:g<([A-Za-z0-9_]+)>|([0-9]{1,2})|(\\\\))");

    private RegexFilters() {}

    /** A search with a compiled pattern. */
    private interface Search<T> {
        T run(Matcher matcher) throws EvaluationException;
    }

    private static Value replace(OperationCall call) throws EvaluationException {
        String replacement = call.text("replacement", "");
        long limit = call.whole("count", 0);
        return runSearch(call, matcher -> {
            StringBuilder text = new StringBuilder();
            long left = limit;
            while (matcher.find()) {
                matcher.appendReplacement(text, Matcher.quoteReplacement(expandGroups(replacement, matcher)));
                if (text.length() > TextConversion.LENGTH_MAX || --left == 0) {
                    break;
                }
            }
            return TextConversion.requireLength(matcher.appendTail(text).toString());
        });
    }

    /** The replacement with <code>\1</code> and <code>\g&lt;name&gt;</code> filled in. */
    private static String expandGroups(String replacement, Matcher matcher) throws EvaluationException {
        StringBuilder text = new StringBuilder();
        Matcher groups = GROUP.matcher(replacement);
        while (groups.find()) {
            String name = groups.group(1) != null ? groups.group(1) : groups.group(2);
            String value = name == null ? "\\" : group(matcher, name);
            groups.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return groups.appendTail(text).toString();
    }

    private static String group(Matcher matcher, String name) throws EvaluationException {
        try {
            String value =
                    Character.isDigit(name.charAt(0)) ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
            return value == null ? "" : value;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw EvaluationException.of("the pattern has no group '" + name + "'", "");
        }
    }

    private static Value search(OperationCall call) throws EvaluationException {
        return runSearch(call, matcher -> {
            if (!matcher.find()) {
                return new Value.Null();
            }
            List<Value> groups = new ArrayList<>();
            for (Value wanted : call.rest()) {
                String name = TextConversion.of(wanted)
                        .replaceFirst("^\\\\(?:g<)?", "")
                        .replaceFirst(">$", "");
                groups.add(new Value.Text(name.isEmpty() ? "" : group(matcher, name)));
            }
            return groups.isEmpty() ? new Value.Text(matcher.group()) : new Value.Items(groups);
        });
    }

    private static Value findAll(OperationCall call) throws EvaluationException {
        return runSearch(call, matcher -> {
            List<Value> found = new ArrayList<>();
            while (matcher.find()) {
                List<Value> groups = new ArrayList<>();
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    groups.add(new Value.Text(group(matcher, Integer.toString(i))));
                }
                found.add(
                        groups.isEmpty()
                                ? new Value.Text(matcher.group())
                                : groups.size() == 1 ? groups.get(0) : new Value.Items(groups));
            }
            return new Value.Items(found);
        });
    }

    private static Value escape(OperationCall call) throws EvaluationException {
        return new Value.Text(call.text().replaceAll("([\\\\.^$*+?{}\\[\\]|()\\-#&~\\s])", "\\\\$1"));
    }

    /** Whether the pattern is found; only at the start if anchored. */
    static boolean matches(OperationCall call, boolean anchored) throws EvaluationException {
        return runSearch(call, matcher -> anchored ? matcher.lookingAt() : matcher.find());
    }

    /**
     * Compiles a pattern; named groups may use Python syntax.
     *
     * @throws EvaluationException if the pattern is invalid
     */
    static Pattern compile(String pattern, int flags) throws EvaluationException {
        try {
            return Pattern.compile(pattern.replace("(?P<", "(?<"), flags);
        } catch (PatternSyntaxException e) {
            throw EvaluationException.of("not a regular expression: " + e.getDescription(), "");
        }
    }

    private static <T> T runSearch(OperationCall call, Search<T> search) throws EvaluationException {
        int flags = (call.bool("ignorecase", false) ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0)
                | (call.bool("multiline", false) ? Pattern.MULTILINE : 0);
        Pattern pattern = compile(call.text("pattern"), flags);
        try {
            return search.run(pattern.matcher(new BoundedCharSequence(call.text())));
        } catch (BoundedCharSequence.StepLimitException | StackOverflowError e) {
            throw EvaluationException.of(
                    "the regular expression takes too many steps on this text", "simplify it: avoid nested repetition");
        }
    }
}
