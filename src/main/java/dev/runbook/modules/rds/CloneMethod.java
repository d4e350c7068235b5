package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;

/**
 * How the clone gets its data.
 *
 * @param snapshot the snapshot to restore; empty if the clone is a replica that is promoted later
 * @param reason why this method was chosen; empty if the runbook asks for it or nothing rules out a replica
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html">Working with DB instance read
 *     replicas</a>
 */
record CloneMethod(Optional<DBSnapshot> snapshot, String reason) {

    /** The values of the argument {@code method}. */
    enum RequestedMethod {
        AUTO,
        REPLICA,
        SNAPSHOT
    }

    /**
     * Chooses the method, and adds to the findings why it is not possible.
     *
     * @param named the name of the snapshot in the runbook; empty for the newest one
     */
    static CloneMethod choose(
            RequestedMethod requested, Optional<String> named, SourceAndTarget sides, Objections objections) {
        Optional<String> obstacle = replicaObstacle(sides);
        if (requested == RequestedMethod.REPLICA) {
            obstacle.ifPresent(why -> objections.add(
                    "A replica of " + sides.source().id() + " cannot replace "
                            + sides.target().id() + ": " + why + ".",
                    "Use `method: snapshot`, or `auto`."));
        }
        if (requested == RequestedMethod.REPLICA
                || (requested == RequestedMethod.AUTO && obstacle.isEmpty() && named.isEmpty())) {
            checkReplicable(sides.source(), objections);
            return new CloneMethod(Optional.empty(), "");
        }
        return new CloneMethod(
                snapshot(named, sides, objections),
                requested == RequestedMethod.AUTO ? obstacle.orElse("the runbook names it") : "");
    }

    /** Source and target root, and the source's snapshots. */
    record SourceAndTarget(Instance source, Instance target, List<DBSnapshot> snapshots) {
        SourceAndTarget {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** Why a replica of the source cannot replace the target, whatever the source's settings are. */
    private static Optional<String> replicaObstacle(SourceAndTarget sides) {
        DBInstance source = sides.source().description();
        DBInstance target = sides.target().description();
        if (!vpc(source).equals(vpc(target))) {
            return Optional.of("they are in different VPCs (" + vpc(source).orElse("none") + " and "
                    + vpc(target).orElse("none") + ")");
        }
        // A replica cannot be put into another subnet group of its source's VPC, and cannot change to it later.
        if (!subnetGroup(source).equals(subnetGroup(target))) {
            return Optional.of(
                    "their subnet groups differ (" + subnetGroup(source).orElse("none") + " and "
                            + subnetGroup(target).orElse("none") + ")");
        }
        if (source.masterUserSecret() != null) {
            return Optional.of(
                    "RDS manages the master password of the source in Secrets Manager and does not allow a replica of it");
        }
        return Optional.empty();
    }

    private static Optional<String> vpc(DBInstance instance) {
        return Optional.ofNullable(instance.dbSubnetGroup()).map(DBSubnetGroup::vpcId);
    }

    private static Optional<String> subnetGroup(DBInstance instance) {
        return Optional.ofNullable(instance.dbSubnetGroup()).map(DBSubnetGroup::dbSubnetGroupName);
    }

    private static void checkReplicable(Instance source, Objections objections) {
        EngineVersion version = EngineVersion.of(source.description());
        if (source.source().isPresent() && !version.allowsReplicaOfReplica()) {
            objections.add(
                    source.id() + " is itself a replica, and " + version + " does not support replicas of replicas.",
                    "Use " + source.source().get() + " as `source`, or use `method: snapshot`.");
        } else if (Optional.ofNullable(source.description().backupRetentionPeriod())
                        .orElse(0)
                == 0) {
            objections.add(
                    "The automated backups of " + source.id() + " are off; RDS requires them to create a replica.",
                    "Turn them on (`aws rds modify-db-instance --db-instance-identifier " + source.id()
                            + " --backup-retention-period 1 --apply-immediately`), or use `method: snapshot`.");
        }
    }

    private static Optional<DBSnapshot> snapshot(Optional<String> named, SourceAndTarget sides, Objections objections) {
        Optional<DBSnapshot> found = sides.snapshots().stream()
                .filter(snapshot -> "available".equals(snapshot.status()))
                .filter(snapshot -> named.isEmpty() || named.get().equals(snapshot.dbSnapshotIdentifier()))
                .filter(snapshot -> snapshot.snapshotCreateTime() != null)
                .max(Comparator.comparing(DBSnapshot::snapshotCreateTime));
        if (found.isEmpty()) {
            String wanted = named.map(name -> " called " + name).orElse("");
            String others = sides.snapshots().isEmpty()
                    ? "it has no snapshots"
                    : "it has "
                            + sides.snapshots().stream()
                                    .map(snapshot -> snapshot.dbSnapshotIdentifier() + " (" + snapshot.status() + ")")
                                    .toList();
            objections.add(
                    "There is no available snapshot" + wanted + " of "
                            + sides.source().id() + " to restore: " + others + ".",
                    "Create one: aws rds create-db-snapshot --db-instance-identifier "
                            + sides.source().id() + " --db-snapshot-identifier "
                            + sides.source().id() + "-for-refresh");
        }
        return found;
    }
}
