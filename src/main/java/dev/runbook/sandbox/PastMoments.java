package dev.runbook.sandbox;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;

/** Which backup, and which moment of it, a restore to a point in time asks for. */
record PastMoments(Region region) {

    AutomatedBackup backup(RestoreDbInstanceToPointInTimeRequest request) {
        var name = Optional.ofNullable(request.sourceDBInstanceIdentifier());
        var id = Optional.ofNullable(request.sourceDbiResourceId());
        var arn = Optional.ofNullable(request.sourceDBInstanceAutomatedBackupsArn());
        if (Stream.of(name, id, arn).flatMap(Optional::stream).count() != 1) {
            throw AwsError.combination("Specify one of SourceDBInstanceIdentifier, SourceDbiResourceId and"
                    + " SourceDBInstanceAutomatedBackupsArn.");
        }
        if (name.isPresent()) {
            var source = region.get(name.orElseThrow());
            return region.backup(source.id())
                    .orElseThrow(() -> new AwsError(
                            "PointInTimeRestoreNotEnabled",
                            400,
                            "Automated backups are not enabled for " + source.name() + "."));
        }
        return region.backups().stream()
                .filter(backup -> id.map(backup.id()::equals).orElse(true))
                .filter(backup -> arn.map(backup.arn(region.fleet())::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> notFound(id.or(() -> arn).orElseThrow()));
    }

    static Instant moment(RestoreDbInstanceToPointInTimeRequest request, AutomatedBackup backup, Instant now) {
        boolean latest = Boolean.TRUE.equals(request.useLatestRestorableTime());
        if (latest == (request.restoreTime() != null)) {
            throw AwsError.combination("Specify either RestoreTime or UseLatestRestorableTime.");
        }
        var moment = latest ? backup.latest(now) : request.restoreTime();
        if (!backup.covers(moment, now)) {
            throw AwsError.value("The specified instance cannot be restored to " + moment + ": it can be from "
                    + backup.earliest() + " to " + backup.latest(now) + ".");
        }
        return moment;
    }

    static AwsError notFound(String backup) {
        return new AwsError("DBInstanceAutomatedBackupNotFound", 404, "There is no automated backup " + backup + ".");
    }
}
