package dev.runbook.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An instance with all its direct and indirect replicas. */
public record ReplicationTree(Instance root, List<ReplicationTree> replicas) {

    public ReplicationTree {
        replicas = List.copyOf(replicas);
    }

    /** Every instance, each before its replicas. */
    public List<Instance> breadthFirst() {
        List<Instance> found = new ArrayList<>();
        Deque<ReplicationTree> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            ReplicationTree tree = open.removeFirst();
            found.add(tree.root);
            open.addAll(tree.replicas);
        }
        return found;
    }

    /** Every instance, each after its replicas: the order for renaming and deleting. */
    public List<Instance> leavesFirst() {
        List<Instance> found = new ArrayList<>();
        replicas.forEach(replica -> found.addAll(replica.leavesFirst()));
        found.add(root);
        return found;
    }
}
