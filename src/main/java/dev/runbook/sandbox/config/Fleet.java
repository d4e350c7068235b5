package dev.runbook.sandbox.config;

import dev.runbook.sandbox.wire.JsonValue;
import dev.runbook.sandbox.wire.JsonValueReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The initial content of a sandbox: instances, groups, buckets, durations of states, and injected faults. */
public record Fleet(
        FleetLocation location,
        FleetPorts ports,
        Map<Phase, Duration> durations,
        FleetGroups groups,
        Map<FleetQuota, Integer> quotas,
        List<Member> instances,
        List<Bucket> buckets,
        List<InjectedFault> faults) {

    public Fleet {
        durations = Map.copyOf(durations);
        quotas = Map.copyOf(quotas);
        instances = List.copyOf(instances);
        buckets = List.copyOf(buckets);
        faults = List.copyOf(faults);
    }

    /** The region and the 12-digit id of the account that the sandbox stands for. */
    public record FleetLocation(String region, String account) {}

    /**
     * The groups that exist.
     *
     * @param subnetGroups the VPC of each DB subnet group
     * @param parameterGroups the names of the DB parameter groups
     */
    public record FleetGroups(Map<String, String> subnetGroups, List<String> parameterGroups) {
        public FleetGroups {
            subnetGroups = Map.copyOf(subnetGroups);
            parameterGroups = List.copyOf(parameterGroups);
        }
    }

    public String region() {
        return location.region();
    }

    public String account() {
        return location.account();
    }

    public Map<String, String> subnetGroups() {
        return groups.subnetGroups();
    }

    public List<String> parameterGroups() {
        return groups.parameterGroups();
    }

    /** Loopback ports; 0 means any free port. Instances without a port of their own are numbered from the first. */
    public record FleetPorts(int rds, int s3, int firstInstancePort) {}

    /** An account quota with its AWS name and its default. */
    public enum FleetQuota {
        INSTANCES("DBInstances", 40),
        STORAGE("AllocatedStorage", 100_000),
        REPLICAS_OF_AN_INSTANCE("ReadReplicasPerMaster", 15),
        SNAPSHOTS("ManualSnapshots", 100),
        ROLES_OF_AN_INSTANCE("DBInstanceRoles", 5);

        private final String wireName;
        private final int defaultValue;

        FleetQuota(String wireName, int standard) {
            this.wireName = wireName;
            this.defaultValue = standard;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** A state of an instance that takes time. */
    public enum Phase {
        ACCEPTING,
        CREATING,
        MODIFYING,
        RENAMING,
        REBOOTING,
        BACKING_UP,
        SNAPSHOTTING,
        DELETING
    }

    /** An instance as the fleet file describes it, with the parameter names of CreateDBInstance. */
    public record Member(
            String name,
            Optional<String> replicaOf,
            boolean hasServer,
            int port,
            JsonValue.JsonObject settings,
            Optional<Shop> shop,
            List<String> snapshots) {
        public Member {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** The generated shop inside a database. */
    public record Shop(int customers, int seed) {}

    /** A bucket and its content: objects of its own, or a copy of another bucket with differences. */
    public record Bucket(
            String name,
            int objectCount,
            int seed,
            Optional<String> template,
            int missingCount,
            int changedCount,
            int extraCount) {}

    /** Reads a fleet file. */
    public static Fleet read(String text, String label) {
        return FleetReader.read(JsonValueReader.readObject(text, label), label);
    }

    /** The same fleet with states that take no time. */
    public Fleet withoutDurations() {
        return withDurations(Duration.ZERO);
    }

    /** The same fleet with states that all take equally long. */
    public Fleet withDurations(Duration each) {
        var durations = new EnumMap<Phase, Duration>(Phase.class);
        for (var phase : Phase.values()) {
            durations.put(phase, each);
        }
        return new Fleet(location, ports, durations, groups, quotas, instances, buckets, faults);
    }

    /** The same fleet on free ports, so that several sandboxes can run at once. */
    public Fleet withFreePorts() {
        var moved = instances.stream()
                .map(member -> new Member(
                        member.name(),
                        member.replicaOf(),
                        member.hasServer(),
                        0,
                        member.settings(),
                        member.shop(),
                        member.snapshots()))
                .toList();
        return new Fleet(location, new FleetPorts(0, 0, 0), durations, groups, quotas, moved, buckets, faults);
    }

    /** The same fleet without database servers: only its API answers. */
    public Fleet withoutServers() {
        var bare = instances.stream()
                .map(member -> new Member(
                        member.name(),
                        member.replicaOf(),
                        false,
                        member.port(),
                        member.settings(),
                        Optional.empty(),
                        member.snapshots()))
                .toList();
        return new Fleet(location, ports, durations, groups, quotas, bare, buckets, faults);
    }

    /** The same fleet without buckets, so that no S3 server is started. */
    public Fleet withoutBuckets() {
        return new Fleet(location, ports, durations, groups, quotas, instances, List.of(), faults);
    }

    public Duration duration(Phase phase) {
        return durations.getOrDefault(phase, Duration.ZERO);
    }

    public int quota(FleetQuota quota) {
        return quotas.getOrDefault(quota, quota.defaultValue);
    }

    public boolean isInstant() {
        return durations.values().stream().allMatch(Duration::isZero);
    }

    public String arn(String kind, String name) {
        return "arn:aws:rds:" + region() + ":" + account() + ":" + kind + ":" + name;
    }
}
