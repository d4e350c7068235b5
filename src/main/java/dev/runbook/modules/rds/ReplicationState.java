package dev.runbook.modules.rds;

import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;

/**
 * What RDS says about the replication of a read replica.
 *
 * @param status {@code replicating}, {@code error}, {@code stopped} and so on; empty when RDS says nothing
 * @param normal whether RDS takes it for the normal course
 * @param message why it is not; empty when RDS does not say
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

    /** How a replica is described that follows its source. */
    static List<DBInstanceStatusInfo> healthy() {
        return List.of(DBInstanceStatusInfo.builder()
                .statusType(REPLICATION)
                .normal(true)
                .status(REPLICATING)
                .build());
    }

    /**
     * Lets only a replica pass that follows its source.
     *
     * @throws PortException BROKEN when replication has ended, NOT_YET when it may begin yet
     */
    void check(String call, Instance replica) throws PortException {
        String source = replica.source().map(Object::toString).orElse("its source");
        if (BROKEN.contains(status) || !normal) {
            throw new PortException(
                    PortException.Kind.BROKEN,
                    call,
                    "the replication from " + source + " is broken (" + status
                            + (message.isEmpty() ? "" : ": " + message)
                            + "), so its data is older than nobody knows. Repair the replication, or delete "
                            + replica.id()
                            + " with `aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier "
                            + replica.id() + "`, and run again: it makes a new clone");
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
