package dev.runbook.runbook;

import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A validated file of plays, in order.
 *
 * @param referencedVariables every variable that an expression in it uses
 */
public record Runbook(Source source, List<Play> plays, Set<String> referencedVariables) {

    public Runbook {
        plays = List.copyOf(plays);
        referencedVariables = Set.copyOf(referencedVariables);
    }

    /** Reads a runbook; empty if it contains mistakes, which are all among the problems. */
    public static Optional<Runbook> read(Source source, LoadContext loadContext, Problems problems) {
        return new RunbookReader(loadContext, problems).read(source);
    }

    /** Every task of every play, in order, without handlers. */
    public List<Task> tasks() {
        return plays.stream().flatMap(play -> play.tasks().stream()).toList();
    }

    /** Every tag of a play or task, sorted. */
    public Set<String> tags() {
        Set<String> tags = new TreeSet<>();
        plays.forEach(play -> tags.addAll(play.tags()));
        tasks().forEach(task -> tags.addAll(task.tags()));
        return tags;
    }
}
