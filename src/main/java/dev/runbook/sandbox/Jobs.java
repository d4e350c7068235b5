package dev.runbook.sandbox;

import dev.runbook.sandbox.Fleet.Phase;
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
final class Jobs implements AutoCloseable {

    /** So long that whoever waits for the instance sees it, however fast the other phases pass. */
    private static final long PONDERING_MILLIS = 500;

    private final Region region;
    private final Servers servers;
    private final Servers none = new Servers.None();
    private final ExecutorService threads = Executors.newCachedThreadPool(body -> {
        var thread = new Thread(body, "job");
        thread.setDaemon(true);
        return thread;
    });

    Jobs(Region region, Servers servers) {
        this.region = region;
        this.servers = servers;
    }

    /** Starts the work of an instance; it is done on return when nothing takes time. */
    void start(Instance instance, Optional<Fault> fault) {
        if (region.fleet().isInstant() && !instance.postgres()) {
            run(instance.id(), fault);
        } else {
            threads.execute(() -> run(instance.id(), fault));
        }
    }

    /** Begins again what was going on when the sandbox ended. */
    void resume() {
        region.instances().stream()
                .filter(instance -> instance.work().isPresent())
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

    private void run(String id, Optional<Fault> fault) {
        var instance = region.byId(id).orElseThrow();
        var work = instance.work().orElseThrow();
        try {
            boolean strange = fault.map(Fault::kind)
                    .filter(Fault.Kind.UNKNOWN_STATUS::equals)
                    .isPresent();
            if (strange) {
                status(id, "pondering");
                Thread.sleep(PONDERING_MILLIS);
            }
            if (fault.isPresent() && !strange) {
                pause(Phase.CREATING);
                finish(id, fault.orElseThrow().kind().status());
            } else {
                perform(instance, work);
            }
        } catch (InterruptedException e) {
            // The sandbox is closing; the state still says what is to be done, and the next start does it.
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            System.err.println(work.kind() + " of " + instance.name() + " failed");
            e.printStackTrace();
            finish(id, "failed");
        }
    }

    private void perform(Instance instance, Work work) throws IOException, InterruptedException {
        switch (work.kind()) {
            case CREATE, REPLICATE, RESTORE, RESTORE_PAST -> create(instance, work);
            case PROMOTE -> promote(instance, work);
            case MODIFY -> modify(instance, work);
            case ADD_ROLE -> addRole(instance);
            case REBOOT -> reboot(instance);
            case SNAPSHOT -> snapshot(instance, work);
            case DELETE -> delete(instance, work);
        }
    }

    private void create(Instance instance, Work work) throws IOException, InterruptedException {
        var id = instance.id();
        switch (work.kind()) {
            case REPLICATE -> servers(instance).replicate(source(instance).id(), id);
            case RESTORE -> {
                var name = work.request().text("DBSnapshotIdentifier").orElseThrow();
                servers(instance)
                        .restore(region.snapshot(Creating.snapshotName(name)).folder(), id);
            }
            case RESTORE_PAST -> restorePast(instance, work);
            default -> servers(instance).create(id, database(instance), instance.isBackedUp());
        }
        pause(Phase.CREATING);
        region.change(id, region::reachable);
        backUp(id, work.kind() == Work.Kind.CREATE);
        finish(id, "available");
    }

    private void restorePast(Instance instance, Work work) throws IOException {
        var source = work.request().text("Source").orElseThrow();
        var backup = region.locked(() -> region.backup(source)).orElseThrow();
        var moment = Instant.parse(work.request().text("Moment").orElseThrow());
        servers(instance)
                .restore(new Servers.PastMoment(source, moment, backup.until().isPresent()), instance.id());
        servers(instance).changePassword(instance.id(), database(instance));
    }

    /**
     * Begins or ends the automated backups of an instance, as its retention says now.
     *
     * @param isNew whether its server was made empty, and keeps its log since
     */
    private void backUp(String id, boolean isNew) throws IOException, InterruptedException {
        var instance = region.byId(id).orElseThrow();
        boolean present = region.locked(() -> region.backup(id)).isPresent();
        if (instance.isBackedUp() && !present) {
            status(id, "backing-up");
            if (!isNew) {
                servers(instance).beginBackup(id);
            }
            region.lockedRun(() -> region.put(AutomatedBackup.begun(instance.idle(), Instant.now())));
            pause(Phase.BACKING_UP);
        } else if (!instance.isBackedUp() && present) {
            region.lockedRun(() -> region.removeBackup(id));
            servers(instance).removeBackup(id);
        }
    }

    private void promote(Instance instance, Work work) throws IOException, InterruptedException {
        var id = instance.id();
        pause(Phase.ACCEPTING);
        status(id, "modifying");
        servers(instance).promote(id);
        pause(Phase.MODIFYING);
        status(id, "rebooting");
        pause(Phase.REBOOTING);
        int days = work.request()
                .text("BackupRetentionPeriod")
                .map(Integer::valueOf)
                .orElse(1);
        region.change(id, replica -> replica.with(Tree.Fields.none().with("BackupRetentionPeriod", Tree.bare(days))));
        backUp(id, false);
        region.lockedRun(() -> {
            var replica = region.byId(id).orElseThrow();
            region.detach(replica);
            region.put(standalone(replica));
            finish(id, "available");
        });
    }

    private void modify(Instance instance, Work work) throws IOException, InterruptedException {
        var id = instance.id();
        var newName = work.request().fields("Changes").text("DBInstanceIdentifier");
        pause(Phase.ACCEPTING);
        status(id, newName.isPresent() ? "renaming" : "modifying");
        var password = work.request().text("MasterUserPassword");
        if (password.isPresent()) {
            var changed = region.change(id, current -> current.withPassword(password.orElseThrow()));
            servers(instance).changePassword(id, database(changed));
            region.lockedRun(() -> region.replicasOf(changed.name())
                    .forEach(replica -> region.put(replica.withPassword(changed.password()))));
        }
        pause(newName.isPresent() ? Phase.RENAMING : Phase.MODIFYING);
        region.change(id, current -> applied(current, work));
        backUp(id, false);
        if (newName.isPresent()) {
            region.change(id, current -> renamed(current, newName.orElseThrow()));
            pause(Phase.REBOOTING);
            region.change(id, Jobs::groupsInSync);
        }
        finish(id, "available");
    }

    private Instance applied(Instance instance, Work work) {
        var changes =
                work.request().fields("Changes").without("DBInstanceIdentifier").without("MasterUserPassword");
        return instance.with(changes)
                .with(instance.with(changes).shape().toBuilder()
                        .pendingModifiedValues(PendingModifiedValues.builder().build())
                        .build());
    }

    private Instance renamed(Instance instance, String name) {
        var shape = instance.shape().toBuilder()
                .dbInstanceIdentifier(name)
                .dbInstanceArn(region.fleet().arn("db", name))
                .dbInstanceStatus("rebooting")
                .build();
        return region.reachable(instance.with(shape));
    }

    private void addRole(Instance instance) throws InterruptedException {
        pause(Phase.ACCEPTING);
        status(instance.id(), "modifying");
        pause(Phase.MODIFYING);
        region.change(instance.id(), Jobs::rolesActive);
        finish(instance.id(), "available");
    }

    private void reboot(Instance instance) throws IOException, InterruptedException {
        status(instance.id(), "rebooting");
        servers(instance).restart(instance.id());
        pause(Phase.REBOOTING);
        region.change(instance.id(), Jobs::groupsInSync);
        finish(instance.id(), "available");
    }

    private void snapshot(Instance instance, Work work) throws IOException, InterruptedException {
        var snapshot =
                region.snapshot(work.request().text("DBSnapshotIdentifier").orElseThrow());
        servers(instance).snapshot(instance.id(), snapshot.folder());
        pause(Phase.SNAPSHOTTING);
        region.lockedRun(() -> {
            region.put(region.snapshot(snapshot.name()).available());
            finish(instance.id(), "available");
        });
    }

    private void delete(Instance instance, Work work) throws IOException, InterruptedException {
        var last = work.request().text("FinalDBSnapshotIdentifier");
        if (last.isPresent()
                && region.snapshot(last.orElseThrow()).shape().status().equals("creating")) {
            var snapshot = region.snapshot(last.orElseThrow());
            servers(instance).snapshot(instance.id(), snapshot.folder());
            region.lockedRun(() -> region.put(snapshot.available()));
        }
        pause(Phase.DELETING);
        for (var replica : region.locked(() -> region.replicasOf(instance.name()))) {
            if (replica.work().isEmpty()) {
                servers(replica).promote(replica.id());
            }
        }
        endBackup(instance, work);
        servers(instance).remove(instance.id());
        if (!work.retainsBackups()) {
            servers(instance).removeBackup(instance.id());
        }
        region.lockedRun(() -> {
            var gone = region.byId(instance.id()).orElseThrow();
            region.detach(gone);
            region.replicasOf(gone.name()).forEach(replica -> region.put(standalone(replica)));
            region.remove(gone);
            region.snapshots().stream()
                    .filter(snapshot -> snapshot.shape().snapshotType().equals("automated"))
                    .filter(snapshot -> gone.id().equals(snapshot.shape().dbiResourceId()))
                    .forEach(region::remove);
        });
    }

    private void endBackup(Instance instance, Work work) throws IOException {
        var backup = region.locked(() -> region.backup(instance.id()));
        if (!work.retainsBackups()) {
            region.lockedRun(() -> region.removeBackup(instance.id()));
        } else if (backup.filter(found -> found.until().isEmpty()).isPresent()) {
            var last = Instant.now();
            servers(instance).retainBackup(instance.id());
            region.lockedRun(() -> region.put(backup.orElseThrow().retained(last)));
        }
    }

    private void finish(String id, String status) {
        region.change(id, instance -> instance.withStatus(status).idle());
    }

    private void status(String id, String status) {
        region.change(id, instance -> instance.withStatus(status));
    }

    private Instance source(Instance replica) {
        return region.locked(() ->
                region.get(region.byId(replica.id()).orElseThrow().shape().readReplicaSourceDBInstanceIdentifier()));
    }

    private static Instance standalone(Instance replica) {
        return replica.with(replica.shape().toBuilder()
                .readReplicaSourceDBInstanceIdentifier(null)
                .statusInfos(List.of())
                .build());
    }

    private static Instance rolesActive(Instance instance) {
        var roles = instance.shape().associatedRoles().stream()
                .map(role -> role.toBuilder().status("ACTIVE").build())
                .toList();
        DBInstance shape = instance.shape().toBuilder().associatedRoles(roles).build();
        return instance.with(shape);
    }

    private static Instance groupsInSync(Instance instance) {
        var groups = instance.shape().dbParameterGroups().stream()
                .map(group -> group.toBuilder().parameterApplyStatus("in-sync").build())
                .toList();
        DBInstance shape =
                instance.shape().toBuilder().dbParameterGroups(groups).build();
        return instance.with(shape);
    }

    static Servers.Database database(Instance instance) {
        var shape = instance.shape();
        return new Servers.Database(
                Optional.ofNullable(shape.dbName()).orElse("postgres"),
                Optional.ofNullable(shape.masterUsername()).orElse("postgres"),
                instance.password());
    }

    private Servers servers(Instance instance) {
        return instance.postgres() ? servers : none;
    }

    private void pause(Phase phase) throws InterruptedException {
        Thread.sleep(region.fleet().duration(phase).toMillis());
    }
}
