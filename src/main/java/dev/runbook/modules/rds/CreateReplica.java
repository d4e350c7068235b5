package dev.runbook.modules.rds;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SdkValues;
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
 * @param upstream the instance it replicates from, at planning time
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">
 *     CreateDBInstanceReadReplica</a>
 */
public record CreateReplica(
        InstanceKey.TaggedInstanceKey instanceKey, Instance upstream, CreateDbInstanceReadReplicaRequest request)
        implements Change {

    @Override
    public String key() {
        return "create " + instanceKey.target();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("CreateDBInstanceReadReplica", request.dbInstanceIdentifier(), request);
    }

    @Override
    public Subject subject() {
        return new Subject.NewInstance(name(), Optional.of(upstream.id()));
    }

    @Override
    public Progress progress(World world) {
        return InstanceCreation.progress(world, instanceKey, name());
    }

    /** A replica has the settings of its source, except those in the request and those that RDS does not inherit. */
    @Override
    public World predict(World world) {
        Optional<Instance> present = instanceKey.findIn(world);
        if (present.isPresent()) {
            return InstanceCreation.settle(world, present.get());
        }
        Instance source = world.instance(upstream.id()).orElse(upstream);
        Instance replica = RdsNames.rename(source, name()).with(this::applyReplicaSettings);
        return ReplicationLinks.attach(world.with(replica), source.id(), name());
    }

    private void applyReplicaSettings(DBInstance.Builder edit) {
        InstanceCreation.resetUninherited(edit);
        edit.dbiResourceId(ResourceId.ofPrediction(name()).id())
                .readReplicaSourceDBInstanceIdentifier(upstream.id().name())
                .backupRetentionPeriod(0)
                .statusInfos(ReplicationState.healthyStatus());
        for (SdkField<?> field : request.sdkFields()) {
            SdkValues.member(request, field)
                    .ifPresent(
                            value -> SettingTable.byName(field.locationName()).write(edit, value));
        }
        edit.tagList(request.tags());
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        permissions.add(RdsNames.permission("CreateDBInstanceReadReplica", upstream, "db", name().name()));
        permissions.add(RdsNames.permission(
                "CreateDBInstanceReadReplica", upstream, "db", upstream.id().name()));
        for (String type : List.of("og", "pg", "subgrp")) {
            permissions.add(RdsNames.permission("CreateDBInstanceReadReplica", upstream, type, "*"));
        }
        permissions.add(RdsNames.permission("AddTagsToResource", upstream, "db", name().name()));
        permissions.addAll(InstanceCreation.passRolePermissions(request.monitoringRoleArn()));
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
