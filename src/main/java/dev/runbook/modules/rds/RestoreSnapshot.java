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
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/**
 * Creates the clone from a snapshot of the source.
 *
 * @param source the instance of the snapshot; only read
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">
 *     RestoreDBInstanceFromDBSnapshot</a>
 */
public record RestoreSnapshot(
        InstanceKey.TaggedInstanceKey instanceKey, Instance source, RestoreDbInstanceFromDbSnapshotRequest request)
        implements Change {

    @Override
    public String key() {
        return "create " + instanceKey.target();
    }

    @Override
    public CallDescription describe() {
        return SdkValues.describeRdsCall("RestoreDBInstanceFromDBSnapshot", request.dbInstanceIdentifier(), request);
    }

    @Override
    public Subject subject() {
        return new Subject.NewInstance(name(), Optional.empty());
    }

    @Override
    public Progress progress(World world) {
        return InstanceCreation.progress(world, instanceKey, name());
    }

    /** The snapshot provides data, engine and storage; the settings are those of the request, or else RDS defaults. */
    @Override
    public World predict(World world) {
        Optional<Instance> present = instanceKey.findIn(world);
        return present.isPresent()
                ? InstanceCreation.settle(world, present.get())
                : world.with(RdsNames.rename(source, name()).with(this::applyRestoredSettings));
    }

    private void applyRestoredSettings(DBInstance.Builder edit) {
        InstanceCreation.resetUninherited(edit);
        edit.dbiResourceId(ResourceId.ofPrediction(name()).id())
                .readReplicaSourceDBInstanceIdentifier(null)
                .masterUserSecret((MasterUserSecret) null)
                .dbParameterGroups(List.of())
                .vpcSecurityGroups(List.of());
        for (SdkField<?> field : request.sdkFields()) {
            SdkValues.member(request, field)
                    .ifPresent(
                            value -> SettingTable.byName(field.locationName()).write(edit, value));
        }
        // A parameter group given to a restore is in effect from the first start.
        edit.dbParameterGroups(InstanceCreation.inSyncGroups(edit.build()));
        edit.tagList(request.tags());
    }

    @Override
    public List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        String action = "RestoreDBInstanceFromDBSnapshot";
        permissions.add(RdsNames.permission(action, source, "db", name().name()));
        permissions.add(RdsNames.permission(action, source, "snapshot", request.dbSnapshotIdentifier()));
        for (String type : List.of("og", "pg", "subgrp")) {
            permissions.add(RdsNames.permission(action, source, type, "*"));
        }
        permissions.add(RdsNames.permission("AddTagsToResource", source, "db", name().name()));
        return permissions;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        ports.rds().restore(request);
    }

    private InstanceId name() {
        return new InstanceId(request.dbInstanceIdentifier());
    }
}
