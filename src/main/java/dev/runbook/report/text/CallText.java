package dev.runbook.report.text;

import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.journal.Event.ChangeAnnounced;
import dev.runbook.journal.Event.ChangeSkipped;
import dev.runbook.journal.SkipReason;
import dev.runbook.report.Formats;
import dev.runbook.yaml.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A call as a line of a diff, and its parameters below it.
 *
 * @param whole whether long values show to their last line; otherwise their first line has to do
 */
public record CallText(AnsiStyle style, int width, boolean whole) {

    private static final String MARGIN = "        ";
    private static final int NAME_WIDTH_MAX = 32;
    private static final int VALUE_WIDTH_MIN = 24;
    private static final int LINES_SHOWN_MAX = 4;
    private static final int LIST_LENGTH_MAX = 400;
    private static final char HARD_SPACE = '\u00a0';

    /** The line: what it does to the world, service, action, what it is about, and how much of it. */
    List<String> line(ChangeAnnounced call) {
        String sign = sign(call.call());
        String head = "    " + sign + " ";
        String text = call.call()
                + (call.effect().isEmpty() ? "" : "  (" + call.effect() + ")")
                + unmade(call).map(why -> "  (" + why + ")").orElse("");
        return Paragraph.hanging(head, text, width).stream()
                .map(line -> paint(sign, line))
                .toList();
    }

    /** Why a call is shown that is not made even in a run. */
    public static Optional<String> unmade(ChangeAnnounced call) {
        return call.mode().predictedOnly() ? Optional.of("only foreseen: the task has check_mode") : Optional.empty();
    }

    /** Before and after of each field; no lines without {@code --diff}. */
    List<String> diff(ChangeAnnounced call) {
        List<String> lines = new ArrayList<>();
        differences(call).forEach((field, change) -> {
            if (change instanceof Value.Fields sides) {
                side(sides, "before", "- " + field + ": ").map(style::bad).forEach(lines::add);
                side(sides, "after", "+ " + field + ": ").map(style::good).forEach(lines::add);
            }
        });
        return lines;
    }

    /** Before and after of each setting; empty without {@code --diff}. */
    public static Map<String, Value> differences(ChangeAnnounced call) {
        return call.diff().map(Value.Fields::fields).orElse(Map.of());
    }

    private Stream<String> side(Value.Fields sides, String side, String label) {
        String value =
                sides.get(side).map(CallText::text).map(PrintableText::of).orElse("");
        return value.isEmpty() ? Stream.of() : Paragraph.hanging(MARGIN + label, value, width).stream();
    }

    /** A call that is left out, with the reason. */
    List<String> skippedCall(ChangeSkipped call) {
        return Paragraph.hanging("    = ", call.call() + "  (" + reason(call) + ")", width).stream()
                .map(style::dim)
                .toList();
    }

    /** Why a call is left out: {@code already there: exists in AWS}. */
    public static String reason(ChangeSkipped call) {
        String words = call.reason().isEmpty() ? "already there" : call.reason();
        return call.skipReason()
                .filter(reason -> reason != SkipReason.UNDER_WAY)
                .map(reason -> words + ": " + reason.text())
                .orElse(words);
    }

    List<String> parameters(ChangeAnnounced call) {
        Map<String, Value> parameters = call.parameters().fields();
        int nameWidth = Math.min(
                NAME_WIDTH_MAX,
                parameters.keySet().stream().mapToInt(String::length).max().orElse(0));
        List<String> lines = new ArrayList<>();
        String unbroken = Value.Unknown.DISPLAY_TEXT.replace(' ', HARD_SPACE);
        parameters.forEach(
                (name, value) -> lines.addAll(parameter(name, unbroken(PrintableText.of(text(value))), nameWidth)));
        return lines.stream()
                .map(line -> line.replace(unbroken, Value.Unknown.DISPLAY_TEXT))
                .toList();
    }

    private List<String> parameter(String name, String value, int nameWidth) {
        int valueWidth = width - MARGIN.length() - nameWidth - 2;
        boolean block = value.strip().contains("\n")
                || valueWidth < VALUE_WIDTH_MIN
                || Stream.of(value.split(" ")).anyMatch(word -> word.length() > valueWidth);
        if (!block) {
            String label = MARGIN + Paragraph.pad(name, nameWidth) + "  ";
            List<String> lines = shorten(value, Paragraph.hanging(label, value, width), " ".repeat(label.length()));
            return lines.stream()
                    .map(line -> lines.indexOf(line) == 0 ? styleLabel(line, label.length()) : line)
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        lines.add(style.dim(MARGIN + name));
        String deeper = MARGIN + "    ";
        List<String> text = Paragraph.wrap(value.strip(), width - deeper.length()).stream()
                .map(line -> deeper + line)
                .toList();
        lines.addAll(shorten(value, text, deeper));
        return lines;
    }

    /** Shortens long statements, so that a plan stays readable. */
    private List<String> shorten(String value, List<String> lines, String margin) {
        boolean statement = value.strip().indexOf('\n') >= 0 || value.length() > LIST_LENGTH_MAX;
        return whole || !statement || lines.size() <= LINES_SHOWN_MAX
                ? lines
                : List.of(
                        lines.get(0),
                        style.dim(margin + "... " + Formats.count(lines.size() - 1, "more line") + "; -v shows all"));
    }

    /** Keeps the placeholder of an unknown value on one line. */
    private static String unbroken(String value) {
        return value.replace(Value.Unknown.DISPLAY_TEXT, Value.Unknown.DISPLAY_TEXT.replace(' ', HARD_SPACE));
    }

    private String styleLabel(String line, int labelLength) {
        int end = Math.min(labelLength, line.length());
        return style.dim(line.substring(0, end)) + line.substring(end);
    }

    private String paint(String sign, String line) {
        return switch (sign) {
            case "+" -> style.good(line);
            case "-" -> style.bad(line);
            case "~" -> style.changeColor(line);
            default -> style.place(line);
        };
    }

    /** {@code +} makes something, {@code -} takes something away, {@code ~} changes something, {@code >} is outside. */
    public static String sign(CallName call) {
        String word = call.action().toLowerCase(Locale.ROOT);
        if (!List.of("rds", "s3", "sql").contains(call.service())) {
            return ">";
        }
        if (word.matches("(delete|drop|truncate).*")) {
            return "-";
        }
        return word.matches("(create|restore|copy|put|insert).*") ? "+" : "~";
    }

    public static String text(Value value) {
        if (value instanceof Value.Items items) {
            return String.join(", ", items.items().stream().map(CallText::text).toList());
        }
        return value instanceof Value.Fields fields ? pair(fields).orElseGet(fields::show) : value.show();
    }

    /** A tag, which reads better as {@code key=value}. */
    private static Optional<String> pair(Value.Fields fields) {
        return fields.fields().keySet().equals(Set.of("Key", "Value"))
                ? fields.get("Key")
                        .map(key -> key.show() + "="
                                + fields.get("Value").map(Value::show).orElse(""))
                : Optional.empty();
    }
}
