package dev.runbook.port;

import dev.runbook.world.Backups;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Quota;
import dev.runbook.world.ResourceId;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/** RDS for a run whose tasks have no external effects: an account without resources, and no connection to AWS. */
public final class EmptyAccount implements Rds {

    @Override
    public List<DBInstance> instances() {
        return List.of();
    }

    @Override
    public List<DBSnapshot> snapshots(InstanceId source) {
        return List.of();
    }

    @Override
    public Backups backups(ResourceId instance) {
        return Backups.none();
    }

    @Override
    public Instant now() {
        throw refuse();
    }

    @Override
    public List<Quota> quotas() {
        return List.of();
    }

    @Override
    public void createReplica(CreateDbInstanceReadReplicaRequest request) {
        throw refuse();
    }

    @Override
    public void restore(RestoreDbInstanceFromDbSnapshotRequest request) {
        throw refuse();
    }

    @Override
    public void promote(PromoteReadReplicaRequest request) {
        throw refuse();
    }

    @Override
    public void modify(ModifyDbInstanceRequest request) {
        throw refuse();
    }

    @Override
    public void reboot(RebootDbInstanceRequest request) {
        throw refuse();
    }

    @Override
    public void delete(DeleteDbInstanceRequest request) {
        throw refuse();
    }

    @Override
    public void addRole(AddRoleToDbInstanceRequest request) {
        throw refuse();
    }

    @Override
    public void addTags(AddTagsToResourceRequest request) {
        throw refuse();
    }

    private static IllegalStateException refuse() {
        return new IllegalStateException("a module that declares no external effects has called RDS");
    }
}
