package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The secrets of an earlier run's {@code -e} that the current command does not give again.
 *
 * @param names the names of the variables
 * @param run the earlier run
 * @param retryCommand the words after {@code runbook} that resume, roll back or discard it
 */
public record MissingSecrets(Set<String> names, String run, String retryCommand) {

    public MissingSecrets {
        names = Collections.unmodifiableSet(new TreeSet<>(names));
    }

    public static MissingSecrets none() {
        return new MissingSecrets(Set.of(), "", "");
    }

    /** Reports the needed secrets that are missing. */
    public void requireNone(Predicate<String> needed) throws UsageException {
        List<String> missing = names.stream().filter(needed).toList();
        if (!missing.isEmpty()) {
            List<String> options =
                    missing.stream().map(name -> "-e " + name + "=...").toList();
            throw new UsageException(
                    "run " + run + " was given " + String.join(" and ", missing)
                            + " with -e, and the journal does not keep secrets",
                    "give " + (missing.size() == 1 ? "it" : "each") + " again: runbook " + retryCommand + " "
                            + String.join(" ", options));
        }
    }
}
