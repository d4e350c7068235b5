package dev.runbook.modules.rds;

import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;

/**
 * The replication status of a read replica, as RDS reports it.
 *
 * @param status {@code replicating}, {@code error}, {@code stopped} and so on; empty if RDS reports none
 * @param normal whether RDS considers the status normal
 * @param message why it is not normal; empty if RDS gives no reason
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Monitoring.html">Monitoring read replication</a>
 */
record ReplicationState(String status, boolean normal, String message) {

    private static final String REPLICATION = "read replication";
    private static final String REPLICATING = "replicating";
    private static final Set<String> BROKEN =
            Set.of("error", "stopped", "terminated", "replication stop point set", "replication stop point reached");

    static ReplicationState of(Instance replica) {
        Optional<DBInstanceStatusInfo> told = replica.description().statusInfos().stream()
                .filter(part -> REPLICATION.equals(part.statusType()))
                .findFirst();
        return new ReplicationState(
                told.map(DBInstanceStatusInfo::status).orElse(""),
                !Boolean.FALSE.equals(told.map(DBInstanceStatusInfo::normal).orElse(true)),
                told.map(DBInstanceStatusInfo::message).orElse(""));
    }

    /** The status of a replica that replicates from its source. */
    static List<DBInstanceStatusInfo> healthyStatus() {
        return List.of(DBInstanceStatusInfo.builder()
                .statusType(REPLICATION)
                .normal(true)
                .status(REPLICATING)
                .build());
    }

    /**
     * Requires that the replica replicates from its source.
     *
     * @throws PortException BROKEN if the replication has failed or stopped, NOT_YET if it may still start
     */
    void requireReplicating(String call, Instance replica) throws PortException {
        String source = replica.source().map(Object::toString).orElse("its source");
        if (BROKEN.contains(status) || !normal) {
            throw new PortException(
                    PortException.Kind.BROKEN,
                    call,
                    "the replication from " + source + " is broken (" + status
                            + (message.isEmpty() ? "" : ": " + message)
                            + "), so the age of its data is unknown. Repair the replication, or delete "
                            + replica.id()
                            + " with `aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier "
                            + replica.id() + "`, and run again: this creates a new clone");
        }
        if (!status.equals(REPLICATING)) {
            throw new PortException(
                    PortException.Kind.NOT_YET,
                    call,
                    "the replication from " + source + " is "
                            + (status.isEmpty() ? "not described by RDS yet" : "'" + status + "'"));
        }
    }
}
