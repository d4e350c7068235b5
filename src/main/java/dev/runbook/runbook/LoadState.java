package dev.runbook.runbook;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.HashMap;
import java.util.Map;

/** The state of loading one runbook; used once. */
final class LoadState {

    private final LoadContext loadContext;
    private final NameCheck names;
    private final ValueCheck values;
    private final Problems problems;
    private final ModuleDefaults defaults;
    private final Map<String, Position> ids = new HashMap<>();

    LoadState(LoadContext loadContext, Problems problems) {
        this.loadContext = loadContext;
        this.names = new NameCheck(loadContext.variables(), problems);
        this.values = new ValueCheck(names, loadContext.given());
        this.problems = problems;
        this.defaults = new ModuleDefaults(loadContext.modules(), problems);
    }

    LoadContext loadContext() {
        return loadContext;
    }

    NameCheck names() {
        return names;
    }

    ValueCheck values() {
        return values;
    }

    ModuleDefaults defaults() {
        return defaults;
    }

    Problems problems() {
        return problems;
    }

    /**
     * An id that is unique in the runbook.
     *
     * @param fixed whether the user wrote it; otherwise a number is added if it is taken
     */
    String uniqueId(String wanted, Node.Scalar written, boolean fixed) {
        String id = wanted;
        for (int number = 2; !fixed && ids.containsKey(id); number++) {
            id = wanted + "-" + number;
        }
        Position first = ids.putIfAbsent(id, written.position());
        if (first != null) {
            problems.add(
                    "duplicate-task",
                    written.position(),
                    "duplicate task id '" + id + "', first used at " + first,
                    "give one of them another name or an 'id:'");
        }
        return id;
    }
}
