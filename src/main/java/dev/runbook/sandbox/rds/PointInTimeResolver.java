package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.wire.AwsError;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceToPointInTimeRequest;

/** Which backup, and which moment of it, a restore to a point in time asks for. */
record PointInTimeResolver(Region region) {

    AutomatedBackup backup(RestoreDbInstanceToPointInTimeRequest request) {
        var name = Optional.ofNullable(request.sourceDBInstanceIdentifier());
        var id = Optional.ofNullable(request.sourceDbiResourceId());
        var arn = Optional.ofNullable(request.sourceDBInstanceAutomatedBackupsArn());
        if (Stream.of(name, id, arn).flatMap(Optional::stream).count() != 1) {
            throw AwsError.invalidCombination("Specify one of SourceDBInstanceIdentifier, SourceDbiResourceId and"
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
                .orElseThrow(() -> backupNotFound(id.or(() -> arn).orElseThrow()));
    }

    static Instant restoreTime(RestoreDbInstanceToPointInTimeRequest request, AutomatedBackup backup, Instant now) {
        boolean latest = Boolean.TRUE.equals(request.useLatestRestorableTime());
        if (latest == (request.restoreTime() != null)) {
            throw AwsError.invalidCombination("Specify either RestoreTime or UseLatestRestorableTime.");
        }
        var moment = latest ? backup.latestRestorable(now) : request.restoreTime();
        if (!backup.covers(moment, now)) {
            throw AwsError.invalidValue("The specified instance cannot be restored to " + moment + ": it can be from "
                    + backup.earliest() + " to " + backup.latestRestorable(now) + ".");
        }
        return moment;
    }

    static AwsError backupNotFound(String backup) {
        return new AwsError("DBInstanceAutomatedBackupNotFound", 404, "There is no automated backup " + backup + ".");
    }
}
