package dev.runbook.yaml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects an expression written without quotes, which YAML reads as a mapping. */
final class UnquotedExpression {

    private static final Pattern UNQUOTED = Pattern.compile("(?:^|:[ \\t]+|-[ \\t]+|,[ \\t]*|\\[[ \\t]*)(\\{\\{)");

    private UnquotedExpression() {}

    /** The position of an unquoted <code>{{</code> on the line of the error or on that of its context. */
    static Optional<Position> findNear(Position error, Position context) {
        return findOnLine(error).or(() -> findOnLine(context));
    }

    private static Optional<Position> findOnLine(Position place) {
        Matcher matcher = UNQUOTED.matcher(place.source().line(place.line()));
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(new Position(place.source(), place.line(), matcher.start(1) + 1));
    }

    static boolean startsAt(Position place) {
        return place.source().line(place.line()).startsWith("{{", place.column() - 1);
    }

    static Problem problem(Position place) {
        String rest = place.source()
                .line(place.line())
                .substring(place.column() - 1)
                .strip()
                .replaceFirst("(?<=}})\\s*[\\],}][\\s\\],}]*$", "");
        String quoted = rest.contains("\"") ? "'" + rest.replace("'", "''") + "'" : "\"" + rest + "\"";
        return new Problem(
                "unquoted-expression",
                place,
                "a value that starts with {{ must be quoted",
                "put the whole value in quotes: " + quoted);
    }
}
