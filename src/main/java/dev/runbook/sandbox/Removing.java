package dev.runbook.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
final class Removing {

    private final Region region;
    private final Copies folders;

    /** Removes copies of data from disk. */
    interface Copies {
        void remove(Snapshot snapshot);

        void removeBackup(AutomatedBackup backup);
    }

    Removing(Region region, Copies folders) {
        this.region = region;
        this.folders = folders;
    }

    CreateDbSnapshotResponse snapshot(CreateDbSnapshotRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        Rules.idle(instance, "create a snapshot of");
        Rules.tags(request.tags());
        var snapshot = add(instance, request.dbSnapshotIdentifier(), "manual");
        var tagged = new Snapshot(
                snapshot.shape().toBuilder().tagList(request.tags()).build(),
                snapshot.origin(),
                snapshot.postgres(),
                snapshot.password());
        region.put(tagged);
        region.put(instance.withStatus("backing-up").busy(new Work(Work.Kind.SNAPSHOT, Shapes.tree(request))));
        return CreateDbSnapshotResponse.builder().dbSnapshot(tagged.shape()).build();
    }

    DeleteDbSnapshotResponse deleteSnapshot(DeleteDbSnapshotRequest request) {
        var snapshot = region.snapshot(Creating.snapshotName(request.dbSnapshotIdentifier()));
        if (!snapshot.shape().status().equals("available")) {
            throw new AwsError("InvalidDBSnapshotState", 400, "Snapshot " + snapshot.name() + " is not available.");
        }
        if (snapshot.shape().snapshotType().equals("automated")) {
            throw new AwsError(
                    "InvalidDBSnapshotState", 400, "Automated snapshot " + snapshot.name() + " cannot be deleted.");
        }
        region.remove(snapshot);
        folders.remove(snapshot);
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
                .orElseThrow(() -> PastMoments.notFound(asked));
        if (backup.until().isEmpty()) {
            throw new AwsError(
                    "InvalidDBInstanceAutomatedBackupState",
                    400,
                    "The automated backups of " + backup.origin().name() + " are active and cannot be deleted.");
        }
        region.removeBackup(backup.id());
        folders.removeBackup(backup);
        return DeleteDbInstanceAutomatedBackupResponse.builder()
                .dbInstanceAutomatedBackup(backup.shape(region.fleet(), Instant.now()))
                .build();
    }

    DeleteDbInstanceResponse delete(DeleteDbInstanceRequest request) {
        var instance = region.get(Rules.name(request.dbInstanceIdentifier()));
        boolean skip = Boolean.TRUE.equals(request.skipFinalSnapshot());
        if (skip == (request.finalDBSnapshotIdentifier() != null)) {
            throw AwsError.combination(
                    skip
                            ? "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is true."
                            : "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
        }
        if (!skip && instance.isReplica()) {
            throw AwsError.combination(
                    "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance.");
        }
        if (Boolean.TRUE.equals(instance.shape().deletionProtection())) {
            throw AwsError.combination(
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }
        if (instance.work().isPresent()) {
            throw AwsError.wrongState("Instance " + instance.name() + " is "
                    + instance.shape().dbInstanceStatus() + " and cannot be deleted now.");
        }
        if (!skip) {
            Rules.idle(instance, "take a final snapshot of");
            region.put(add(instance, request.finalDBSnapshotIdentifier(), "manual"));
        }
        var next = instance.withStatus("deleting").busy(new Work(Work.Kind.DELETE, Shapes.tree(request)));
        region.put(next);
        return DeleteDbInstanceResponse.builder().dbInstance(next.shape()).build();
    }

    private Snapshot add(Instance instance, String given, String type) {
        return add(region, instance, given, type);
    }

    /** A snapshot that is being made. */
    static Snapshot add(Region region, Instance instance, String given, String type) {
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
                .tagList(Boolean.TRUE.equals(origin.copyTagsToSnapshot()) ? origin.tagList() : java.util.List.<Tag>of())
                .build();
        return new Snapshot(shape, origin, instance.postgres(), instance.password());
    }
}
