package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts option values to scalars with positions, so that a mistake in one is shown like one in a file. */
public final class OptionNodes {

    private static final String OPTION = "-";

    private OptionNodes() {}

    public static Node.Scalar scalar(String option, String text) {
        return new Node.Scalar(text, false, new Source(option, text).start());
    }

    public static List<Node.Scalar> scalars(String option, Collection<String> texts) {
        return texts.stream().map(text -> scalar(option, text)).toList();
    }

    public static Optional<Node.Scalar> scalar(String option, Optional<String> text) {
        return text.map(given -> scalar(option, given));
    }

    /**
     * The value of an option that filters; empty when the option is not given.
     *
     * @param rest the message for a value without a name, which is most likely an unset shell variable
     */
    public static Optional<String> filterValue(@Nullable String value, String rest, String hint) throws UsageException {
        if (value != null && value.matches("[\\s,:]*")) {
            throw new UsageException(rest, hint);
        }
        return Optional.ofNullable(value);
    }

    /** The pattern of {@code -l}. */
    public static Optional<String> limitPattern(@Nullable String pattern) throws UsageException {
        return filterValue(pattern, "-l names no pair", "leave -l out to select all pairs");
    }

    /** Whether a source is an option, not a file. */
    static boolean isOption(Source source) {
        return source.name().startsWith(OPTION);
    }
}
