package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.AwsError;
import dev.runbook.sandbox.wire.SdkShapes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceAutomatedBackupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceAutomatedBackupResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/** Snapshots and backups, and the end of an instance, which may leave one behind. */
public final class DeleteHandlers {

    private final Region region;
    private final BackupFiles backupFiles;

    /** Removes copies of data from disk. */
    public interface BackupFiles {
        void removeSnapshot(SandboxSnapshot snapshot);

        void removeBackup(AutomatedBackup backup);
    }

    public DeleteHandlers(Region region, BackupFiles backupFiles) {
        this.region = region;
        this.backupFiles = backupFiles;
    }

    CreateDbSnapshotResponse createSnapshot(CreateDbSnapshotRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        RequestValidation.requireAvailable(instance, "create a snapshot of");
        RequestValidation.checkTags(request.tags());
        var snapshot = newSnapshot(instance, request.dbSnapshotIdentifier(), "manual");
        var tagged = new SandboxSnapshot(
                snapshot.shape().toBuilder().tagList(request.tags()).build(),
                snapshot.origin(),
                snapshot.hasServer(),
                snapshot.password());
        region.put(tagged);
        region.put(instance.withStatus("backing-up")
                .withOperation(
                        new PendingOperation(PendingOperation.OperationKind.SNAPSHOT, SdkShapes.toJson(request))));
        return CreateDbSnapshotResponse.builder().dbSnapshot(tagged.shape()).build();
    }

    DeleteDbSnapshotResponse deleteSnapshot(DeleteDbSnapshotRequest request) {
        var snapshot = region.snapshot(CreateHandlers.snapshotName(request.dbSnapshotIdentifier()));
        if (!snapshot.shape().status().equals("available")) {
            throw new AwsError("InvalidDBSnapshotState", 400, "Snapshot " + snapshot.name() + " is not available.");
        }
        if (snapshot.shape().snapshotType().equals("automated")) {
            throw new AwsError(
                    "InvalidDBSnapshotState", 400, "Automated snapshot " + snapshot.name() + " cannot be deleted.");
        }
        region.remove(snapshot);
        backupFiles.removeSnapshot(snapshot);
        return DeleteDbSnapshotResponse.builder()
                .dbSnapshot(snapshot.shape().toBuilder().status("deleted").build())
                .build();
    }

    DeleteDbInstanceAutomatedBackupResponse deleteBackup(DeleteDbInstanceAutomatedBackupRequest request) {
        var asked = Optional.ofNullable(request.dbiResourceId())
                .or(() -> Optional.ofNullable(request.dbInstanceAutomatedBackupsArn()))
                .orElse("(none)");
        var backup = region.backups().stream()
                .filter(found ->
                        found.id().equals(asked) || found.arn(region.fleet()).equals(asked))
                .findFirst()
                .orElseThrow(() -> PointInTimeResolver.backupNotFound(asked));
        if (backup.end().isEmpty()) {
            throw new AwsError(
                    "InvalidDBInstanceAutomatedBackupState",
                    400,
                    "The automated backups of " + backup.origin().name() + " are active and cannot be deleted.");
        }
        region.removeBackup(backup.id());
        backupFiles.removeBackup(backup);
        return DeleteDbInstanceAutomatedBackupResponse.builder()
                .dbInstanceAutomatedBackup(backup.shape(region.fleet(), Instant.now()))
                .build();
    }

    DeleteDbInstanceResponse delete(DeleteDbInstanceRequest request) {
        var instance = region.get(RequestValidation.validName(request.dbInstanceIdentifier()));
        boolean skip = Boolean.TRUE.equals(request.skipFinalSnapshot());
        if (skip == (request.finalDBSnapshotIdentifier() != null)) {
            throw AwsError.invalidCombination(
                    skip
                            ? "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true."
                            : "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
        }
        if (!skip && instance.isReplica()) {
            throw AwsError.invalidCombination(
                    "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance.");
        }
        if (Boolean.TRUE.equals(instance.shape().deletionProtection())) {
            throw AwsError.invalidCombination(
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }
        if (instance.operation().isPresent()) {
            throw AwsError.invalidState("Instance " + instance.name() + " is "
                    + instance.shape().dbInstanceStatus() + " and cannot be deleted now.");
        }
        if (!skip) {
            RequestValidation.requireAvailable(instance, "take a final snapshot of");
            region.put(newSnapshot(instance, request.finalDBSnapshotIdentifier(), "manual"));
        }
        var next = instance.withStatus("deleting")
                .withOperation(new PendingOperation(PendingOperation.OperationKind.DELETE, SdkShapes.toJson(request)));
        region.put(next);
        return DeleteDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    private SandboxSnapshot newSnapshot(SandboxInstance instance, String given, String type) {
        return newSnapshot(region, instance, given, type);
    }

    /** A snapshot that is being made. */
    static SandboxSnapshot newSnapshot(Region region, SandboxInstance instance, String given, String type) {
        var name = given.toLowerCase(Locale.ROOT);
        if (region.hasSnapshot(name)) {
            throw new AwsError("DBSnapshotAlreadyExists", 400, "DB snapshot already exists: " + name);
        }
        var origin = instance.shape();
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var shape = DBSnapshot.builder()
                .dbSnapshotIdentifier(name)
                .dbSnapshotArn(region.fleet().arn("snapshot", name))
                .dbInstanceIdentifier(origin.dbInstanceIdentifier())
                .dbiResourceId(origin.dbiResourceId())
                .snapshotType(type)
                .status("creating")
                .percentProgress(0)
                .snapshotCreateTime(now)
                .originalSnapshotCreateTime(now)
                .instanceCreateTime(origin.instanceCreateTime())
                .engine(origin.engine())
                .engineVersion(origin.engineVersion())
                .allocatedStorage(origin.allocatedStorage())
                .storageType(origin.storageType())
                .encrypted(origin.storageEncrypted())
                .kmsKeyId(origin.kmsKeyId())
                .masterUsername(origin.masterUsername())
                .port(origin.dbInstancePort())
                .vpcId(
                        origin.dbSubnetGroup() == null
                                ? ""
                                : origin.dbSubnetGroup().vpcId())
                .availabilityZone(origin.availabilityZone())
                .tagList(Boolean.TRUE.equals(origin.copyTagsToSnapshot()) ? origin.tagList() : List.<Tag>of())
                .build();
        return new SandboxSnapshot(shape, origin, instance.hasServer(), instance.password());
    }
}
