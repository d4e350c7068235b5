package dev.runbook.sandbox.config;

import dev.runbook.sandbox.config.Fleet.Bucket;
import dev.runbook.sandbox.config.Fleet.FleetPorts;
import dev.runbook.sandbox.config.Fleet.Member;
import dev.runbook.sandbox.config.Fleet.Phase;
import dev.runbook.sandbox.config.Fleet.Shop;
import dev.runbook.sandbox.wire.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** From the fields of a fleet file to a {@link Fleet}; a name it does not know is an error. */
final class FleetReader {

    private static final Set<String> TOP_KEYS = Set.of(
            "region",
            "account",
            "ports",
            "durations",
            "subnet_groups",
            "parameter_groups",
            "quotas",
            "instances",
            "buckets",
            "faults");
    private static final Set<String> INSTANCE_KEYS =
            Set.of("server", "port", "replica_of", "settings", "shop", "snapshots");
    private static final Set<String> BUCKET_KEYS = Set.of("objects", "seed", "like", "missing", "changed", "extra");

    private final String label;

    private FleetReader(String label) {
        this.label = label;
    }

    static Fleet read(JsonValue.JsonObject file, String label) {
        return new FleetReader(label).fleet(file);
    }

    private Fleet fleet(JsonValue.JsonObject file) {
        rejectUnknown(file, TOP_KEYS, "the top");
        var ports = file.fields("ports");
        var instances = new ArrayList<Member>();
        file.fields("instances").fields().forEach((name, value) -> instances.add(member(name, fields(name, value))));
        var buckets = new ArrayList<Bucket>();
        file.fields("buckets").fields().forEach((name, value) -> buckets.add(bucket(name, fields(name, value))));
        return new Fleet(
                new Fleet.FleetLocation(
                        file.text("region").orElse("eu-west-1"),
                        file.text("account").orElse("123456789012")),
                new FleetPorts(integer(ports, "rds", 4510), integer(ports, "s3", 4511), integer(ports, "doors", 4520)),
                durations(file.fields("durations")),
                new Fleet.FleetGroups(texts(file.fields("subnet_groups")), names(file, "parameter_groups")),
                quotas(file.fields("quotas")),
                instances,
                buckets,
                file.items("faults").stream()
                        .map(fault -> InjectedFault.of(fields("faults", fault)))
                        .toList());
    }

    private Map<Fleet.FleetQuota, Integer> quotas(JsonValue.JsonObject file) {
        var quotas = new EnumMap<Fleet.FleetQuota, Integer>(Fleet.FleetQuota.class);
        for (var quota : Fleet.FleetQuota.values()) {
            if (file.get(quota.wireName()).isPresent()) {
                quotas.put(quota, integer(file, quota.wireName(), 0));
            }
        }
        rejectUnknown(
                file,
                Arrays.stream(Fleet.FleetQuota.values())
                        .map(Fleet.FleetQuota::wireName)
                        .collect(Collectors.toSet()),
                "quotas");
        return quotas;
    }

    private Member member(String name, JsonValue.JsonObject file) {
        rejectUnknown(file, INSTANCE_KEYS, name);
        var server = file.text("server").orElse("postgres");
        if (!server.equals("postgres") && !server.equals("none")) {
            throw error(name + ".server is " + server + "; it can be postgres or none");
        }
        var shop = file.get("shop").map(value -> {
            var fields = fields(name, value);
            return new Shop(integer(fields, "customers", 10_000), integer(fields, "seed", 1));
        });
        return new Member(
                name,
                file.text("replica_of"),
                server.equals("postgres"),
                integer(file, "port", 0),
                file.fields("settings"),
                shop,
                names(file, "snapshots"));
    }

    private Bucket bucket(String name, JsonValue.JsonObject file) {
        rejectUnknown(file, BUCKET_KEYS, name);
        return new Bucket(
                name,
                integer(file, "objects", 0),
                integer(file, "seed", 1),
                file.text("like"),
                integer(file, "missing", 0),
                integer(file, "changed", 0),
                integer(file, "extra", 0));
    }

    private Map<Phase, Duration> durations(JsonValue.JsonObject file) {
        var durations = new EnumMap<Phase, Duration>(Phase.class);
        file.fields().forEach((name, value) -> {
            try {
                durations.put(
                        Phase.valueOf(name.toUpperCase(Locale.ROOT)), duration(((JsonValue.JsonScalar) value).text()));
            } catch (IllegalArgumentException e) {
                throw error("durations." + name + ": write a state such as creating and a time such as 300ms or 2s");
            }
        });
        return durations;
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }

    private int integer(JsonValue.JsonObject file, String name, int otherwise) {
        try {
            return file.text(name).map(Integer::valueOf).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw error(name + " must be a whole number");
        }
    }

    private static List<String> names(JsonValue.JsonObject file, String name) {
        return file.items(name).stream()
                .map(item -> ((JsonValue.JsonScalar) item).text())
                .toList();
    }

    private static Map<String, String> texts(JsonValue.JsonObject file) {
        var texts = new LinkedHashMap<String, String>();
        file.fields().keySet().forEach(name -> texts.put(name, file.text(name).orElse("")));
        return texts;
    }

    private JsonValue.JsonObject fields(String name, JsonValue value) {
        if (value instanceof JsonValue.JsonObject fields) {
            return fields;
        }
        throw error(name + ": names with values are expected");
    }

    private void rejectUnknown(JsonValue.JsonObject file, Set<String> known, String where) {
        for (var name : file.fields().keySet()) {
            if (!known.contains(name)) {
                throw error("unknown name " + name + " at " + where + "; known: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private IllegalArgumentException error(String message) {
        return new IllegalArgumentException(label + ": " + message);
    }
}
