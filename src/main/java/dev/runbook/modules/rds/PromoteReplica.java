package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SdkValues;
import dev.runbook.modules.Statuses;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;

/**
 * Promotes the clone to a standalone instance, so that it is writable, once its replication lag is small enough.
 *
 * @param replica the replica at planning time
 * @param terms the conditions of the promotion
 * @param result gets {@link #DATA_AS_OF}, {@link #BOUND} and {@link #LAG}
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html">PromoteReadReplica</a>
 */
public record PromoteReplica(
        InstanceKey.TaggedInstanceKey instanceKey, Instance replica, PromotionTerms terms, ChangeResult result)
        implements Change {

    /** The time of the clone's data. */
    static final String DATA_AS_OF = "data_as_of";

    /** {@code at least} if the data may be newer than that time, {@code at most} if it may be older. */
    static final String BOUND = "data_as_of_bound";

    /** The replication lag in seconds. */
    static final String LAG = "lag_seconds";

    /** The backup retention in days that RDS sets at a promotion by default. */
    private static final int DAYS_BY_DEFAULT = 1;

    /**
     * Conditions for the promotion of a replica.
     *
     * @param lagMax maximum replication lag
     * @param source the source, whose logins are also valid on the replica
     */
    public record PromotionTerms(Duration lagMax, Refresh.RefreshSide source) {}

    static ChangeResult newResult() {
        return new ChangeResult(DATA_AS_OF, BOUND, LAG);
    }

    @Override
    public String key() {
        return "promote " + instanceKey.target();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("PromoteReadReplica", replica.id().name(), request());
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(replica.id());
    }

    @Override
    public Progress progress(World world) {
        return instanceKey
                .findIn(world)
                .map(PromoteReplica::progress)
                .orElse(Progress.failed(replica.id() + " is gone"));
    }

    private static Progress progress(Instance instance) {
        if (Statuses.isFailed(instance)) {
            return Statuses.progressOf(instance);
        }
        if (!Statuses.isSettled(instance)) {
            return Progress.underWay(instance.status());
        }
        return instance.source().isPresent() ? Progress.needed() : Progress.done();
    }

    @Override
    public World predict(World world) {
        Optional<Instance> present = instanceKey.findIn(world);
        if (present.isEmpty()) {
            return world;
        }
        return present.get().source().isPresent()
                ? ReplicationLinks.detach(world, present.get().with(this::makeStandalone))
                : InstanceCreation.settle(world, present.get());
    }

    private void makeStandalone(DBInstance.Builder edit) {
        int present = Optional.ofNullable(edit.build().backupRetentionPeriod()).orElse(0);
        edit.dbInstanceStatus("available")
                .backupRetentionPeriod(Optional.ofNullable(request().backupRetentionPeriod())
                        .orElse(Math.max(DAYS_BY_DEFAULT, present)));
    }

    @Override
    public List<Permission> permissions() {
        return List.of(RdsNames.permission(
                "PromoteReadReplica", replica, "db", replica.id().name()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        Instance present = readReplica(ports);
        ReplicationState.of(present).requireReplicating(call(), present);
        ReplicaLag lag = ReplicaLag.of(ports.database(), present, terms.source());
        if (lag.lag().filter(behind -> behind.compareTo(terms.lagMax()) > 0).isPresent()) {
            throw new PortException(
                    PortException.Kind.NOT_YET,
                    call(),
                    "it is " + lag.lag().get().toSeconds() + " seconds behind "
                            + terms.source().instance() + ", and max_lag allows "
                            + terms.lagMax().toSeconds());
        }
        Instant sent = ports.clock().now();
        result.set(DATA_AS_OF, new Value.Text(lag.asOf().orElse(sent).toString()));
        result.set(BOUND, new Value.Text(lag.asOf().isPresent() ? "at least" : "at most"));
        result.set(
                LAG,
                lag.lag()
                        .<Value>map(behind -> new Value.Decimal(behind.toMillis() / 1000.0))
                        .orElse(new Value.Text("not known: " + lag.reason())));
        ports.rds().promote(request());
    }

    private Instance readReplica(Ports ports) throws PortException {
        World world =
                World.of(ports.rds().instances().stream().map(Instance::new).toList(), List.of(), Set.of());
        return instanceKey
                .findIn(world)
                .orElseThrow(() -> new PortException(PortException.Kind.NOT_FOUND, call(), "it is gone"));
    }

    private String call() {
        return "rds:PromoteReadReplica " + replica.id();
    }

    /** No backups while the data needs masking: RDS would start one at once, and it would keep the unmasked data. */
    private PromoteReadReplicaRequest request() {
        boolean needsNoMasking = replica.refreshTags()
                .filter(refreshTags -> refreshTags.state() == RefreshTags.State.UNMASKED_BY_CHOICE)
                .isPresent();
        var request = PromoteReadReplicaRequest.builder()
                .dbInstanceIdentifier(replica.id().name());
        return needsNoMasking
                ? request.build()
                : request.backupRetentionPeriod(0).build();
    }
}
