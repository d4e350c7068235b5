package dev.runbook.report.ci;

import dev.runbook.yaml.PrintableText;
import dev.runbook.yaml.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that GitHub Actions acts upon.
 *
 * @see <a href="https://docs.github.com/actions/reference/workflow-commands-for-github-actions">Workflow commands</a>
 */
public final class GithubLines {

    private static final Pattern PLACE = Pattern.compile("(?s)(.+):(\\d+):(\\d+)");

    private GithubLines() {}

    /** An annotation of the line of a problem. */
    public static String of(Problem problem) {
        String message = problem.summary() + (problem.hint().isEmpty() ? "" : "\nhint: " + problem.hint());
        return annotation("error", Optional.of(problem.position().toString()), problem.code(), message);
    }

    /**
     * An annotation.
     *
     * @param kind error, warning or notice
     * @param place as {@code file:line:column}; other places are left out
     */
    static String annotation(String kind, Optional<String> place, String title, String message) {
        StringBuilder command = new StringBuilder("::").append(kind).append(' ');
        place.map(PLACE::matcher)
                .filter(Matcher::matches)
                .ifPresent(parts -> command.append("file=")
                        .append(property(parts.group(1)))
                        .append(",line=")
                        .append(parts.group(2))
                        .append(",col=")
                        .append(parts.group(3))
                        .append(','));
        return PrintableText.of(command.append("title=")
                .append(property(title))
                .append("::")
                .append(data(message))
                .toString());
    }

    /** Begins lines that are folded away under a title. */
    static String group(String title) {
        return "::group::" + data(title);
    }

    static String endGroup() {
        return "::endgroup::";
    }

    /** A line that is to be read only, whatever a program has written into it. */
    static String inert(String line) {
        return line.replaceFirst("^(\\s*)::", "$1: :").replace("##[", "## [");
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
