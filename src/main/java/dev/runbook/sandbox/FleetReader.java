package dev.runbook.sandbox;

import dev.runbook.sandbox.Fleet.Bucket;
import dev.runbook.sandbox.Fleet.Member;
import dev.runbook.sandbox.Fleet.Phase;
import dev.runbook.sandbox.Fleet.Ports;
import dev.runbook.sandbox.Fleet.Shop;
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

    private static final Set<String> TOP = Set.of(
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
    private static final Set<String> INSTANCE = Set.of("server", "port", "replica_of", "settings", "shop", "snapshots");
    private static final Set<String> BUCKET = Set.of("objects", "seed", "like", "missing", "changed", "extra");

    private final String label;

    private FleetReader(String label) {
        this.label = label;
    }

    static Fleet read(Tree.Fields file, String label) {
        return new FleetReader(label).fleet(file);
    }

    private Fleet fleet(Tree.Fields file) {
        onlyKnown(file, TOP, "the top");
        var ports = file.fields("ports");
        var instances = new ArrayList<Member>();
        file.fields("instances").fields().forEach((name, value) -> instances.add(member(name, fields(name, value))));
        var buckets = new ArrayList<Bucket>();
        file.fields("buckets").fields().forEach((name, value) -> buckets.add(bucket(name, fields(name, value))));
        return new Fleet(
                file.text("region").orElse("eu-west-1"),
                file.text("account").orElse("123456789012"),
                new Ports(whole(ports, "rds", 4510), whole(ports, "s3", 4511), whole(ports, "doors", 4520)),
                durations(file.fields("durations")),
                texts(file.fields("subnet_groups")),
                names(file, "parameter_groups"),
                quotas(file.fields("quotas")),
                instances,
                buckets,
                file.items("faults").stream()
                        .map(fault -> Fault.of(fields("faults", fault)))
                        .toList());
    }

    private Map<Fleet.Quota, Integer> quotas(Tree.Fields file) {
        var quotas = new EnumMap<Fleet.Quota, Integer>(Fleet.Quota.class);
        for (var quota : Fleet.Quota.values()) {
            if (file.get(quota.wireName()).isPresent()) {
                quotas.put(quota, whole(file, quota.wireName(), 0));
            }
        }
        onlyKnown(
                file,
                Arrays.stream(Fleet.Quota.values()).map(Fleet.Quota::wireName).collect(Collectors.toSet()),
                "quotas");
        return quotas;
    }

    private Member member(String name, Tree.Fields file) {
        onlyKnown(file, INSTANCE, name);
        var server = file.text("server").orElse("postgres");
        if (!server.equals("postgres") && !server.equals("none")) {
            throw wrong(name + ".server is " + server + "; it can be postgres or none");
        }
        var shop = file.get("shop").map(value -> {
            var fields = fields(name, value);
            return new Shop(whole(fields, "customers", 10_000), whole(fields, "seed", 1));
        });
        return new Member(
                name,
                file.text("replica_of"),
                server.equals("postgres"),
                whole(file, "port", 0),
                file.fields("settings"),
                shop,
                names(file, "snapshots"));
    }

    private Bucket bucket(String name, Tree.Fields file) {
        onlyKnown(file, BUCKET, name);
        return new Bucket(
                name,
                whole(file, "objects", 0),
                whole(file, "seed", 1),
                file.text("like"),
                whole(file, "missing", 0),
                whole(file, "changed", 0),
                whole(file, "extra", 0));
    }

    private Map<Phase, Duration> durations(Tree.Fields file) {
        var durations = new EnumMap<Phase, Duration>(Phase.class);
        file.fields().forEach((name, value) -> {
            try {
                durations.put(Phase.valueOf(name.toUpperCase(Locale.ROOT)), duration(((Tree.Leaf) value).text()));
            } catch (IllegalArgumentException e) {
                throw wrong("durations." + name + ": write a state such as creating and a time such as 300ms or 2s");
            }
        });
        return durations;
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }

    private int whole(Tree.Fields file, String name, int otherwise) {
        try {
            return file.text(name).map(Integer::valueOf).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw wrong(name + " must be a whole number");
        }
    }

    private static List<String> names(Tree.Fields file, String name) {
        return file.items(name).stream().map(item -> ((Tree.Leaf) item).text()).toList();
    }

    private static Map<String, String> texts(Tree.Fields file) {
        var texts = new LinkedHashMap<String, String>();
        file.fields().keySet().forEach(name -> texts.put(name, file.text(name).orElse("")));
        return texts;
    }

    private Tree.Fields fields(String name, Tree value) {
        if (value instanceof Tree.Fields fields) {
            return fields;
        }
        throw wrong(name + ": names with values are expected");
    }

    private void onlyKnown(Tree.Fields file, Set<String> known, String where) {
        for (var name : file.fields().keySet()) {
            if (!known.contains(name)) {
                throw wrong("unknown name " + name + " at " + where + "; known: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(label + ": " + message);
    }
}
