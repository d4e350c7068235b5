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

/**
 * RDS of one account and region. A call that changes something returns when RDS has accepted it, not when it is done;
 * it is sent once and never repeated by the adapter.
 */
public interface Rds {

    /** Every instance, all pages, with tags. */
    List<DBInstance> instances() throws PortException;

    /** Every manual and automated snapshot of an instance, all pages, any status. */
    List<DBSnapshot> snapshots(InstanceId source) throws PortException;

    /** Everything that an earlier state of an instance can be restored from, whatever the instance was called then. */
    Backups backups(ResourceId instance) throws PortException;

    /** The time by the clock that RDS tells the time of backups by; seconds are whole, and never ahead of it. */
    Instant now() throws PortException;

    /** How much the account may have of what. */
    List<Quota> quotas() throws PortException;

    void createReplica(CreateDbInstanceReadReplicaRequest request) throws PortException;

    void restore(RestoreDbInstanceFromDbSnapshotRequest request) throws PortException;

    void promote(PromoteReadReplicaRequest request) throws PortException;

    void modify(ModifyDbInstanceRequest request) throws PortException;

    void reboot(RebootDbInstanceRequest request) throws PortException;

    void delete(DeleteDbInstanceRequest request) throws PortException;

    void addRole(AddRoleToDbInstanceRequest request) throws PortException;

    void addTags(AddTagsToResourceRequest request) throws PortException;
}
