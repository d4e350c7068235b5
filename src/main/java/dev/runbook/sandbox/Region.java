package dev.runbook.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;

/**
 * Every instance, snapshot and automated backup there is. One lock guards it; what changed inside {@link #locked} is on disk, and the doors
 * lead to the right servers, before the lock is given back.
 */
final class Region {

    private final Fleet fleet;
    private final StateFile file;
    private final Doors doors;
    private final Servers servers;
    private final Map<String, Instance> instances = new TreeMap<>();
    private final Map<String, Snapshot> snapshots = new TreeMap<>();
    private final Map<String, AutomatedBackup> backups = new TreeMap<>();
    private boolean changed;

    Region(Fleet fleet, StateFile file, Doors doors, Servers servers) {
        this.fleet = fleet;
        this.file = file;
        this.doors = doors;
        this.servers = servers;
    }

    Fleet fleet() {
        return fleet;
    }

    synchronized <T> T locked(Supplier<T> body) {
        try {
            return body.get();
        } finally {
            settle();
        }
    }

    void lockedRun(Runnable body) {
        locked(() -> {
            body.run();
            return true;
        });
    }

    synchronized List<Instance> instances() {
        return List.copyOf(instances.values());
    }

    synchronized List<Snapshot> snapshots() {
        return List.copyOf(snapshots.values());
    }

    /** The automated backups of all instances; those of an instance that exists tell it as it is now. */
    synchronized List<AutomatedBackup> backups() {
        return backups.values().stream()
                .map(backup -> byId(backup.id()).map(backup::of).orElse(backup))
                .toList();
    }

    Optional<AutomatedBackup> backup(String id) {
        return backups().stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    Optional<Instance> find(String name) {
        return Optional.ofNullable(instances.get(name.toLowerCase(Locale.ROOT)));
    }

    Instance get(String name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    synchronized Optional<Instance> byId(String id) {
        return instances.values().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst();
    }

    static AwsError notFound(String name) {
        return new AwsError("DBInstanceNotFound", 404, "DBInstance " + name + " not found.");
    }

    Snapshot snapshot(String name) {
        return Optional.ofNullable(snapshots.get(name.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new AwsError("DBSnapshotNotFound", 404, "DBSnapshot " + name + " not found."));
    }

    boolean hasSnapshot(String name) {
        return snapshots.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** A name is taken by an instance, and already by one that is being renamed to it. */
    boolean isTaken(String name) {
        return instances.containsKey(name)
                || instances.values().stream()
                        .map(Instance::shape)
                        .filter(shape -> shape.pendingModifiedValues() != null)
                        .anyMatch(shape ->
                                name.equals(shape.pendingModifiedValues().dbInstanceIdentifier()));
    }

    void put(Instance instance) {
        instances.put(instance.name(), instance);
        changed = true;
    }

    void remove(Instance instance) {
        instances.remove(instance.name());
        changed = true;
    }

    void put(Snapshot snapshot) {
        snapshots.put(snapshot.name(), snapshot);
        changed = true;
    }

    void remove(Snapshot snapshot) {
        snapshots.remove(snapshot.name());
        changed = true;
    }

    void put(AutomatedBackup backup) {
        backups.put(backup.id(), backup);
        changed = true;
    }

    void removeBackup(String id) {
        backups.remove(id);
        changed = true;
    }

    /** Changes the instance of a resource id, whatever it is called now. */
    Instance change(String id, UnaryOperator<Instance> change) {
        return locked(() -> {
            var current = byId(id).orElseThrow(() -> new IllegalStateException("no instance " + id));
            var next = change.apply(current);
            if (!next.name().equals(current.name())) {
                instances.remove(current.name());
                follow(current.name(), next.name());
            }
            put(next);
            return next;
        });
    }

    /** The instance with the endpoint of its name. */
    Instance reachable(Instance instance) {
        var endpoint = Endpoint.builder()
                .address("127.0.0.1")
                .port(doors.portOf(instance.name()))
                .hostedZoneId("Z00000000SANDBOX")
                .build();
        return instance.with(instance.shape().toBuilder().endpoint(endpoint).build());
    }

    void attach(String source, String replica) {
        var shape = get(source).shape();
        var names = new ArrayList<>(shape.readReplicaDBInstanceIdentifiers());
        names.add(replica);
        put(get(source).with(replicas(shape, names)));
    }

    /** Takes the replica off its source's list. */
    void detach(Instance replica) {
        Optional.ofNullable(replica.shape().readReplicaSourceDBInstanceIdentifier())
                .flatMap(this::find)
                .ifPresent(source -> {
                    var names = new ArrayList<>(source.shape().readReplicaDBInstanceIdentifiers());
                    names.remove(replica.name());
                    put(source.with(replicas(source.shape(), names)));
                });
    }

    List<Instance> replicasOf(String name) {
        return instances.values().stream()
                .filter(instance -> name.equals(instance.shape().readReplicaSourceDBInstanceIdentifier()))
                .toList();
    }

    /** Takes up the state of an earlier sandbox; false when there is none. */
    synchronized boolean load() {
        var saved = file.read();
        saved.ifPresent(state -> {
            doors.restore(state.fields("doors"));
            state.items("instances").forEach(item -> put(Instance.of((Tree.Fields) item)));
            state.items("snapshots").forEach(item -> put(Snapshot.of((Tree.Fields) item)));
            state.items("backups").forEach(item -> put(AutomatedBackup.of((Tree.Fields) item)));
        });
        return saved.isPresent();
    }

    private void follow(String oldName, String newName) {
        for (var other : List.copyOf(instances.values())) {
            var shape = other.shape();
            var names = new ArrayList<>(shape.readReplicaDBInstanceIdentifiers());
            if (names.contains(oldName)) {
                names.replaceAll(name -> name.equals(oldName) ? newName : name);
                put(other.with(replicas(shape, names)));
            } else if (oldName.equals(shape.readReplicaSourceDBInstanceIdentifier())) {
                put(other.with(shape.toBuilder()
                        .readReplicaSourceDBInstanceIdentifier(newName)
                        .build()));
            }
        }
    }

    private static DBInstance replicas(DBInstance shape, List<String> names) {
        return shape.toBuilder().readReplicaDBInstanceIdentifiers(names).build();
    }

    private void settle() {
        if (changed) {
            changed = false;
            doors.lead(instances.values(), servers);
            file.write(tree());
            file.writePasswords(instances.values());
        }
    }

    private Tree.Fields tree() {
        return Tree.Fields.none()
                .with("doors", doors.tree())
                .with("instances", items(instances.values().stream().<Tree>map(Instance::tree)))
                .with("snapshots", items(snapshots.values().stream().<Tree>map(Snapshot::tree)))
                .with("backups", items(backups.values().stream().<Tree>map(AutomatedBackup::tree)));
    }

    private static Tree items(java.util.stream.Stream<Tree> trees) {
        return new Tree.Items(trees.toList());
    }
}
