package dev.runbook.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words that a run was started with, as its journal keeps them: secrets show as {@code ***} there.
 *
 * @param words those after {@code runbook}
 */
record RecordedCommand(List<String> words) {

    private static final String MASK = "***";
    private static final String SHORT = "-e";
    private static final String LONG = "--extra-vars";

    RecordedCommand {
        words = List.copyOf(words);
    }

    /**
     * The words with these values of {@code -e} in place of those recorded.
     *
     * @throws UsageException when a value that was secret is not among them
     */
    List<String> with(String run, List<String> given) throws UsageException {
        Set<String> replaced = new LinkedHashSet<>();
        given.forEach(value -> replaced.add(name(value)));
        List<String> kept = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        boolean valueNext = false;
        for (String word : words) {
            Optional<String> value = valueNext ? Optional.of(word) : attached(word);
            boolean option = value.isEmpty() && (word.equals(SHORT) || word.equals(LONG));
            if (value.isPresent() && !replaced.contains(name(value.get()))) {
                kept.addAll(List.of(SHORT, value.get()));
            } else if (value.isEmpty() && !option) {
                kept.add(word);
            }
            boolean masked = value.isPresent() && !replaced.contains(name(value.get())) && word.contains(MASK);
            if (masked) {
                missing.add(name(value.get()));
            }
            valueNext = option;
        }
        if (!missing.isEmpty()) {
            throw secret(run, missing);
        }
        given.forEach(value -> kept.addAll(List.of(SHORT, value)));
        return kept;
    }

    private static UsageException secret(String run, Set<String> names) {
        List<String> options =
                names.stream().map(name -> SHORT + " " + name + "=...").toList();
        return new UsageException(
                "run " + run + " was given " + String.join(" and ", names)
                        + " with -e, and the journal does not keep secrets",
                "give it again: runbook resume " + run + " " + String.join(" ", options));
    }

    /** The value of an option that is written in one word with it. */
    private static Optional<String> attached(String word) {
        if (word.startsWith(LONG + "=")) {
            return Optional.of(word.substring(LONG.length() + 1));
        }
        return word.startsWith(SHORT) && word.length() > SHORT.length() && !word.startsWith("--")
                ? Optional.of(word.substring(SHORT.length()).replaceFirst("^=", ""))
                : Optional.empty();
    }

    private static String name(String value) {
        int equals = value.indexOf('=');
        return equals < 0 ? value : value.substring(0, equals);
    }
}
