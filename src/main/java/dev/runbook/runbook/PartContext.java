package dev.runbook.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The context of parts of a play.
 *
 * @param prefix the prefix of task ids: the id of the include around them, empty in the runbook itself
 * @param files the included files around them, the outermost first
 */
record PartContext(InheritedKeywords inherited, Task.TaskPlacement placement, String prefix, List<String> files) {

    PartContext {
        files = List.copyOf(files);
    }

    static PartContext of(InheritedKeywords inherited) {
        return new PartContext(
                inherited, new Task.TaskPlacement(Task.Section.TASKS, false, false, Set.of(), false), "", List.of());
    }

    PartContext handlers() {
        return with(new Task.TaskPlacement(Task.Section.HANDLERS, false, true, Set.of(), false));
    }

    /** The context of the parts of a block, whose failures a rescue may handle. */
    PartContext block(boolean hasRescue) {
        return with(new Task.TaskPlacement(
                placement.section(),
                placement.hasRescue() || hasRescue,
                placement.isOptional() || hasRescue,
                placement.topics(),
                placement.critical()));
    }

    PartContext rescue() {
        return with(new Task.TaskPlacement(
                Task.Section.RESCUE, placement.hasRescue(), true, placement.topics(), placement.critical()));
    }

    PartContext always() {
        return with(new Task.TaskPlacement(
                Task.Section.ALWAYS,
                placement.hasRescue(),
                placement.isOptional(),
                placement.topics(),
                placement.critical()));
    }

    PartContext with(InheritedKeywords other) {
        return new PartContext(other, placement, prefix, files);
    }

    /** The context inside a file that is included here. */
    PartContext insideFile(String include, String file) {
        List<String> deeper = new ArrayList<>(files);
        deeper.add(file);
        return new PartContext(inherited.withoutConditions(), placement, include + ".", deeper);
    }

    private PartContext with(Task.TaskPlacement other) {
        return new PartContext(inherited, other, prefix, files);
    }
}
