package dev.runbook.cli;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts option values to scalars with positions, so that a mistake in one is shown like one in a file. */
final class Words {

    private static final String OPTION = "-";

    private Words() {}

    static Node.Scalar word(String option, String text) {
        return new Node.Scalar(text, false, new Source(option, text).start());
    }

    static List<Node.Scalar> words(String option, Collection<String> texts) {
        return texts.stream().map(text -> word(option, text)).toList();
    }

    static Optional<Node.Scalar> word(String option, Optional<String> text) {
        return text.map(given -> word(option, given));
    }

    /**
     * The value of an option that filters; empty when the option is not given.
     *
     * @param rest the message for a value without a name, which is most likely an unset shell variable
     */
    static Optional<String> narrowing(@Nullable String value, String rest, String hint) throws UsageException {
        if (value != null && value.matches("[\\s,:]*")) {
            throw new UsageException(rest, hint);
        }
        return Optional.ofNullable(value);
    }

    /** The pattern of {@code -l}. */
    static Optional<String> limit(@Nullable String pattern) throws UsageException {
        return narrowing(pattern, "-l names no pair", "leave -l out to select all pairs");
    }

    /** Whether a source is an option, not a file. */
    static boolean isOption(Source source) {
        return source.name().startsWith(OPTION);
    }
}
