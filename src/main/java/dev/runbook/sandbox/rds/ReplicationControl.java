package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.postgres.DatabaseServers;
import dev.runbook.sandbox.wire.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;

/** The state of replication of each read replica: normal, unless a control request sets another. */
public final class ReplicationControl {

    /** The states that a control request can set. */
    public enum ReplayState {
        REPLICATING,
        /** Falls behind silently: nothing is replayed, and RDS reports nothing unusual. */
        PAUSED,
        CONNECTING,
        STOPPED,
        ERROR;

        String status() {
            return this == PAUSED ? REPLICATING.status() : name().toLowerCase(Locale.ROOT);
        }

        boolean isNormal() {
            return this == REPLICATING || this == PAUSED || this == CONNECTING;
        }
    }

    private final Region region;
    private final DatabaseServers servers;

    public ReplicationControl(Region region, DatabaseServers servers) {
        this.region = region;
        this.servers = servers;
    }

    /** Brings the replication of a replica into a state, in which it stays. */
    public void setState(String name, ReplayState state) {
        var replica = region.withLock(() -> region.get(name));
        if (!replica.isReplica()) {
            throw AwsError.invalidState(name + " is not a read replica.");
        }
        region.update(
                replica.id(),
                current -> current.with(current.shape().toBuilder()
                        .statusInfos(List.of(statusInfo(state)))
                        .build()));
        if (replica.hasServer()) {
            setReplay(replica, state == ReplayState.REPLICATING);
        }
    }

    private void setReplay(SandboxInstance replica, boolean goesOn) {
        try {
            servers.setReplay(replica.id(), goesOn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A replica with the replication status that RDS reports; any other instance unchanged. */
    static DBInstance withStatusInfo(DBInstance shape) {
        boolean silent = shape.readReplicaSourceDBInstanceIdentifier() == null
                || !shape.statusInfos().isEmpty();
        return silent
                ? shape
                : shape.toBuilder()
                        .statusInfos(statusInfo(ReplayState.REPLICATING))
                        .build();
    }

    private static DBInstanceStatusInfo statusInfo(ReplayState state) {
        return DBInstanceStatusInfo.builder()
                .statusType("read replication")
                .status(state.status())
                .normal(state.isNormal())
                .message(state == ReplayState.ERROR ? "Replication has ended with an ordered error." : null)
                .build();
    }
}
