package dev.runbook.sandbox;

import dev.runbook.sandbox.Fleet.Member;
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
final class Seeding {

    private final Region region;
    private final Servers servers;
    private final Creating creating;
    private final Settings settings;

    Seeding(Region region, Servers servers) {
        this.region = region;
        this.servers = servers;
        this.creating = new Creating(region);
        this.settings = new Settings(region.fleet());
    }

    /** Everything of the fleet, servers running and shops filled; the caller holds the region's lock. */
    void plant() {
        var members = region.fleet().instances();
        var primaries =
                members.stream().filter(member -> member.replicaOf().isEmpty()).toList();
        var replicas = members.stream()
                .filter(member -> member.replicaOf().isPresent())
                .toList();
        primaries.forEach(this::primary);
        replicas.forEach(this::replica);
        together(primaries, this::startPrimary);
        together(replicas, this::startReplica);
        together(primaries, this::takeSnapshots);
        members.forEach(this::beginBackup);
        members.forEach(member -> region.put(region.reachable(region.get(member.name()))));
    }

    private void primary(Member member) {
        check(member);
        var request =
                part(member, CreateDbInstanceRequest.builder()).with("DBInstanceIdentifier", Tree.text(member.name()));
        creating.blank(Shapes.fill(CreateDbInstanceRequest.builder(), request, CreateDbInstanceRequest.class));
        settle(member);
    }

    private void replica(Member member) {
        check(member);
        var request = part(member, CreateDbInstanceReadReplicaRequest.builder())
                .with("DBInstanceIdentifier", Tree.text(member.name()))
                .with("SourceDBInstanceIdentifier", Tree.text(member.replicaOf().orElseThrow()));
        creating.replica(Shapes.fill(
                CreateDbInstanceReadReplicaRequest.builder(), request, CreateDbInstanceReadReplicaRequest.class));
        var rest = part(member, ModifyDbInstanceRequest.builder());
        var instance = region.get(member.name());
        var modify = Shapes.fill(ModifyDbInstanceRequest.builder(), rest, ModifyDbInstanceRequest.class);
        region.put(instance.with(settings.of(modify, instance.shape())));
        settle(member);
    }

    private void settle(Member member) {
        region.put(region.get(member.name()).withStatus("available").idle());
    }

    private void startPrimary(Member member) throws IOException {
        var instance = region.get(member.name());
        if (member.postgres()) {
            var database = Jobs.database(instance);
            servers.create(instance.id(), database, instance.isBackedUp());
            if (member.shop().isPresent()) {
                servers.fill(instance.id(), database, member.shop().orElseThrow());
            }
        }
    }

    private void startReplica(Member member) throws IOException {
        if (member.postgres()) {
            var source = region.get(member.replicaOf().orElseThrow());
            servers.replicate(source.id(), region.get(member.name()).id());
        }
    }

    private void takeSnapshots(Member member) throws IOException {
        for (var name : member.snapshots()) {
            var type = name.startsWith("rds:") ? "automated" : "manual";
            var instance = region.get(member.name());
            var snapshot = Removing.add(region, instance, name, type);
            if (member.postgres()) {
                servers.snapshot(instance.id(), snapshot.folder());
            }
            synchronized (servers) {
                region.put(snapshot.available());
            }
        }
    }

    private void beginBackup(Member member) {
        var instance = region.get(member.name());
        if (instance.isBackedUp()) {
            region.put(AutomatedBackup.begun(instance, Instant.now()));
        }
    }

    private interface Doing {
        void to(Member member) throws IOException;
    }

    private static void together(List<Member> members, Doing doing) {
        Consumer<Member> one = member -> {
            try {
                doing.to(member);
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

    private static Tree.Fields part(Member member, SdkPojo builder) {
        Map<String, Tree> part = new LinkedHashMap<>(member.settings().fields());
        part.keySet().retainAll(Shapes.fieldsByName(builder).keySet());
        return new Tree.Fields(part);
    }

    /** Refuses a setting that no request has: it would be lost without a word. */
    private static void check(Member member) {
        var known = new HashSet<String>();
        if (member.replicaOf().isPresent()) {
            known.addAll(Shapes.fieldsByName(CreateDbInstanceReadReplicaRequest.builder())
                    .keySet());
            known.addAll(Shapes.fieldsByName(ModifyDbInstanceRequest.builder()).keySet());
        } else {
            known.addAll(Shapes.fieldsByName(CreateDbInstanceRequest.builder()).keySet());
        }
        for (var name : member.settings().fields().keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(member.name() + ": no request of RDS has the setting " + name);
            }
        }
    }
}
