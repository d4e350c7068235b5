package dev.runbook.engine.run;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Selection;
import dev.runbook.runbook.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a chain consists of.
 *
 * @param plays those that the pair takes part in, in order
 * @param doneTasks the tasks that earlier runs of this refresh have brought to their end
 * @param pendingHandlers the handlers that earlier runs of this refresh have notified and not carried out
 */
record PairPlaySelection(List<Play> plays, Selection selection, Set<String> doneTasks, Set<String> pendingHandlers) {
    PairPlaySelection {
        plays = List.copyOf(plays);
        doneTasks = Set.copyOf(doneTasks);
        pendingHandlers = Set.copyOf(pendingHandlers);
    }

    List<Task> tasks() {
        return plays.stream().flatMap(play -> play.tasks().stream()).toList();
    }

    /** Whether earlier runs have brought everything to its end that is asked for and needed. */
    boolean isDone() {
        return pendingHandlers.isEmpty()
                && tasks().stream()
                        .filter(selection::includes)
                        .filter(task -> !task.placement().isOptional())
                        .allMatch(task -> doneTasks.contains(task.id()));
    }

    /** The tasks that are asked for and that count on the way, which no rescue and no handler does: from 1, by their ids. */
    Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        tasks().stream()
                .filter(selection::includes)
                .filter(task -> task.placement().section() != Task.Section.RESCUE)
                .forEach(task -> numbers.put(task.id(), numbers.size() + 1));
        return numbers;
    }
}
