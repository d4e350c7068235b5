package dev.runbook.modules.rds;

import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Requests;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Creates a read replica that the refresh swaps in later.
 *
 * @param feeder the instance it replicates from, at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">
 *     CreateDBInstanceReadReplica</a>
 */
public record CreateReplica(InstanceKey.Made made, Instance feeder, CreateDbInstanceReadReplicaRequest request)
        implements Change {

    @Override
    public String key() {
        return "create " + made.target();
    }

    @Override
    public Description describe() {
        return Requests.rds("CreateDBInstanceReadReplica", request.dbInstanceIdentifier(), request);
    }

    @Override
    public Subject subject() {
        return new Subject.NewInstance(name(), Optional.of(feeder.id()));
    }

    @Override
    public Progress progress(World world) {
        return NewInstance.progress(world, made, name());
    }

    /** A replica has the settings of its source, except those in the request and those that RDS does not inherit. */
    @Override
    public World predict(World world) {
        Optional<Instance> present = made.in(world);
        if (present.isPresent()) {
            return NewInstance.settled(world, present.get());
        }
        Instance source = world.instance(feeder.id()).orElse(feeder);
        Instance replica = RdsNames.renamed(source, name()).with(this::asReplica);
        return Replication.attach(world.with(replica), source.id(), name());
    }

    private void asReplica(DBInstance.Builder edit) {
        NewInstance.fresh(edit);
        edit.dbiResourceId(ResourceId.predicted(name()).id())
                .readReplicaSourceDBInstanceIdentifier(feeder.id().name())
                .backupRetentionPeriod(0)
                .statusInfos(ReplicationState.healthy());
        for (SdkField<?> field : request.sdkFields()) {
            Requests.member(request, field)
                    .ifPresent(value -> SettingTable.named(field.locationName()).write(edit, value));
        }
        edit.tagList(request.tags());
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(RdsNames.may("CreateDBInstanceReadReplica", feeder, "db", name().name()));
        permissions.add(RdsNames.may(
                "CreateDBInstanceReadReplica", feeder, "db", feeder.id().name()));
        for (String type : List.of("og", "pg", "subgrp")) {
            permissions.add(RdsNames.may("CreateDBInstanceReadReplica", feeder, type, "*"));
        }
        permissions.add(RdsNames.may("AddTagsToResource", feeder, "db", name().name()));
        permissions.addAll(NewInstance.passRole(request.monitoringRoleArn()));
        return permissions;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().createReplica(request);
    }

    private InstanceId name() {
        return new InstanceId(request.dbInstanceIdentifier());
    }
}
