package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.world.Backups;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Quota;
import dev.runbook.world.ResourceId;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddRoleToDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PromoteReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/** RDS of one account and region on the SDK, which retries reads and sends changing calls exactly once. */
final class AwsRds implements Rds {

    private static final int PAGE_SIZE = 100;
    private static final int PAGE_SIZE_MIN = 20;

    /** RDS returns snapshots of this type only when the request names the type. */
    private static final String AWS_BACKUP = "awsbackup";

    private final RdsClient reads;
    private final RdsClient changes;

    /**
     * @param reads a client that retries failed calls
     * @param changes a client that does not retry
     */
    AwsRds(RdsClient reads, RdsClient changes) {
        this.reads = reads;
        this.changes = changes;
    }

    @Override
    public List<DBInstance> instances() throws PortException {
        return read(
                "DescribeDBInstances",
                () ->
                        reads
                                .describeDBInstancesPaginator(request -> request.maxRecords(PAGE_SIZE))
                                .dbInstances()
                                .stream()
                                .toList());
    }

    @Override
    public List<DBSnapshot> snapshots(InstanceId source) throws PortException {
        return read(
                "DescribeDBSnapshots " + source,
                () -> reads
                        .describeDBSnapshotsPaginator(request ->
                                request.dbInstanceIdentifier(source.name()).maxRecords(PAGE_SIZE))
                        .dbSnapshots()
                        .stream()
                        .toList());
    }

    @Override
    public Backups backups(ResourceId instance) throws PortException {
        return read("DescribeDBInstanceAutomatedBackups " + instance, () -> {
            List<DBSnapshot> snapshots = new ArrayList<>(snapshots(instance, Optional.empty()));
            snapshots.addAll(snapshots(instance, Optional.of(AWS_BACKUP)));
            List<DBInstanceAutomatedBackup> automated = reads
                    .describeDBInstanceAutomatedBackupsPaginator(
                            request -> request.dbiResourceId(instance.id()).maxRecords(PAGE_SIZE))
                    .dbInstanceAutomatedBackups()
                    .stream()
                    .toList();
            return new Backups(automated, snapshots);
        });
    }

    private List<DBSnapshot> snapshots(ResourceId instance, Optional<String> type) {
        return reads
                .describeDBSnapshotsPaginator(request -> request.dbiResourceId(instance.id())
                        .snapshotType(type.orElse(null))
                        .maxRecords(PAGE_SIZE))
                .dbSnapshots()
                .stream()
                .toList();
    }

    @Override
    public Instant now() throws PortException {
        String said = read(
                "DescribeDBInstances",
                () -> reads.describeDBInstances(request -> request.maxRecords(PAGE_SIZE_MIN))
                        .sdkHttpResponse()
                        .firstMatchingHeader("Date")
                        .orElse(""));
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(said, Instant::from);
        } catch (DateTimeParseException e) {
            throw new PortException(
                    PortException.Kind.BROKEN, "rds:DescribeDBInstances", "the response has no valid Date header", e);
        }
    }

    @Override
    public List<Quota> quotas() throws PortException {
        return read(
                "DescribeAccountAttributes",
                () -> reads.describeAccountAttributes().accountQuotas().stream()
                        .map(quota -> new Quota(quota.accountQuotaName(), quota.used(), quota.max()))
                        .toList());
    }

    @Override
    public void createReplica(CreateDbInstanceReadReplicaRequest request) throws PortException {
        change(
                "CreateDBInstanceReadReplica " + request.dbInstanceIdentifier(),
                () -> changes.createDBInstanceReadReplica(request));
    }

    @Override
    public void restore(RestoreDbInstanceFromDbSnapshotRequest request) throws PortException {
        change(
                "RestoreDBInstanceFromDBSnapshot " + request.dbInstanceIdentifier(),
                () -> changes.restoreDBInstanceFromDBSnapshot(request));
    }

    @Override
    public void promote(PromoteReadReplicaRequest request) throws PortException {
        change("PromoteReadReplica " + request.dbInstanceIdentifier(), () -> changes.promoteReadReplica(request));
    }

    @Override
    public void modify(ModifyDbInstanceRequest request) throws PortException {
        change("ModifyDBInstance " + request.dbInstanceIdentifier(), () -> changes.modifyDBInstance(request));
    }

    @Override
    public void reboot(RebootDbInstanceRequest request) throws PortException {
        change("RebootDBInstance " + request.dbInstanceIdentifier(), () -> changes.rebootDBInstance(request));
    }

    @Override
    public void delete(DeleteDbInstanceRequest request) throws PortException {
        change("DeleteDBInstance " + request.dbInstanceIdentifier(), () -> changes.deleteDBInstance(request));
    }

    @Override
    public void addRole(AddRoleToDbInstanceRequest request) throws PortException {
        change("AddRoleToDBInstance " + request.dbInstanceIdentifier(), () -> changes.addRoleToDBInstance(request));
    }

    @Override
    public void addTags(AddTagsToResourceRequest request) throws PortException {
        change("AddTagsToResource " + request.resourceName(), () -> changes.addTagsToResource(request));
    }

    private static <T> T read(String operation, Call<T> call) throws PortException {
        try {
            return call.send();
        } catch (SdkException e) {
            throw AwsFailure.ofRead("rds:" + operation, e);
        }
    }

    private static void change(String operation, Call<?> call) throws PortException {
        try {
            call.send();
        } catch (SdkException e) {
            throw AwsFailure.ofChange("rds:" + operation, e);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T send() throws SdkException;
    }
}
