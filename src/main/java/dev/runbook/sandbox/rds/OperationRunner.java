package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet.Phase;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.wire.JsonValue;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** Carries out what requests have begun: works on the server, and lets the states of each operation pass by. */
public final class OperationRunner implements AutoCloseable {

    /** Long enough for a poll to see it, however short the other phases are. */
    private static final long UNKNOWN_STATUS_MILLIS = 500;

    private final Region region;
    private final DatabaseServers servers;
    private final DatabaseServers noServers = new DatabaseServers.NoServers();
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        var thread = new Thread(body, "job");
        thread.setDaemon(true);
        return thread;
    });

    public OperationRunner(Region region, DatabaseServers servers) {
        this.region = region;
        this.servers = servers;
    }

    /** Starts the work of an instance; it is done on return when nothing takes time. */
    void start(SandboxInstance instance, Optional<InjectedFault> fault) {
        if (region.fleet().isInstant() && !instance.hasServer()) {
            run(instance.id(), fault);
        } else {
            threads.execute(() -> run(instance.id(), fault));
        }
    }

    /** Begins again what was going on when the sandbox ended. */
    public void resume() {
        region.instances().stream()
                .filter(instance -> instance.operation().isPresent())
                .forEach(instance -> start(instance, Optional.empty()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(String id, Optional<InjectedFault> fault) {
        var instance = region.findById(id).orElseThrow();
        var operation = instance.operation().orElseThrow();
        try {
            boolean strange = fault.map(InjectedFault::kind)
                    .filter(InjectedFault.FaultKind.UNKNOWN_STATUS::equals)
                    .isPresent();
            if (strange) {
                setStatus(id, "pondering");
                Thread.sleep(UNKNOWN_STATUS_MILLIS);
            }
            if (fault.isPresent() && !strange) {
                pause(Phase.CREATING);
                finish(id, fault.orElseThrow().kind().status());
            } else {
                perform(instance, operation);
            }
        } catch (InterruptedException e) {
            // The sandbox is closing; the operation is in the state, and the next start continues it.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            System.err.println(operation.kind() + " of " + instance.name() + " failed");
            e.printStackTrace();
            finish(id, "failed");
        }
    }

    private void perform(SandboxInstance instance, PendingOperation operation)
            throws IOException, InterruptedException {
        switch (operation.kind()) {
            case CREATE, REPLICATE, RESTORE, RESTORE_PAST -> create(instance, operation);
            case PROMOTE -> promote(instance, operation);
            case MODIFY -> modify(instance, operation);
            case ADD_ROLE -> addRole(instance);
            case REBOOT -> reboot(instance);
            case SNAPSHOT -> snapshot(instance, operation);
            case DELETE -> delete(instance, operation);
        }
    }

    private void create(SandboxInstance instance, PendingOperation operation) throws IOException, InterruptedException {
        var id = instance.id();
        switch (operation.kind()) {
            case REPLICATE -> serversOf(instance).replicate(sourceOf(instance).id(), id);
            case RESTORE -> {
                var name = operation.request().text("DBSnapshotIdentifier").orElseThrow();
                serversOf(instance)
                        .restore(
                                region.snapshot(CreateHandlers.snapshotName(name))
                                        .folder(),
                                id);
            }
            case RESTORE_PAST -> restoreToPointInTime(instance, operation);
            default -> serversOf(instance).create(id, loginOf(instance), instance.hasBackups());
        }
        pause(Phase.CREATING);
        region.update(id, region::withEndpoint);
        updateBackup(id, operation.kind() == PendingOperation.OperationKind.CREATE);
        finish(id, "available");
    }

    private void restoreToPointInTime(SandboxInstance instance, PendingOperation operation) throws IOException {
        var source = operation.request().text("Source").orElseThrow();
        var backup = region.withLock(() -> region.backup(source)).orElseThrow();
        var moment = Instant.parse(operation.request().text("Moment").orElseThrow());
        serversOf(instance)
                .restore(
                        new DatabaseServers.RestorePoint(
                                source, moment, backup.end().isPresent()),
                        instance.id());
        serversOf(instance).changePassword(instance.id(), loginOf(instance));
    }

    /**
     * Starts or ends the automated backups of an instance according to its retention.
     *
     * @param isNew whether its server was made empty, and keeps its log since
     */
    private void updateBackup(String id, boolean isNew) throws IOException, InterruptedException {
        var instance = region.findById(id).orElseThrow();
        boolean present = region.withLock(() -> region.backup(id)).isPresent();
        if (instance.hasBackups() && !present) {
            setStatus(id, "backing-up");
            if (!isNew) {
                serversOf(instance).startBackup(id);
            }
            region.runWithLock(() -> region.put(AutomatedBackup.start(instance.withoutOperation(), Instant.now())));
            pause(Phase.BACKING_UP);
        } else if (!instance.hasBackups() && present) {
            region.runWithLock(() -> region.removeBackup(id));
            serversOf(instance).removeBackup(id);
        }
    }

    private void promote(SandboxInstance instance, PendingOperation operation)
            throws IOException, InterruptedException {
        var id = instance.id();
        pause(Phase.ACCEPTING);
        setStatus(id, "modifying");
        serversOf(instance).promote(id);
        pause(Phase.MODIFYING);
        setStatus(id, "rebooting");
        pause(Phase.REBOOTING);
        int days = operation
                .request()
                .text("BackupRetentionPeriod")
                .map(Integer::valueOf)
                .orElse(1);
        region.update(
                id,
                replica -> replica.with(
                        JsonValue.JsonObject.empty().with("BackupRetentionPeriod", JsonValue.literal(days))));
        updateBackup(id, false);
        region.runWithLock(() -> {
            var replica = region.findById(id).orElseThrow();
            region.removeReplica(replica);
            region.put(withoutSource(replica));
            finish(id, "available");
        });
    }

    private void modify(SandboxInstance instance, PendingOperation operation) throws IOException, InterruptedException {
        var id = instance.id();
        var newName = operation.request().fields("Changes").text("DBInstanceIdentifier");
        pause(Phase.ACCEPTING);
        setStatus(id, newName.isPresent() ? "renaming" : "modifying");
        var password = operation.request().text("MasterUserPassword");
        if (password.isPresent()) {
            var changed = region.update(id, current -> current.withPassword(password.orElseThrow()));
            serversOf(instance).changePassword(id, loginOf(changed));
            region.runWithLock(() -> region.replicasOf(changed.name())
                    .forEach(replica -> region.put(replica.withPassword(changed.password()))));
        }
        pause(newName.isPresent() ? Phase.RENAMING : Phase.MODIFYING);
        region.update(id, current -> applyChanges(current, operation));
        updateBackup(id, false);
        if (newName.isPresent()) {
            region.update(id, current -> rename(current, newName.orElseThrow()));
            pause(Phase.REBOOTING);
            region.update(id, OperationRunner::syncParameterGroups);
        }
        finish(id, "available");
    }

    private SandboxInstance applyChanges(SandboxInstance instance, PendingOperation operation) {
        var changes = operation
                .request()
                .fields("Changes")
                .without("DBInstanceIdentifier")
                .without("MasterUserPassword");
        return instance.with(changes)
                .with(instance.with(changes).shape().toBuilder()
                        .pendingModifiedValues(PendingModifiedValues.builder().build())
                        .build());
    }

    private SandboxInstance rename(SandboxInstance instance, String name) {
        var shape = instance.shape().toBuilder()
                .dbInstanceIdentifier(name)
                .dbInstanceArn(region.fleet().arn("db", name))
                .dbInstanceStatus("rebooting")
                .build();
        return region.withEndpoint(instance.with(shape));
    }

    private void addRole(SandboxInstance instance) throws InterruptedException {
        pause(Phase.ACCEPTING);
        setStatus(instance.id(), "modifying");
        pause(Phase.MODIFYING);
        region.update(instance.id(), OperationRunner::activateRoles);
        finish(instance.id(), "available");
    }

    private void reboot(SandboxInstance instance) throws IOException, InterruptedException {
        setStatus(instance.id(), "rebooting");
        serversOf(instance).restart(instance.id());
        pause(Phase.REBOOTING);
        region.update(instance.id(), OperationRunner::syncParameterGroups);
        finish(instance.id(), "available");
    }

    private void snapshot(SandboxInstance instance, PendingOperation operation)
            throws IOException, InterruptedException {
        var snapshot =
                region.snapshot(operation.request().text("DBSnapshotIdentifier").orElseThrow());
        serversOf(instance).snapshot(instance.id(), snapshot.folder());
        pause(Phase.SNAPSHOTTING);
        region.runWithLock(() -> {
            region.put(region.snapshot(snapshot.name()).asAvailable());
            finish(instance.id(), "available");
        });
    }

    private void delete(SandboxInstance instance, PendingOperation operation) throws IOException, InterruptedException {
        var last = operation.request().text("FinalDBSnapshotIdentifier");
        if (last.isPresent()
                && region.snapshot(last.orElseThrow()).shape().status().equals("creating")) {
            var snapshot = region.snapshot(last.orElseThrow());
            serversOf(instance).snapshot(instance.id(), snapshot.folder());
            region.runWithLock(() -> region.put(snapshot.asAvailable()));
        }
        pause(Phase.DELETING);
        for (var replica : region.withLock(() -> region.replicasOf(instance.name()))) {
            if (replica.operation().isEmpty()) {
                serversOf(replica).promote(replica.id());
            }
        }
        endBackup(instance, operation);
        serversOf(instance).remove(instance.id());
        if (!operation.retainsBackups()) {
            serversOf(instance).removeBackup(instance.id());
        }
        region.runWithLock(() -> {
            var gone = region.findById(instance.id()).orElseThrow();
            region.removeReplica(gone);
            region.replicasOf(gone.name()).forEach(replica -> region.put(withoutSource(replica)));
            region.remove(gone);
            region.snapshots().stream()
                    .filter(snapshot -> snapshot.shape().snapshotType().equals("automated"))
                    .filter(snapshot -> gone.id().equals(snapshot.shape().dbiResourceId()))
                    .forEach(region::remove);
        });
    }

    private void endBackup(SandboxInstance instance, PendingOperation operation) throws IOException {
        var backup = region.withLock(() -> region.backup(instance.id()));
        if (!operation.retainsBackups()) {
            region.runWithLock(() -> region.removeBackup(instance.id()));
        } else if (backup.filter(found -> found.end().isEmpty()).isPresent()) {
            var last = Instant.now();
            serversOf(instance).retainBackup(instance.id());
            region.runWithLock(() -> region.put(backup.orElseThrow().retain(last)));
        }
    }

    private void finish(String id, String status) {
        region.update(id, instance -> instance.withStatus(status).withoutOperation());
    }

    private void setStatus(String id, String status) {
        region.update(id, instance -> instance.withStatus(status));
    }

    private SandboxInstance sourceOf(SandboxInstance replica) {
        return region.withLock(() -> region.get(
                region.findById(replica.id()).orElseThrow().shape().readReplicaSourceDBInstanceIdentifier()));
    }

    private static SandboxInstance withoutSource(SandboxInstance replica) {
        return replica.with(replica.shape().toBuilder()
                .readReplicaSourceDBInstanceIdentifier(null)
                .statusInfos(List.of())
                .build());
    }

    private static SandboxInstance activateRoles(SandboxInstance instance) {
        var roles = instance.shape().associatedRoles().stream()
                .map(role -> role.toBuilder().status("ACTIVE").build())
                .toList();
        DBInstance shape = instance.shape().toBuilder().associatedRoles(roles).build();
        return instance.with(shape);
    }

    private static SandboxInstance syncParameterGroups(SandboxInstance instance) {
        var groups = instance.shape().dbParameterGroups().stream()
                .map(group -> group.toBuilder().parameterApplyStatus("in-sync").build())
                .toList();
        DBInstance shape =
                instance.shape().toBuilder().dbParameterGroups(groups).build();
        return instance.with(shape);
    }

    static DatabaseServers.DatabaseLogin loginOf(SandboxInstance instance) {
        var shape = instance.shape();
        return new DatabaseServers.DatabaseLogin(
                Optional.ofNullable(shape.dbName()).orElse("postgres"),
                Optional.ofNullable(shape.masterUsername()).orElse("postgres"),
                instance.password());
    }

    private DatabaseServers serversOf(SandboxInstance instance) {
        return instance.hasServer() ? servers : noServers;
    }

    private void pause(Phase phase) throws InterruptedException {
        Thread.sleep(region.fleet().duration(phase).toMillis());
    }
}
