package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.world.Address;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The replication lag of a replica, as its database reports it.
 *
 * @param asOf a time up to which the replica has all data; it may have newer data, too. Empty if unknown
 * @param lag how long ago that was
 * @param reason why it is unknown; empty otherwise
 */
record ReplicaLag(Optional<Instant> asOf, Optional<Duration> lag, String reason) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * The data is as of the last replayed commit. If the replica has replayed everything that the source had at its last
     * message, the data is as of that message, even if nothing was committed for hours.
     */
    private static final String POSTGRES = """
            SELECT told.as_of IS NULL, extract(epoch FROM told.as_of), extract(epoch FROM clock_timestamp() - told.as_of),
                CASE WHEN told.pid IS NULL THEN 'none' WHEN told.latest_end_lsn IS NULL THEN 'hidden' ELSE 'seen' END
            FROM (SELECT w.pid, w.latest_end_lsn, greatest(
                    pg_last_xact_replay_timestamp(),
                    CASE WHEN w.latest_end_lsn <= pg_last_wal_replay_lsn() THEN w.last_msg_send_time END) AS as_of
                FROM (SELECT 1) one LEFT JOIN pg_stat_wal_receiver w ON true) told""";

    private static final List<String> MYSQL = List.of("SHOW REPLICA STATUS", "SHOW SLAVE STATUS");

    /** Index of the column with the lag: the same since MySQL 5.0, although the columns have been renamed. */
    private static final int SECONDS_BEHIND = 32;

    private static ReplicaLag unknown(String reason) {
        return new ReplicaLag(Optional.empty(), Optional.empty(), reason);
    }

    private static ReplicaLag of(Instant asOf, Duration behind) {
        return new ReplicaLag(Optional.of(asOf), Optional.of(behind.isNegative() ? Duration.ZERO : behind), "");
    }

    /**
     * Queries the replica with a login of its source, which is valid on the replica, too.
     *
     * @throws PortException NOT_YET if the replica receives nothing from its source yet or has not reported a position
     */
    static ReplicaLag of(Database database, Instance replica, Refresh.RefreshSide source) throws PortException {
        Optional<Refresh.DatabaseLogin> login = source.login().or(source::catalogueLogin);
        Optional<Address> place = replica.address();
        if (login.isEmpty() || place.isEmpty()) {
            return unknown("the inventory has no login for " + source.instance());
        }
        DatabaseAddress address = new DatabaseAddress(
                replica.engine(),
                place.get().host(),
                place.get().port(),
                source.databases().stream().findFirst().orElse("postgres"),
                login.get().user(),
                login.get().password(),
                source.tls(),
                CONNECT_TIMEOUT);
        try (Database.Session session = database.openReadOnly(address)) {
            return EngineVersion.of(replica.description()).isPostgres()
                    ? queryPostgres(session, replica.id())
                    : queryMysql(session);
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.NOT_YET) {
                throw e;
            }
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private static ReplicaLag queryPostgres(Database.Session session, InstanceId replica) throws PortException {
        List<Optional<String>> row = session.query(POSTGRES, List.of()).get(0);
        if (row.get(1).isPresent() && row.get(2).isPresent()) {
            return of(
                    Instant.EPOCH.plus(seconds(row.get(1).get())),
                    seconds(row.get(2).get()));
        }
        if (row.get(3).equals(Optional.of("hidden"))) {
            return unknown("the login cannot read the replication status; it needs pg_monitor");
        }
        throw new PortException(
                PortException.Kind.NOT_YET,
                "sql:replication of " + replica,
                row.get(3).equals(Optional.of("none"))
                        ? "it receives nothing from its source"
                        : "it has not reported its position yet");
    }

    private static ReplicaLag queryMysql(Database.Session session) throws PortException {
        List<List<Optional<String>>> rows;
        try {
            rows = session.query(MYSQL.get(0), List.of());
        } catch (PortException e) {
            // Before MySQL 8.0.22 and MariaDB 10.5 the statement has another name.
            rows = session.query(MYSQL.get(1), List.of());
        }
        Optional<String> behind = rows.stream()
                .filter(row -> row.size() > SECONDS_BEHIND)
                .findFirst()
                .flatMap(row -> row.get(SECONDS_BEHIND))
                .filter(text -> text.matches("[0-9]{1,9}"));
        if (behind.isEmpty()) {
            return unknown("it does not report how many seconds it is behind");
        }
        Duration seconds = seconds(behind.get());
        String now = session.query("SELECT unix_timestamp()", List.of())
                .get(0)
                .get(0)
                .orElse("0");
        return of(Instant.EPOCH.plus(seconds(now)).minus(seconds), seconds);
    }

    private static Duration seconds(String decimal) {
        return Duration.ofMillis(new BigDecimal(decimal)
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .longValue());
    }
}
