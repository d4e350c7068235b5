package dev.runbook.engine;

import dev.runbook.journal.RecordedRun;
import dev.runbook.runbook.Block;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Part;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be done again when a task does more: a block's {@code rescue} and {@code always} answer what the block has done, so
 * what their programs did before counts no more once the block goes on.
 */
final class Sequels {

    /** @param start of the ids in the file that the block stands in */
    private record Sequel(String start, String task) {}

    private final Map<String, List<Sequel>> after = new HashMap<>();

    private Sequels() {}

    static Sequels none() {
        return new Sequels();
    }

    static Sequels of(List<Play> plays) {
        Sequels sequels = new Sequels();
        plays.forEach(play -> play.parts().forEach(part -> sequels.add(part, "")));
        return sequels;
    }

    private void add(Part part, String start) {
        if (part instanceof Include include) {
            include.parts().forEach(inner -> add(inner, include.id() + "."));
        } else if (part instanceof Block block) {
            follow(block.parts(), block.rescue(), start);
            follow(block.parts(), block.always(), start);
            follow(block.rescue(), block.always(), start);
            for (List<Part> section : List.of(block.parts(), block.rescue(), block.always())) {
                section.forEach(inner -> add(inner, start));
            }
        }
    }

    private void follow(List<Part> before, List<Part> behind, String start) {
        List<Sequel> sequels = behind.stream()
                .flatMap(Part::tasks)
                .map(task -> new Sequel(start, task.id()))
                .toList();
        before.stream()
                .flatMap(Part::tasks)
                .map(Task::id)
                .forEach(task ->
                        after.computeIfAbsent(task, unused -> new ArrayList<>()).addAll(sequels));
    }

    /** The tasks that are to be done again, in the same passages through included files as this one. */
    List<Doings> of(String task) {
        return after.getOrDefault(RecordedRun.written(task), List.of()).stream()
                .map(sequel -> new Doings(
                        Doings.passage(task, sequel.start()),
                        sequel.task().substring(sequel.start().length())))
                .toList();
    }
}
