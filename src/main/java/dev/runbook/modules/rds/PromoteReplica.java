package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Requests;
import dev.runbook.modules.Statuses;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;

/**
 * Cuts the clone loose from the source, so that it can be written to.
 *
 * @param replica as it is when the change is planned
 * @param outcome learns {@link #DATA_AS_OF}
 */
public record PromoteReplica(InstanceKey.Made made, Instance replica, Outcome outcome) implements Change {

    /** The moment at which the replica stopped following its source. */
    static final String DATA_AS_OF = "data_as_of";

    /** For how long RDS keeps backups of what it has promoted, when it is not told otherwise. */
    private static final int DAYS_BY_DEFAULT = 1;

    @Override
    public String key() {
        return "promote " + made.target();
    }

    @Override
    public Description describe() {
        return Requests.rds("PromoteReadReplica", replica.id().name(), request());
    }

    @Override
    public Subject subject() {
        return new Subject.OwnInstance(replica.id());
    }

    @Override
    public Progress progress(World world) {
        return made.in(world).map(PromoteReplica::progress).orElse(Progress.failed(replica.id() + " is gone"));
    }

    private static Progress progress(Instance instance) {
        if (Statuses.isFailed(instance)) {
            return Statuses.of(instance);
        }
        if (!Statuses.isSettled(instance)) {
            return Progress.underWay(instance.status());
        }
        return instance.source().isPresent() ? Progress.needed() : Progress.done();
    }

    @Override
    public World predict(World world) {
        Optional<Instance> present = made.in(world);
        if (present.isEmpty()) {
            return world;
        }
        return present.get().source().isPresent()
                ? Replication.detach(world, present.get().with(this::standalone))
                : NewInstance.settled(world, present.get());
    }

    private void standalone(DBInstance.Builder edit) {
        int present = Optional.ofNullable(edit.build().backupRetentionPeriod()).orElse(0);
        edit.dbInstanceStatus("available")
                .backupRetentionPeriod(Optional.ofNullable(request().backupRetentionPeriod())
                        .orElse(Math.max(DAYS_BY_DEFAULT, present)));
    }

    @Override
    public List<Permission> permissions() {
        return List.of(
                RdsNames.may("PromoteReadReplica", replica, "db", replica.id().name()));
    }

    @Override
    public void apply(Ports ports) throws PortException {
        outcome.set(DATA_AS_OF, new Value.Text(ports.clock().now().toString()));
        ports.rds().promote(request());
    }

    /** Backups would begin at once, and keep for good what is about to be masked. */
    private PromoteReadReplicaRequest request() {
        boolean needsNoMasking = replica.marks()
                .filter(marks -> marks.state() == Marks.State.UNMASKED_BY_CHOICE)
                .isPresent();
        var request = PromoteReadReplicaRequest.builder()
                .dbInstanceIdentifier(replica.id().name());
        return needsNoMasking
                ? request.build()
                : request.backupRetentionPeriod(0).build();
    }
}
