package dev.runbook.engine.change;

import dev.runbook.journal.RecordedRun;
import dev.runbook.runbook.Block;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.PlayPart;
import dev.runbook.runbook.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done again when a task does more: a block's {@code rescue} and {@code always} answer what the block has done, so
 * what their programs did before counts no more once the block goes on.
 */
public final class RedoAfter {

    /** @param start of the ids in the file of the block */
    private record FollowingTask(String start, String task) {}

    private final Map<String, List<FollowingTask>> after = new HashMap<>();

    private RedoAfter() {}

    public static RedoAfter none() {
        return new RedoAfter();
    }

    public static RedoAfter of(List<Play> plays) {
        RedoAfter redoAfter = new RedoAfter();
        plays.forEach(play -> play.parts().forEach(part -> redoAfter.add(part, "")));
        return redoAfter;
    }

    private void add(PlayPart part, String start) {
        if (part instanceof Include include) {
            include.parts().forEach(inner -> add(inner, include.id() + "."));
        } else if (part instanceof Block block) {
            follow(block.parts(), block.rescue(), start);
            follow(block.parts(), block.always(), start);
            follow(block.rescue(), block.always(), start);
            for (List<PlayPart> section : List.of(block.parts(), block.rescue(), block.always())) {
                section.forEach(inner -> add(inner, start));
            }
        }
    }

    private void follow(List<PlayPart> before, List<PlayPart> behind, String start) {
        List<FollowingTask> sequels = behind.stream()
                .flatMap(PlayPart::tasks)
                .map(task -> new FollowingTask(start, task.id()))
                .toList();
        before.stream()
                .flatMap(PlayPart::tasks)
                .map(Task::id)
                .forEach(task ->
                        after.computeIfAbsent(task, unused -> new ArrayList<>()).addAll(sequels));
    }

    /** The tasks that are to be done again, in the same passages through included files as this one. */
    List<TaskKeyPattern> of(String task) {
        return after.getOrDefault(RecordedRun.runbookTaskId(task), List.of()).stream()
                .map(sequel -> new TaskKeyPattern(
                        TaskKeyPattern.passage(task, sequel.start()),
                        sequel.task().substring(sequel.start().length())))
                .toList();
    }
}
