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
 * RDS of one account and region. A call that changes something returns when RDS has accepted it, not when the change is done; the
 * adapter sends it once and never repeats it. A changing call also fails with DENIED without permission, RETRYABLE when AWS
 * throttles it or cannot be reached, BROKEN when the request is invalid, and OUTCOME_UNKNOWN when the response is lost.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/Welcome.html">Amazon RDS API Reference</a>
 */
public interface Rds {

    /**
     * Every instance, all pages, with tags.
     *
     * @throws PortException DENIED without permission, RETRYABLE when AWS does not answer or throttles the call
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html">DescribeDBInstances</a>
     */
    List<DBInstance> instances() throws PortException;

    /**
     * Every manual and automated snapshot of an instance, all pages, any status.
     *
     * @throws PortException DENIED without permission, RETRYABLE when AWS does not answer or throttles the call
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html">DescribeDBSnapshots</a>
     */
    List<DBSnapshot> snapshots(InstanceId source) throws PortException;

    /**
     * Every backup and snapshot of an instance, including those made under an earlier name.
     *
     * @throws PortException DENIED without permission, RETRYABLE when AWS does not answer or throttles the call
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstanceAutomatedBackups.html">
     *     DescribeDBInstanceAutomatedBackups</a>
     */
    Backups backups(ResourceId instance) throws PortException;

    /**
     * The time by the clock that RDS uses for backups, rounded down to whole seconds.
     *
     * @throws PortException DENIED without permission, RETRYABLE when AWS does not answer or throttles the call, BROKEN when the
     *     response has no date
     */
    Instant now() throws PortException;

    /**
     * The quotas of the account, with their usage.
     *
     * @throws PortException DENIED without permission, RETRYABLE when AWS does not answer or throttles the call
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeAccountAttributes.html">DescribeAccountAttributes</a>
     */
    List<Quota> quotas() throws PortException;

    /**
     * Creates a read replica.
     *
     * @throws PortException NOT_FOUND when the source does not exist, CONFLICT when the name is taken, WRONG_STATE when the source is not
     *     available, NO_CAPACITY when AWS lacks capacity
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html">CreateDBInstanceReadReplica</a>
     */
    void createReplica(CreateDbInstanceReadReplicaRequest request) throws PortException;

    /**
     * Creates an instance from a snapshot.
     *
     * @throws PortException NOT_FOUND when the snapshot does not exist, CONFLICT when the name is taken, WRONG_STATE when the snapshot is not
     *     available, NO_CAPACITY when AWS lacks capacity
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBInstanceFromDBSnapshot.html">
     *     RestoreDBInstanceFromDBSnapshot</a>
     */
    void restore(RestoreDbInstanceFromDbSnapshotRequest request) throws PortException;

    /**
     * Makes a read replica a standalone instance.
     *
     * @throws PortException NOT_FOUND when the instance does not exist, WRONG_STATE when it is not available
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html">PromoteReadReplica</a>
     */
    void promote(PromoteReadReplicaRequest request) throws PortException;

    /**
     * Changes settings of an instance, its name included.
     *
     * @throws PortException NOT_FOUND when the instance does not exist, CONFLICT when the new name is taken, WRONG_STATE when the instance is
     *     not available, NO_CAPACITY when AWS lacks capacity
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html">ModifyDBInstance</a>
     */
    void modify(ModifyDbInstanceRequest request) throws PortException;

    /**
     * Reboots an instance.
     *
     * @throws PortException NOT_FOUND when the instance does not exist, WRONG_STATE when it is not available
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html">RebootDBInstance</a>
     */
    void reboot(RebootDbInstanceRequest request) throws PortException;

    /**
     * Deletes an instance.
     *
     * @throws PortException NOT_FOUND when the instance does not exist, WRONG_STATE when it cannot be deleted now
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html">DeleteDBInstance</a>
     */
    void delete(DeleteDbInstanceRequest request) throws PortException;

    /**
     * Associates an IAM role with an instance.
     *
     * @throws PortException NOT_FOUND when the instance does not exist, CONFLICT when the role is associated already, WRONG_STATE when the
     *     instance is not available
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddRoleToDBInstance.html">AddRoleToDBInstance</a>
     */
    void addRole(AddRoleToDbInstanceRequest request) throws PortException;

    /**
     * Adds tags to a resource, or replaces their values.
     *
     * @throws PortException NOT_FOUND when the resource does not exist
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddTagsToResource.html">AddTagsToResource</a>
     */
    void addTags(AddTagsToResourceRequest request) throws PortException;
}
