package dev.runbook.cli.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The command line of a run as recorded in its journal, with secrets masked as {@code ***}.
 *
 * @param words the words after {@code runbook}
 */
public record RecordedCommand(List<String> words) {

    private static final String END_OF_OPTIONS = "--";

    public RecordedCommand {
        words = List.copyOf(words);
    }

    /** The names of the values of {@code -e} that are masked because they were secret. */
    public Set<String> secrets() {
        Set<String> secrets = new TreeSet<>();
        new ExtraVarArgs(words).values().forEach(value -> secrets.addAll(value.maskedNames()));
        return secrets;
    }

    /** Whether some argument of {@code -e} is masked so completely that its names are unknown. */
    public boolean isIllegible() {
        return new ExtraVarArgs(words).values().stream().anyMatch(ExtraVarArg::isIllegible);
    }

    /**
     * The words with these values of {@code -e} in place of the recorded ones, and without masked values.
     *
     * @param names the names that the values define
     */
    public List<String> withExtraVars(List<String> given, Set<String> names) {
        Set<String> replaced = new TreeSet<>(names);
        replaced.addAll(secrets());
        List<String> kept = new ArrayList<>(new ExtraVarArgs(words)
                .replaceValues(value -> value.isIllegible() ? Optional.empty() : value.without(replaced)));
        int end = kept.contains(END_OF_OPTIONS) ? kept.indexOf(END_OF_OPTIONS) : kept.size();
        List<String> options = new ArrayList<>();
        given.forEach(value -> options.addAll(List.of("-e", value)));
        kept.addAll(end, options);
        return kept;
    }
}
