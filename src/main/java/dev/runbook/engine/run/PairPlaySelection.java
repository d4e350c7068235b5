package dev.runbook.engine.run;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Selection;
import dev.runbook.runbook.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plays of one pair and what is left to do of them.
 *
 * @param plays that the pair takes part in, in order
 * @param doneTasks the tasks that earlier runs of this refresh completed
 * @param pendingHandlers the handlers that earlier runs of this refresh notified and did not run
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

    /** Whether earlier runs completed every selected task that is not optional. */
    boolean isDone() {
        return pendingHandlers.isEmpty()
                && tasks().stream()
                        .filter(selection::includes)
                        .filter(task -> !task.placement().isOptional())
                        .allMatch(task -> doneTasks.contains(task.id()));
    }

    /** Whether every task is done in this refresh: selected now, or completed by an earlier run. */
    boolean isComplete() {
        return tasks().stream()
                .filter(task ->
                        !task.tags().contains("never") && !task.placement().isOptional())
                .allMatch(task -> selection.includes(task) || doneTasks.contains(task.id()));
    }

    /** The ids of the selected tasks. */
    List<String> selectedTasks() {
        return tasks().stream().filter(selection::includes).map(Task::id).toList();
    }

    /** The numbers of the selected tasks, from 1, by their ids. Tasks of a rescue and handlers have none. */
    Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        tasks().stream()
                .filter(selection::includes)
                .filter(task -> task.placement().section() != Task.Section.RESCUE)
                .forEach(task -> numbers.put(task.id(), numbers.size() + 1));
        return numbers;
    }
}
