package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tree that has the target's names: the new one after a swap, the old one after an undo.
 *
 * @param root the instance with the target's name
 * @param refreshInstance the clone that the refresh created: the root itself, or after an undo the instance beside it
 * @param refreshTags the refresh tags of the clone
 * @param replicas the direct and indirect replicas of the root
 */
record SwappedTree(
        Refresh refresh, Instance root, Instance refreshInstance, RefreshTags refreshTags, List<Instance> replicas) {

    SwappedTree {
        replicas = List.copyOf(replicas);
    }

    /**
     * Finds the new tree after a swap.
     *
     * @throws ModuleException if the clone of this refresh does not have the target's name yet, or has not been masked
     */
    static SwappedTree of(PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        Optional<Instance> root = context.world().instance(refresh.target().instance());
        Optional<RefreshTags> marks = root.flatMap(Instance::refreshTags)
                .filter(found -> found.belongsTo(refresh.id(), refresh.pair()))
                .filter(found -> found.role() == RefreshTags.Role.CLONE);
        if (root.isEmpty() || marks.isEmpty()) {
            throw ModuleException.refusal(
                    "the swap has not happened: "
                            + (root.isPresent()
                                    ? refresh.target().instance() + " is not the clone of this refresh"
                                    : "there is no instance " + refresh.target().instance()),
                    "put the task after 'rename'; an application restarted now would connect to the old data");
        }
        if (marks.get().state() == RefreshTags.State.QUARANTINED) {
            throw ModuleException.refusal(
                    refresh.target().instance() + " holds data that was not masked",
                    "put 'sql-mask' before 'rename', or set 'quarantine: false' in 'rds-clone'");
        }
        return new SwappedTree(refresh, root.get(), root.get(), marks.get(), replicas(context, root.get()));
    }

    /**
     * Finds the old tree after an undo; empty if this refresh has never renamed it.
     *
     * @throws ModuleException if the old root does not have its name back
     */
    static Optional<SwappedTree> afterUndo(PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        Optional<Instance> clone = context.world().instancesOf(refresh.id(), refresh.pair()).stream()
                .filter(made -> made.refreshTags()
                        .filter(marks -> marks.role() == RefreshTags.Role.CLONE)
                        .isPresent())
                .filter(made -> SetRefreshState.undoCount(made) > 0)
                .findFirst();
        if (clone.isEmpty()) {
            return Optional.empty();
        }
        RefreshTags refreshTags = clone.get().refreshTags().orElseThrow();
        Optional<Instance> root = context.world()
                .instance(refresh.target().instance())
                .filter(found -> found.resourceId().equals(refreshTags.replaces()));
        if (root.isEmpty()) {
            throw ModuleException.refusal(
                    "the old " + refresh.target().instance() + " does not have its name back",
                    "put the task after 'rename: {undo: true}'");
        }
        return Optional.of(
                new SwappedTree(refresh, root.get(), clone.get(), refreshTags, replicas(context, root.get())));
    }

    private static List<Instance> replicas(PlanningContext context, Instance root) {
        List<Instance> tree = context.world().tree(root).breadthFirst();
        return tree.subList(1, tree.size());
    }

    /** Whether the old tree has its names back. */
    boolean isOldTree() {
        return !root.resourceId().equals(refreshInstance.resourceId());
    }

    /** Whether the health check has already passed on the new root; no tag records that of the old one. */
    boolean isLive(World world) {
        return !isOldTree()
                && world.instance(root.resourceId())
                        .flatMap(Instance::refreshTags)
                        .filter(now -> now.state() == RefreshTags.State.LIVE)
                        .isPresent();
    }

    /** Suffix for the keys of changes: after an undo the application is back on the old tree, and they must run again. */
    String keySuffix() {
        String undone = Optional.ofNullable(refreshInstance.tags().get(RefreshTags.UNDONE_TAG))
                .map(times -> " after undo " + times)
                .orElse("");
        return isOldTree() ? " on the old tree" + undone : undone;
    }

    /** The state of the trees while the application is unhealthy, and what to do. */
    String advice(String what) {
        String state = isOldTree()
                ? " is the old instance again, and the new tree is kept beside it; "
                : " is the new instance already, and the old tree is kept; ";
        return root.id() + state + what + " and run the same command again";
    }

    /** The environment variables of a hook; what AWS has not assigned yet is unknown. */
    Map<String, Value> environment() {
        Map<String, Value> variables = new LinkedHashMap<>();
        variables.put("RUNBOOK_PAIR", new Value.Text(refresh.pair()));
        variables.put(
                "RUNBOOK_RUN",
                refresh.id().equals(Refresh.ID_WHEN_RUN)
                        ? new Value.Unknown("id of the refresh")
                        : new Value.Text(refresh.id()));
        variables.put("RUNBOOK_INSTANCE", new Value.Text(root.id().name()));
        variables.put("RUNBOOK_ENDPOINT", textOrUnknown(root.address().map(Address::host), "endpoint"));
        variables.put(
                "RUNBOOK_PORT", textOrUnknown(root.address().map(address -> Integer.toString(address.port())), "port"));
        refresh.target().databases().stream()
                .findFirst()
                .ifPresent(name -> variables.put("RUNBOOK_DATABASE", new Value.Text(name)));
        variables.put("RUNBOOK_RESOURCE_ID", id(root.resourceId()));
        variables.put(
                "RUNBOOK_OLD_RESOURCE_ID", id(isOldTree() ? refreshInstance.resourceId() : refreshTags.replaces()));
        variables.put("RUNBOOK_REPLICA_ENDPOINTS", replicaEndpoints());
        return variables;
    }

    private Value replicaEndpoints() {
        if (replicas.stream().anyMatch(replica -> replica.address().isEmpty())) {
            return new Value.Unknown("endpoints of the replicas");
        }
        return new Value.Text(replicas.stream()
                .flatMap(replica -> replica.address().stream())
                .map(Address::toString)
                .collect(Collectors.joining(",")));
    }

    private static Value textOrUnknown(Optional<String> text, String what) {
        return text.<Value>map(Value.Text::new).orElseGet(() -> new Value.Unknown(what));
    }

    private static Value id(ResourceId id) {
        return id.isPredicted() ? new Value.Unknown("resource id") : new Value.Text(id.id());
    }
}
