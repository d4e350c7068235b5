package dev.runbook.cli;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Values of options as positioned scalars, so that a mistake in one is shown with a caret like one in a file. */
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

    /** Whether a source is an option and no file. */
    static boolean isOption(Source source) {
        return source.name().startsWith(OPTION);
    }
}
