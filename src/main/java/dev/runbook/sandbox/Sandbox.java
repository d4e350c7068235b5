package dev.runbook.sandbox;

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
    private final Servers servers;
    private final Doors doors;
    private final Jobs jobs;
    private final HttpFront front;
    private final Faults faults = new Faults();
    private final CallLog calls;
    private final Replicating replicating;
    private final Optional<Buckets> buckets;

    private Sandbox(Fleet fleet, Path state) throws IOException {
        this.fleet = fleet;
        this.calls = new CallLog(state.resolve("calls.jsonl"));
        this.doors = new Doors(fleet);
        this.servers = servers(fleet, state);
        this.region = new Region(fleet, new StateFile(state.resolve("state.json")), doors, servers);
        this.jobs = new Jobs(region, servers);
        var api = new RdsApi(region, jobs, faults, calls)
                .knowing(new Creating(region), new Modifying(region), new Removing(region, copies()))
                .knowing(new Describing(region), new Tagging(region));
        this.buckets = fleet.buckets().isEmpty()
                ? Optional.empty()
                : Optional.of(new Buckets(state.resolve("buckets"), fleet, faults, calls));
        this.replicating = new Replicating(region, servers);
        this.front = new HttpFront(fleet, api, new Control(faults, calls, replicating, state));
    }

    /** Starts a sandbox on the fleet's ports. */
    public static Sandbox start(Fleet fleet, Path state) throws IOException {
        Files.createDirectories(state);
        var folder = state.toAbsolutePath();
        if (!Files.exists(folder.resolve("state.json"))) {
            // What a first start left behind that was killed before its end.
            PostgresServers.clear(folder.resolve("postgres"));
            Folders.delete(folder.resolve("buckets"));
        }
        var sandbox = new Sandbox(fleet, folder);
        try {
            sandbox.begin();
            return sandbox;
        } catch (IOException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    /** Starts a sandbox on free ports, so that several can run at once. */
    public static Sandbox startAnywhere(Fleet fleet, Path state) throws IOException {
        return start(fleet.onFreePorts(), state);
    }

    Fleet fleet() {
        return fleet;
    }

    /** Where RDS and STS answer. */
    public URI rdsEndpoint() {
        return URI.create("http://127.0.0.1:" + front.port());
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
    public Faults faults() {
        return faults;
    }

    /** Lets a read replica follow its source, or not: {@code replicating}, {@code paused}, {@code error} and so on. */
    public void replication(String instance, String state) {
        replicating.order(instance, Replicating.State.valueOf(state.toUpperCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        front.close();
        buckets.ifPresent(Buckets::close);
        jobs.close();
        doors.close();
        servers.close();
    }

    private void begin() throws IOException {
        if (region.load()) {
            restartServers();
        } else {
            plant();
        }
        if (buckets.isPresent()) {
            buckets.orElseThrow().start();
        }
        jobs.resume();
        front.start();
    }

    /** The state is written when all of it is there, so that a start that was killed begins anew. */
    private void plant() {
        region.lockedRun(() -> {
            var filling = CompletableFuture.runAsync(() -> buckets.ifPresent(server -> server.plant(fleet)));
            new Seeding(region, servers).plant();
            filling.join();
        });
        fleet.faults().forEach(faults::add);
    }

    /** Primaries first: a standby needs to know where its source listens now. */
    private void restartServers() {
        for (boolean replicas : new boolean[] {false, true}) {
            region.instances().stream()
                    .filter(Instance::postgres)
                    .filter(instance -> instance.isReplica() == replicas)
                    .filter(instance -> instance.work().map(Work::needsServer).orElse(true))
                    .forEach(this::restartServer);
        }
        region.lockedRun(() -> region.instances().forEach(region::put));
    }

    private void restartServer(Instance instance) {
        try {
            servers.resume(instance.id());
        } catch (IOException e) {
            System.err.println(instance.name() + " did not start again: " + e.getMessage());
            region.lockedRun(() -> region.put(instance.withStatus("failed").idle()));
        }
    }

    private static Servers servers(Fleet fleet, Path state) throws IOException {
        return fleet.instances().stream().anyMatch(Fleet.Member::postgres)
                ? new PostgresServers(state.resolve("postgres"), "admin-of-the-sandbox")
                : new Servers.None();
    }

    private Removing.Copies copies() {
        return new Removing.Copies() {
            @Override
            public void remove(Snapshot snapshot) {
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
