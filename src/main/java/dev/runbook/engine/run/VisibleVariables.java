package dev.runbook.engine.run;

import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Task;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The variables that something reads which is not secret. A value that nothing reads but tasks with {@code no_log}, by whatever
 * other variables, is as secret as those tasks.
 */
public final class VisibleVariables {

    private VisibleVariables() {}

    public static Set<String> of(Runbook runbook, Inventory inventory) {
        ReachableVariables needs = new ReachableVariables(runbook.plays(), inventory);
        runbook.plays().stream().flatMap(Play::includes).forEach(include -> {
            include.references().forEach(needs::need);
            include.inputs().values().forEach(input -> needs.know(input.name(), input.value()));
        });
        List<Task> shown = runbook.plays().stream()
                .flatMap(play -> Stream.concat(play.tasks().stream(), play.handlers().stream()))
                .filter(task -> !task.options().noLog())
                .toList();
        return needs.of(shown);
    }
}
