package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.ResourceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tree that has the target's names after the swap.
 *
 * @param root the clone, under the target's name
 * @param replicas everything that replicates from it
 */
record Swapped(Refresh refresh, Instance root, Marks marks, List<Instance> replicas) {

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
        List<Instance> tree = view.world().tree(root.get()).breadthFirst();
        return new Swapped(refresh, root.get(), marks.get(), tree.subList(1, tree.size()));
    }

    boolean isLive() {
        return marks.state() == Marks.State.LIVE;
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
        variables.put("RUNBOOK_OLD_RESOURCE_ID", id(marks.replaces()));
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
