package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet.Member;
import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.SdkShapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Puts the fleet's instances into an empty region, through the same rules that later requests pass. */
public final class InitialState {

    private final Region region;
    private final DatabaseServers servers;
    private final CreateHandlers createHandlers;
    private final RequestSettings settings;

    public InitialState(Region region, DatabaseServers servers) {
        this.region = region;
        this.servers = servers;
        this.createHandlers = new CreateHandlers(region);
        this.settings = new RequestSettings(region.fleet());
    }

    /** Everything of the fleet, servers running and shops filled; the caller holds the region's lock. */
    public void create() {
        var members = region.fleet().instances();
        var primaries =
                members.stream().filter(member -> member.replicaOf().isEmpty()).toList();
        var replicas = members.stream()
                .filter(member -> member.replicaOf().isPresent())
                .toList();
        primaries.forEach(this::createPrimary);
        replicas.forEach(this::createReplica);
        runInParallel(primaries, this::startPrimary);
        runInParallel(replicas, this::startReplica);
        runInParallel(primaries, this::takeSnapshots);
        members.forEach(this::startBackup);
        members.forEach(member -> region.put(region.withEndpoint(region.get(member.name()))));
    }

    private void createPrimary(Member member) {
        checkSettings(member);
        var request = requestSettings(member, CreateDbInstanceRequest.builder())
                .with("DBInstanceIdentifier", JsonValue.text(member.name()));
        createHandlers.create(
                SdkShapes.fromJson(CreateDbInstanceRequest.builder(), request, CreateDbInstanceRequest.class));
        markAvailable(member);
    }

    private void createReplica(Member member) {
        checkSettings(member);
        var request = requestSettings(member, CreateDbInstanceReadReplicaRequest.builder())
                .with("DBInstanceIdentifier", JsonValue.text(member.name()))
                .with(
                        "SourceDBInstanceIdentifier",
                        JsonValue.text(member.replicaOf().orElseThrow()));
        createHandlers.createReplica(SdkShapes.fromJson(
                CreateDbInstanceReadReplicaRequest.builder(), request, CreateDbInstanceReadReplicaRequest.class));
        var rest = requestSettings(member, ModifyDbInstanceRequest.builder());
        var instance = region.get(member.name());
        var modify = SdkShapes.fromJson(ModifyDbInstanceRequest.builder(), rest, ModifyDbInstanceRequest.class);
        region.put(instance.with(settings.of(modify, instance.shape())));
        markAvailable(member);
    }

    private void markAvailable(Member member) {
        region.put(region.get(member.name()).withStatus("available").withoutOperation());
    }

    private void startPrimary(Member member) throws IOException {
        var instance = region.get(member.name());
        if (member.hasServer()) {
            var login = OperationRunner.loginOf(instance);
            servers.create(instance.id(), login, instance.hasBackups());
            if (member.shop().isPresent()) {
                servers.loadShop(instance.id(), login, member.shop().orElseThrow());
            }
        }
    }

    private void startReplica(Member member) throws IOException {
        if (member.hasServer()) {
            var source = region.get(member.replicaOf().orElseThrow());
            servers.replicate(source.id(), region.get(member.name()).id());
        }
    }

    private void takeSnapshots(Member member) throws IOException {
        for (var name : member.snapshots()) {
            var type = name.startsWith("rds:") ? "automated" : "manual";
            var instance = region.get(member.name());
            var snapshot = DeleteHandlers.newSnapshot(region, instance, name, type);
            if (member.hasServer()) {
                servers.snapshot(instance.id(), snapshot.folder());
            }
            synchronized (servers) {
                region.put(snapshot.asAvailable());
            }
        }
    }

    private void startBackup(Member member) {
        var instance = region.get(member.name());
        if (instance.hasBackups()) {
            region.put(AutomatedBackup.start(instance, Instant.now()));
        }
    }

    private interface MemberAction {
        void run(Member member) throws IOException;
    }

    private static void runInParallel(List<Member> members, MemberAction action) {
        Consumer<Member> one = member -> {
            try {
                action.run(member);
            } catch (IOException e) {
                throw new UncheckedIOException(member.name() + " could not be started: " + e.getMessage(), e);
            }
        };
        var running = members.stream()
                .map(member -> CompletableFuture.runAsync(() -> one.accept(member)))
                .toList();
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static JsonValue.JsonObject requestSettings(Member member, SdkPojo builder) {
        Map<String, JsonValue> part = new LinkedHashMap<>(member.settings().fields());
        part.keySet().retainAll(SdkShapes.fieldsByWireName(builder).keySet());
        return new JsonValue.JsonObject(part);
    }

    /** Refuses a setting that no request has: it would be lost without a word. */
    private static void checkSettings(Member member) {
        var known = new HashSet<String>();
        if (member.replicaOf().isPresent()) {
            known.addAll(SdkShapes.fieldsByWireName(CreateDbInstanceReadReplicaRequest.builder())
                    .keySet());
            known.addAll(SdkShapes.fieldsByWireName(ModifyDbInstanceRequest.builder())
                    .keySet());
        } else {
            known.addAll(SdkShapes.fieldsByWireName(CreateDbInstanceRequest.builder())
                    .keySet());
        }
        for (var name : member.settings().fields().keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(member.name() + ": no request of RDS has the setting " + name);
            }
        }
    }
}
