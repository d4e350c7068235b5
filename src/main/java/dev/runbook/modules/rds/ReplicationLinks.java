package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Predicts the replication links between instances when RDS creates, promotes, renames or deletes one. */
final class ReplicationLinks {

    private ReplicationLinks() {}

    /** The world in which an instance lists one more replica. */
    static World attach(World world, InstanceId source, InstanceId replica) {
        return world.instance(source)
                .filter(instance -> !instance.replicaNames().contains(replica.name()))
                .map(instance -> {
                    List<String> replicas = new ArrayList<>(instance.replicaNames());
                    replicas.add(replica.name());
                    return world.with(instance.with(edit -> edit.readReplicaDBInstanceIdentifiers(replicas)));
                })
                .orElse(world);
    }

    /** The world in which a replica is standalone: it has no source, and no instance lists it as a replica. */
    static World detach(World world, Instance replica) {
        World cut = world.with(replica.with(
                edit -> edit.readReplicaSourceDBInstanceIdentifier(null).statusInfos(List.of())));
        Optional<Instance> source = replica.source().flatMap(world::instance);
        return source.map(instance -> cut.with(instance.with(
                        edit -> edit.readReplicaDBInstanceIdentifiers(instance.replicaNames().stream()
                                .filter(name -> !name.equals(replica.id().name()))
                                .toList()))))
                .orElse(cut);
    }

    /** The world in which an instance has another name, and all links to it use that name. */
    static World rename(World world, Instance instance, InstanceId name) {
        String before = instance.id().name();
        World renamed = world.without(instance.id()).with(RdsNames.rename(instance, name));
        for (Instance other : List.copyOf(renamed.instances().values())) {
            Instance linked = other.with(edit -> renameLink(edit, other, before, name.name()));
            if (!linked.equals(other)) {
                renamed = renamed.with(linked);
            }
        }
        return renamed;
    }

    private static void renameLink(DBInstance.Builder edit, Instance other, String before, String name) {
        if (before.equals(other.description().readReplicaSourceDBInstanceIdentifier())) {
            edit.readReplicaSourceDBInstanceIdentifier(name);
        }
        if (other.replicaNames().contains(before)) {
            edit.readReplicaDBInstanceIdentifiers(other.replicaNames().stream()
                    .map(replica -> replica.equals(before) ? name : replica)
                    .toList());
        }
    }

    /** The world without an instance; its replicas are standalone. */
    static World remove(World world, Instance instance) {
        World remaining = detach(world, instance).without(instance.id());
        for (String name : instance.replicaNames()) {
            if (!name.contains(":")) {
                Optional<Instance> orphan = remaining.instance(new InstanceId(name));
                if (orphan.isPresent()) {
                    remaining = remaining.with(orphan.get()
                            .with(edit -> edit.readReplicaSourceDBInstanceIdentifier(null)
                                    .statusInfos(List.of())));
                }
            }
        }
        return remaining;
    }
}
