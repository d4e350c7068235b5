package dev.runbook.engine.run;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a rollback or discard leaves of a refresh, and how to get rid of it.
 *
 * @param world after it
 * @param synced places in buckets that the refresh has copied to
 * @param restarts whether a restart hook was asked to restart the application
 */
record RollbackLeftovers(Refresh refresh, World world, List<String> synced, boolean restarts) {

    RollbackLeftovers {
        synced = List.copyOf(synced);
    }

    /** Lines to show after a discard. */
    List<String> afterDiscard() {
        List<String> lines = new ArrayList<>(instanceLines());
        if (lines.isEmpty()) {
            lines.add("nothing is left of refresh " + refresh.id()
                    + (isAnotherOpen() ? "" : ": the next run makes a new clone"));
        }
        if (!synced.isEmpty()) {
            lines.add(bucketLine());
        }
        return lines;
    }

    /** Lines to show after a rollback; none while the old tree does not have its names. */
    List<String> afterRollback() {
        boolean back = world.instance(refresh.target().instance())
                .filter(root -> root.refreshTags()
                        .filter(refreshTags -> refreshTags.belongsTo(refresh.id(), refresh.pair()))
                        .isEmpty())
                .isPresent();
        if (!back) {
            return List.of();
        }
        List<String> left = instanceLines();
        List<String> lines = new ArrayList<>();
        lines.add(refresh.target().instance() + " is the old instance; this refresh has taken no snapshot");
        lines.addAll(application());
        if (!synced.isEmpty()) {
            lines.add(bucketLine());
        }
        if (left.isEmpty()) {
            lines.add("nothing is left of the new tree: the next run makes a new clone");
            return lines;
        }
        lines.addAll(left);
        lines.add(
                "the next run continues this refresh: it swaps the same clone in again and restarts the application again");
        lines.add("for a new clone instead, remove it first:");
        lines.add("  runbook discard " + refresh.id());
        return lines;
    }

    /** Whether another refresh of the pair created instances that are not live yet: the next run continues that refresh. */
    private boolean isAnotherOpen() {
        return world.instances().values().stream()
                .flatMap(instance -> instance.refreshTags().stream())
                .anyMatch(refreshTags -> refreshTags.pair().equals(refresh.pair())
                        && !refreshTags.refresh().equals(refresh.id())
                        && refreshTags.state() != RefreshTags.State.LIVE);
    }

    private String bucketLine() {
        return "copied and not undone: s3://" + String.join(", s3://", synced);
    }

    /** What the refresh has made, each after those that replicate from it. */
    private List<String> instanceLines() {
        return newInstances()
                .sorted(Comparator.comparing((Instance made) ->
                                made.refreshTags().orElseThrow().role() == RefreshTags.Role.CLONE)
                        .thenComparing(Instance::id, Comparator.reverseOrder()))
                .map(made -> "left: " + made.id() + ", "
                        + made.refreshTags()
                                .map(RefreshTags::state)
                                .map(RefreshTags.State::tag)
                                .orElse("") + ", " + made.status())
                .toList();
    }

    private Stream<Instance> newInstances() {
        return world.instancesOf(refresh.id(), refresh.pair()).stream();
    }

    private List<String> application() {
        boolean undone = newInstances().anyMatch(made -> SetRefreshState.undoCount(made) > 0);
        if (!undone) {
            return List.of("the application was never taken off it and needs no restart");
        }
        return restarts
                ? List.of()
                : List.of(
                        "restart the application: its connections may still be on the new tree, and nobody has asked it");
    }
}
