package dev.runbook.modules;

import dev.runbook.world.World;
import java.util.List;

/** A change outside of AWS that the world does not show: a program, a pause, a health check. */
public interface ExternalChange extends Change {

    @Override
    default Subject subject() {
        return new Subject.External();
    }

    @Override
    default Progress progress(World world) {
        return Progress.needed();
    }

    @Override
    default World predict(World world) {
        return world;
    }

    @Override
    default List<Permission> permissions() {
        return List.of();
    }

    @Override
    default CompletionMode completionMode() {
        return CompletionMode.ONCE;
    }
}
