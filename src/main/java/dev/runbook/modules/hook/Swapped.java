package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.MarkState;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tree that has the target's names: the new one after the swap, the old one after the swap was undone.
 *
 * @param root the instance under the target's name
 * @param made the instance that the refresh has made: the root itself, or the one beside it after an undo
 * @param marks of the clone
 * @param replicas everything that replicates from the root
 */
record Swapped(Refresh refresh, Instance root, Instance made, Marks marks, List<Instance> replicas) {

    Swapped {
        replicas = List.copyOf(replicas);
    }

    /** The swapped tree; refused when the target's name is not with this refresh's clone yet. */
    static Swapped of(View view) throws ModuleException {
        Refresh refresh = view.refresh();
        Optional<Instance> root = view.world().instance(refresh.target().instance());
        Optional<Marks> marks = root.flatMap(Instance::marks)
                .filter(found -> found.belongsTo(refresh.id(), refresh.pair()))
                .filter(found -> found.role() == Marks.Role.CLONE);
        if (root.isEmpty() || marks.isEmpty()) {
            throw ModuleException.refused(
                    "the swap has not happened: "
                            + (root.isPresent()
                                    ? refresh.target().instance() + " is not the clone of this refresh"
                                    : "there is no instance " + refresh.target().instance()),
                    "put the task after 'rename'; an application restarted now would connect to the old data");
        }
        if (marks.get().state() == Marks.State.QUARANTINED) {
            throw ModuleException.refused(
                    refresh.target().instance() + " holds data that was not masked",
                    "put 'sql-mask' before 'rename', or say 'quarantine: false' in 'rds-clone'");
        }
        return new Swapped(refresh, root.get(), root.get(), marks.get(), replicas(view, root.get()));
    }

    /** The old tree under its own names again; empty when this refresh has never taken them away. */
    static Optional<Swapped> undone(View view) throws ModuleException {
        Refresh refresh = view.refresh();
        Optional<Instance> clone = view.world().madeBy(refresh.id(), refresh.pair()).stream()
                .filter(made -> made.marks()
                        .filter(marks -> marks.role() == Marks.Role.CLONE)
                        .isPresent())
                .filter(made -> MarkState.undone(made) > 0)
                .findFirst();
        if (clone.isEmpty()) {
            return Optional.empty();
        }
        Marks marks = clone.get().marks().orElseThrow();
        Optional<Instance> root = view.world()
                .instance(refresh.target().instance())
                .filter(found -> found.resourceId().equals(marks.replaces()));
        if (root.isEmpty()) {
            throw ModuleException.refused(
                    "the old " + refresh.target().instance() + " does not have its name back",
                    "put the task after 'rename: {undo: true}'");
        }
        return Optional.of(new Swapped(refresh, root.get(), clone.get(), marks, replicas(view, root.get())));
    }

    private static List<Instance> replicas(View view, Instance root) {
        List<Instance> tree = view.world().tree(root).breadthFirst();
        return tree.subList(1, tree.size());
    }

    /** Whether the old tree has its names back. */
    boolean isOld() {
        return !root.resourceId().equals(made.resourceId());
    }

    /** Whether an earlier run has seen the application well on the new root; of the old one no mark tells. */
    boolean isLive(World world) {
        return !isOld()
                && world.instance(root.resourceId())
                        .flatMap(Instance::marks)
                        .filter(now -> now.state() == Marks.State.LIVE)
                        .isPresent();
    }

    /** After an undo the application is back on the old tree, so that whatever it said before counts no more. */
    String since() {
        String undone = Optional.ofNullable(made.tags().get(Marks.UNDONE_TAG))
                .map(times -> " after undo " + times)
                .orElse("");
        return isOld() ? " on the old tree" + undone : undone;
    }

    /** What is so while the application is not well, and what to do. */
    String advice(String what) {
        String state = isOld()
                ? " is the old instance again, and the new tree is kept beside it; "
                : " is the new instance already, and the old tree is kept; ";
        return root.id() + state + what + " and run the same command again";
    }

    /** What a hook is told; a part that AWS has yet to give is unknown. */
    Map<String, Value> environment() {
        Map<String, Value> variables = new LinkedHashMap<>();
        variables.put("RUNBOOK_PAIR", new Value.Text(refresh.pair()));
        variables.put(
                "RUNBOOK_RUN",
                refresh.id().equals(Refresh.ID_WHEN_RUN)
                        ? new Value.Unknown("id of the refresh")
                        : new Value.Text(refresh.id()));
        variables.put("RUNBOOK_INSTANCE", new Value.Text(root.id().name()));
        variables.put("RUNBOOK_ENDPOINT", part(root.address().map(Address::host), "endpoint"));
        variables.put("RUNBOOK_PORT", part(root.address().map(address -> Integer.toString(address.port())), "port"));
        refresh.target().databases().stream()
                .findFirst()
                .ifPresent(name -> variables.put("RUNBOOK_DATABASE", new Value.Text(name)));
        variables.put("RUNBOOK_RESOURCE_ID", id(root.resourceId()));
        variables.put("RUNBOOK_OLD_RESOURCE_ID", id(isOld() ? made.resourceId() : marks.replaces()));
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

    private static Value part(Optional<String> text, String what) {
        return text.<Value>map(Value.Text::new).orElseGet(() -> new Value.Unknown(what));
    }

    private static Value id(ResourceId id) {
        return id.isPredicted() ? new Value.Unknown("resource id") : new Value.Text(id.id());
    }
}
