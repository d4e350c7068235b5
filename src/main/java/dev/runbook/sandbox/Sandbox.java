package dev.runbook.sandbox;

import dev.runbook.sandbox.config.FaultQueue;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.postgres.FileTrees;
import dev.runbook.sandbox.postgres.PostgresServers;
import dev.runbook.sandbox.rds.AutomatedBackup;
import dev.runbook.sandbox.rds.CreateHandlers;
import dev.runbook.sandbox.rds.DeleteHandlers;
import dev.runbook.sandbox.rds.DescribeHandlers;
import dev.runbook.sandbox.rds.InitialState;
import dev.runbook.sandbox.rds.InstancePorts;
import dev.runbook.sandbox.rds.ModifyHandlers;
import dev.runbook.sandbox.rds.OperationRunner;
import dev.runbook.sandbox.rds.PendingOperation;
import dev.runbook.sandbox.rds.RdsApi;
import dev.runbook.sandbox.rds.Region;
import dev.runbook.sandbox.rds.ReplicationControl;
import dev.runbook.sandbox.rds.SandboxInstance;
import dev.runbook.sandbox.rds.SandboxSnapshot;
import dev.runbook.sandbox.rds.StateFile;
import dev.runbook.sandbox.rds.TagHandlers;
import dev.runbook.sandbox.s3.S3Server;
import dev.runbook.sandbox.wire.CallLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A running sandbox: what its fleet describes when the state folder is empty, else what the folder remembers. */
public final class Sandbox implements AutoCloseable {

    private final Fleet fleet;
    private final Region region;
    private final DatabaseServers servers;
    private final InstancePorts instancePorts;
    private final OperationRunner operations;
    private final SandboxHttpServer httpServer;
    private final FaultQueue faults = new FaultQueue();
    private final CallLog calls;
    private final ReplicationControl replication;
    private final Optional<S3Server> buckets;

    private Sandbox(Fleet fleet, Path state) throws IOException {
        this.fleet = fleet;
        this.calls = new CallLog(state.resolve("calls.jsonl"));
        this.instancePorts = new InstancePorts(fleet);
        this.servers = servers(fleet, state);
        this.region = new Region(fleet, new StateFile(state.resolve("state.json")), instancePorts, servers);
        this.operations = new OperationRunner(region, servers);
        var api = new RdsApi(region, operations, faults, calls)
                .withHandlers(
                        new CreateHandlers(region),
                        new ModifyHandlers(region),
                        new DeleteHandlers(region, backupFiles()))
                .withHandlers(new DescribeHandlers(region), new TagHandlers(region));
        this.buckets = fleet.buckets().isEmpty()
                ? Optional.empty()
                : Optional.of(new S3Server(state.resolve("buckets"), fleet, faults, calls));
        this.replication = new ReplicationControl(region, servers);
        this.httpServer = new SandboxHttpServer(fleet, api, new ControlApi(faults, calls, replication, state));
    }

    /** Starts a sandbox on the fleet's ports. */
    public static Sandbox start(Fleet fleet, Path state) throws IOException {
        Files.createDirectories(state);
        var folder = state.toAbsolutePath();
        if (!Files.exists(folder.resolve("state.json"))) {
            // What a first start left behind that was killed before its end.
            PostgresServers.deleteData(folder.resolve("postgres"));
            FileTrees.delete(folder.resolve("buckets"));
        }
        var sandbox = new Sandbox(fleet, folder);
        try {
            sandbox.open();
            return sandbox;
        } catch (IOException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /** Starts a sandbox on free ports, so that several can run at once. */
    public static Sandbox startOnFreePorts(Fleet fleet, Path state) throws IOException {
        return start(fleet.withFreePorts(), state);
    }

    Fleet fleet() {
        return fleet;
    }

    /** Where RDS and STS answer. */
    public URI rdsEndpoint() {
        return URI.create("http://127.0.0.1:" + httpServer.port());
    }

    /** Where S3 answers. */
    public URI s3Endpoint() {
        return buckets.map(server -> URI.create("http://127.0.0.1:" + server.port()))
                .orElseThrow(() -> new IllegalStateException("The fleet has no buckets, so there is no S3 server."));
    }

    /** The changing requests so far, as JSON lines. */
    public CallLog calls() {
        return calls;
    }

    /** The faults that are ordered. */
    public FaultQueue faults() {
        return faults;
    }

    /** Lets a read replica follow its source, or not: {@code replicating}, {@code paused}, {@code error} and so on. */
    public void setReplication(String instance, String state) {
        replication.setState(instance, ReplicationControl.ReplayState.valueOf(state.toUpperCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        httpServer.close();
        buckets.ifPresent(S3Server::close);
        operations.close();
        instancePorts.close();
        servers.close();
    }

    private void open() throws IOException {
        if (region.load()) {
            restartServers();
        } else {
            createInitialState();
        }
        if (buckets.isPresent()) {
            buckets.orElseThrow().start();
        }
        operations.resume();
        httpServer.start();
    }

    /** Writes the state only when it is complete, so that a killed start is repeated from the beginning. */
    private void createInitialState() {
        region.runWithLock(() -> {
            var filling = CompletableFuture.runAsync(() -> buckets.ifPresent(server -> server.fill(fleet)));
            new InitialState(region, servers).create();
            filling.join();
        });
        fleet.faults().forEach(faults::add);
    }

    /** Primaries first: a standby needs to know where its source listens now. */
    private void restartServers() {
        for (boolean replicas : new boolean[] {false, true}) {
            region.instances().stream()
                    .filter(SandboxInstance::hasServer)
                    .filter(instance -> instance.isReplica() == replicas)
                    .filter(instance -> instance.operation()
                            .map(PendingOperation::needsServer)
                            .orElse(true))
                    .forEach(this::restartServer);
        }
        region.runWithLock(() -> region.instances().forEach(region::put));
    }

    private void restartServer(SandboxInstance instance) {
        try {
            servers.resume(instance.id());
        } catch (IOException e) {
            System.err.println(instance.name() + " did not start again: " + e.getMessage());
            region.runWithLock(() -> region.put(instance.withStatus("failed").withoutOperation()));
        }
    }

    private static DatabaseServers servers(Fleet fleet, Path state) throws IOException {
        return fleet.instances().stream().anyMatch(Fleet.Member::hasServer)
                ? new PostgresServers(state.resolve("postgres"), "admin-of-the-sandbox")
                : new DatabaseServers.NoServers();
    }

    private DeleteHandlers.BackupFiles backupFiles() {
        return new DeleteHandlers.BackupFiles() {
            @Override
            public void removeSnapshot(SandboxSnapshot snapshot) {
                try {
                    servers.removeSnapshot(snapshot.folder());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void removeBackup(AutomatedBackup backup) {
                try {
                    servers.removeBackup(backup.id());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
