package dev.runbook.sandbox;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** One loopback port per instance name, kept for ever; a door is open while a server carries its name. */
final class Doors implements AutoCloseable {

    private final int first;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Door> open = new HashMap<>();

    Doors(Fleet fleet) {
        this.first = fleet.ports().firstDoor();
        fleet.instances().stream()
                .filter(member -> member.doorPort() > 0)
                .forEach(member -> ports.put(member.name(), member.doorPort()));
    }

    synchronized int portOf(String name) {
        return ports.computeIfAbsent(name, unknown -> {
            Set<Integer> used = new HashSet<>(ports.values());
            int port = first == 0 ? FreePort.find() : first;
            while (used.contains(port)) {
                port++;
            }
            return port;
        });
    }

    /** Opens, moves and closes doors so that each leads to the server that has its name now. */
    synchronized void lead(Collection<Instance> instances, Servers servers) {
        var targets = new HashMap<String, Integer>();
        for (var instance : instances) {
            OptionalInt port = instance.postgres() ? servers.port(instance.id()) : OptionalInt.empty();
            if (port.isPresent() && instance.shape().endpoint() != null) {
                targets.put(instance.name(), port.getAsInt());
            }
        }
        open.entrySet().removeIf(door -> {
            boolean gone = !targets.containsKey(door.getKey());
            if (gone) {
                door.getValue().close();
            }
            return gone;
        });
        targets.forEach((name, port) -> open.computeIfAbsent(name, this::open).leadTo(port));
    }

    synchronized Tree.Fields tree() {
        var fields = new LinkedHashMap<String, Tree>();
        ports.forEach((name, port) -> fields.put(name, Tree.bare(port)));
        return new Tree.Fields(fields);
    }

    synchronized void restore(Tree.Fields saved) {
        saved.fields()
                .keySet()
                .forEach(name ->
                        ports.put(name, saved.text(name).map(Integer::valueOf).orElseThrow()));
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Door::close);
        open.clear();
    }

    private Door open(String name) {
        try {
            return new Door(portOf(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "Port " + portOf(name) + " of " + name + " is in use by something else", e);
        }
    }
}
