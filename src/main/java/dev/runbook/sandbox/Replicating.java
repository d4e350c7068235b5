package dev.runbook.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceStatusInfo;

/** How read replicas follow their sources: well, unless somebody asks for another state. */
final class Replicating {

    /** What the replication of a replica can be asked to be. */
    enum State {
        REPLICATING,
        /** Falls behind without a word: nothing is replayed, and RDS shows nothing unusual. */
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
    private final Servers servers;

    Replicating(Region region, Servers servers) {
        this.region = region;
        this.servers = servers;
    }

    /** Brings the replication of a replica into a state, in which it stays. */
    void order(String name, State state) {
        var replica = region.locked(() -> region.get(name));
        if (!replica.isReplica()) {
            throw AwsError.wrongState(name + " is not a read replica.");
        }
        region.change(
                replica.id(),
                current -> current.with(current.shape().toBuilder()
                        .statusInfos(List.of(info(state)))
                        .build()));
        if (replica.postgres()) {
            replay(replica, state == State.REPLICATING);
        }
    }

    private void replay(Instance replica, boolean goesOn) {
        try {
            servers.replay(replica.id(), goesOn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A replica with what RDS says about its replication; any other instance as it is. */
    static DBInstance described(DBInstance shape) {
        boolean silent = shape.readReplicaSourceDBInstanceIdentifier() == null
                || !shape.statusInfos().isEmpty();
        return silent
                ? shape
                : shape.toBuilder().statusInfos(info(State.REPLICATING)).build();
    }

    private static DBInstanceStatusInfo info(State state) {
        return DBInstanceStatusInfo.builder()
                .statusType("read replication")
                .status(state.status())
                .normal(state.isNormal())
                .message(state == State.ERROR ? "Replication has ended with an ordered error." : null)
                .build();
    }
}
