package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Endpoint;

/**
 * Every instance, snapshot and automated backup there is. One lock guards it; what changed inside {@link #withLock} is on disk, and the doors
 * lead to the right servers, before the lock is given back.
 */
public final class Region {

    private final Fleet fleet;
    private final StateFile file;
    private final InstancePorts instancePorts;
    private final DatabaseServers servers;
    private final Map<String, SandboxInstance> instances = new TreeMap<>();
    private final Map<String, SandboxSnapshot> snapshots = new TreeMap<>();
    private final Map<String, AutomatedBackup> backups = new TreeMap<>();
    private boolean isChanged;

    public Region(Fleet fleet, StateFile file, InstancePorts instancePorts, DatabaseServers servers) {
        this.fleet = fleet;
        this.file = file;
        this.instancePorts = instancePorts;
        this.servers = servers;
    }

    Fleet fleet() {
        return fleet;
    }

    synchronized <T> T withLock(Supplier<T> body) {
        try {
            return body.get();
        } finally {
            saveChanges();
        }
    }

    public void runWithLock(Runnable body) {
        withLock(() -> {
            body.run();
            return true;
        });
    }

    public synchronized List<SandboxInstance> instances() {
        return List.copyOf(instances.values());
    }

    synchronized List<SandboxSnapshot> snapshots() {
        return List.copyOf(snapshots.values());
    }

    /** The automated backups of all instances; those of an instance that exists tell it as it is now. */
    synchronized List<AutomatedBackup> backups() {
        return backups.values().stream()
                .map(backup -> findById(backup.id()).map(backup::of).orElse(backup))
                .toList();
    }

    Optional<AutomatedBackup> backup(String id) {
        return backups().stream().filter(backup -> backup.id().equals(id)).findFirst();
    }

    Optional<SandboxInstance> find(String name) {
        return Optional.ofNullable(instances.get(name.toLowerCase(Locale.ROOT)));
    }

    SandboxInstance get(String name) {
        return find(name).orElseThrow(() -> instanceNotFound(name));
    }

    synchronized Optional<SandboxInstance> findById(String id) {
        return instances.values().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst();
    }

    static AwsError instanceNotFound(String name) {
        return new AwsError("DBInstanceNotFound", 404, "DBInstance " + name + " not found.");
    }

    SandboxSnapshot snapshot(String name) {
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
                        .map(SandboxInstance::shape)
                        .filter(shape -> shape.pendingModifiedValues() != null)
                        .anyMatch(shape ->
                                name.equals(shape.pendingModifiedValues().dbInstanceIdentifier()));
    }

    public void put(SandboxInstance instance) {
        instances.put(instance.name(), instance);
        isChanged = true;
    }

    void remove(SandboxInstance instance) {
        instances.remove(instance.name());
        isChanged = true;
    }

    void put(SandboxSnapshot snapshot) {
        snapshots.put(snapshot.name(), snapshot);
        isChanged = true;
    }

    void remove(SandboxSnapshot snapshot) {
        snapshots.remove(snapshot.name());
        isChanged = true;
    }

    void put(AutomatedBackup backup) {
        backups.put(backup.id(), backup);
        isChanged = true;
    }

    void removeBackup(String id) {
        backups.remove(id);
        isChanged = true;
    }

    /** Changes the instance of a resource id, whatever it is called now. */
    SandboxInstance update(String id, UnaryOperator<SandboxInstance> change) {
        return withLock(() -> {
            var current = findById(id).orElseThrow(() -> new IllegalStateException("no instance " + id));
            var next = change.apply(current);
            if (!next.name().equals(current.name())) {
                instances.remove(current.name());
                renameReferences(current.name(), next.name());
            }
            put(next);
            return next;
        });
    }

    /** The instance with the endpoint of its name. */
    SandboxInstance withEndpoint(SandboxInstance instance) {
        var endpoint = Endpoint.builder()
                .address("127.0.0.1")
                .port(instancePorts.portOf(instance.name()))
                .hostedZoneId("Z00000000SANDBOX")
                .build();
        return instance.with(instance.shape().toBuilder().endpoint(endpoint).build());
    }

    void addReplica(String source, String replica) {
        var shape = get(source).shape();
        var names = new ArrayList<>(shape.readReplicaDBInstanceIdentifiers());
        names.add(replica);
        put(get(source).with(withReplicaNames(shape, names)));
    }

    /** Takes the replica off its source's list. */
    void removeReplica(SandboxInstance replica) {
        Optional.ofNullable(replica.shape().readReplicaSourceDBInstanceIdentifier())
                .flatMap(this::find)
                .ifPresent(source -> {
                    var names = new ArrayList<>(source.shape().readReplicaDBInstanceIdentifiers());
                    names.remove(replica.name());
                    put(source.with(withReplicaNames(source.shape(), names)));
                });
    }

    List<SandboxInstance> replicasOf(String name) {
        return instances.values().stream()
                .filter(instance -> name.equals(instance.shape().readReplicaSourceDBInstanceIdentifier()))
                .toList();
    }

    /** Takes up the state of an earlier sandbox; false when there is none. */
    public synchronized boolean load() {
        var saved = file.read();
        saved.ifPresent(state -> {
            instancePorts.restore(state.fields("doors"));
            state.items("instances").forEach(item -> put(SandboxInstance.of((JsonValue.JsonObject) item)));
            state.items("snapshots").forEach(item -> put(SandboxSnapshot.of((JsonValue.JsonObject) item)));
            state.items("backups").forEach(item -> put(AutomatedBackup.of((JsonValue.JsonObject) item)));
        });
        return saved.isPresent();
    }

    private void renameReferences(String oldName, String newName) {
        for (var other : List.copyOf(instances.values())) {
            var shape = other.shape();
            var names = new ArrayList<>(shape.readReplicaDBInstanceIdentifiers());
            if (names.contains(oldName)) {
                names.replaceAll(name -> name.equals(oldName) ? newName : name);
                put(other.with(withReplicaNames(shape, names)));
            } else if (oldName.equals(shape.readReplicaSourceDBInstanceIdentifier())) {
                put(other.with(shape.toBuilder()
                        .readReplicaSourceDBInstanceIdentifier(newName)
                        .build()));
            }
        }
    }

    private static DBInstance withReplicaNames(DBInstance shape, List<String> names) {
        return shape.toBuilder().readReplicaDBInstanceIdentifiers(names).build();
    }

    private void saveChanges() {
        if (isChanged) {
            isChanged = false;
            instancePorts.updateForwarders(instances.values(), servers);
            file.write(toJson());
            file.writePasswords(instances.values());
        }
    }

    private JsonValue.JsonObject toJson() {
        return JsonValue.JsonObject.empty()
                .with("doors", instancePorts.toJson())
                .with("instances", items(instances.values().stream().<JsonValue>map(SandboxInstance::toJson)))
                .with("snapshots", items(snapshots.values().stream().<JsonValue>map(SandboxSnapshot::toJson)))
                .with("backups", items(backups.values().stream().<JsonValue>map(AutomatedBackup::toJson)));
    }

    private static JsonValue items(Stream<JsonValue> trees) {
        return new JsonValue.JsonArray(trees.toList());
    }
}
