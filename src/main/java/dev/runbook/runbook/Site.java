package dev.runbook.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where parts of a play are read.
 *
 * @param prefix of the ids of the tasks: of the include they come through, empty in the runbook itself
 * @param files the included files around them, the outermost first
 */
record Site(Inherited inherited, Task.Standing standing, String prefix, List<String> files) {

    Site {
        files = List.copyOf(files);
    }

    static Site of(Inherited inherited) {
        return new Site(inherited, new Task.Standing(Task.Section.TASKS, false, false, Set.of(), false), "", List.of());
    }

    Site handlers() {
        return with(new Task.Standing(Task.Section.HANDLERS, false, true, Set.of(), false));
    }

    /** What is in the block itself, of which a rescue may take over the failures. */
    Site block(boolean hasRescue) {
        return with(new Task.Standing(
                standing.section(),
                standing.rescued() || hasRescue,
                standing.optional() || hasRescue,
                standing.topics(),
                standing.critical()));
    }

    Site rescue() {
        return with(new Task.Standing(
                Task.Section.RESCUE, standing.rescued(), true, standing.topics(), standing.critical()));
    }

    Site always() {
        return with(new Task.Standing(
                Task.Section.ALWAYS, standing.rescued(), standing.optional(), standing.topics(), standing.critical()));
    }

    Site with(Inherited other) {
        return new Site(other, standing, prefix, files);
    }

    /** Inside a file that is included here. */
    Site within(String include, String file) {
        List<String> deeper = new ArrayList<>(files);
        deeper.add(file);
        return new Site(inherited.unconditional(), standing, include + ".", deeper);
    }

    private Site with(Task.Standing other) {
        return new Site(inherited, other, prefix, files);
    }
}
