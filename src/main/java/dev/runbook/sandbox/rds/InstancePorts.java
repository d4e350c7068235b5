package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.postgres.FreePort;
import dev.runbook.sandbox.wire.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** One permanent loopback port per instance name; it accepts connections while a server has that name. */
public final class InstancePorts implements AutoCloseable {

    private final int firstPort;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, TcpForwarder> forwarders = new HashMap<>();

    public InstancePorts(Fleet fleet) {
        this.firstPort = fleet.ports().firstInstancePort();
        fleet.instances().stream()
                .filter(member -> member.port() > 0)
                .forEach(member -> ports.put(member.name(), member.port()));
    }

    synchronized int portOf(String name) {
        return ports.computeIfAbsent(name, unknown -> {
            Set<Integer> used = new HashSet<>(ports.values());
            int port = firstPort == 0 ? FreePort.find() : firstPort;
            while (used.contains(port)) {
                port++;
            }
            return port;
        });
    }

    /** Opens, redirects and closes forwarders, so that each leads to the server that has its name now. */
    synchronized void updateForwarders(Collection<SandboxInstance> instances, DatabaseServers servers) {
        var targets = new HashMap<String, Integer>();
        for (var instance : instances) {
            OptionalInt port = instance.hasServer() ? servers.port(instance.id()) : OptionalInt.empty();
            if (port.isPresent() && instance.shape().endpoint() != null) {
                targets.put(instance.name(), port.getAsInt());
            }
        }
        forwarders.entrySet().removeIf(forwarder -> {
            boolean gone = !targets.containsKey(forwarder.getKey());
            if (gone) {
                forwarder.getValue().close();
            }
            return gone;
        });
        targets.forEach((name, port) ->
                forwarders.computeIfAbsent(name, this::openForwarder).forwardTo(port));
    }

    synchronized JsonValue.JsonObject toJson() {
        var fields = new LinkedHashMap<String, JsonValue>();
        ports.forEach((name, port) -> fields.put(name, JsonValue.literal(port)));
        return new JsonValue.JsonObject(fields);
    }

    synchronized void restore(JsonValue.JsonObject saved) {
        saved.fields()
                .keySet()
                .forEach(name ->
                        ports.put(name, saved.text(name).map(Integer::valueOf).orElseThrow()));
    }

    @Override
    public synchronized void close() {
        forwarders.values().forEach(TcpForwarder::close);
        forwarders.clear();
    }

    private TcpForwarder openForwarder(String name) {
        try {
            return new TcpForwarder(portOf(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + portOf(name) + " of " + name + " is in use by something else", e);
        }
    }
}
