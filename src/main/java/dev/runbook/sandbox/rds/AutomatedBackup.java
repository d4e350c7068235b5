package dev.runbook.sandbox.rds;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.wire.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/**
 * The automated backups of one DB instance: a copy of its data and the log since then. They belong to its resource id, and
 * so follow a rename.
 *
 * @param origin the instance as it is, or was in the end
 * @param earliest the first moment that can be restored
 * @param end the last moment that can be restored; empty while the instance exists, and is backed up
 */
public record AutomatedBackup(SandboxInstance origin, Instant earliest, Optional<Instant> end) {

    static AutomatedBackup start(SandboxInstance origin, Instant earliest) {
        return new AutomatedBackup(origin, earliest, Optional.empty());
    }

    public String id() {
        return origin.id();
    }

    AutomatedBackup of(SandboxInstance present) {
        return new AutomatedBackup(present.withoutOperation(), earliest, end);
    }

    /** The same after its instance is gone. */
    AutomatedBackup retain(Instant last) {
        return new AutomatedBackup(origin, earliest, Optional.of(last));
    }

    /** RDS reports whole seconds, and every time that it reports can be restored. */
    Instant latestRestorable(Instant now) {
        Instant second = end.orElse(now).truncatedTo(ChronoUnit.SECONDS);
        return second.isBefore(earliest) ? earliest : second;
    }

    boolean covers(Instant moment, Instant now) {
        return !moment.isBefore(earliest) && !moment.isAfter(end.orElse(now));
    }

    String arn(Fleet fleet) {
        return fleet.arn("auto-backup", id().replaceFirst("^db-", "ab-"));
    }

    DBInstanceAutomatedBackup shape(Fleet fleet, Instant now) {
        DBInstance instance = origin.shape();
        return DBInstanceAutomatedBackup.builder()
                .dbInstanceAutomatedBackupsArn(arn(fleet))
                .dbInstanceArn(instance.dbInstanceArn())
                .dbInstanceIdentifier(origin.name())
                .dbiResourceId(id())
                .region(fleet.region())
                .status(end.isPresent() ? "retained" : "active")
                .restoreWindow(RestoreWindow.builder()
                        .earliestTime(earliest)
                        .latestTime(latestRestorable(now))
                        .build())
                .engine(instance.engine())
                .engineVersion(instance.engineVersion())
                .masterUsername(instance.masterUsername())
                .allocatedStorage(instance.allocatedStorage())
                .storageType(instance.storageType())
                .iops(instance.iops())
                .encrypted(instance.storageEncrypted())
                .kmsKeyId(instance.kmsKeyId())
                .port(instance.dbInstancePort())
                .availabilityZone(instance.availabilityZone())
                .instanceCreateTime(instance.instanceCreateTime())
                .backupRetentionPeriod(instance.backupRetentionPeriod())
                .iamDatabaseAuthenticationEnabled(instance.iamDatabaseAuthenticationEnabled())
                .build();
    }

    JsonValue.JsonObject toJson() {
        var fields = JsonValue.JsonObject.empty()
                .with("origin", origin.toJson())
                .with("earliest", JsonValue.text(earliest.toString()));
        return end.map(last -> fields.with("until", JsonValue.text(last.toString())))
                .orElse(fields);
    }

    static AutomatedBackup of(JsonValue.JsonObject json) {
        return new AutomatedBackup(
                SandboxInstance.of(json.fields("origin")),
                Instant.parse(json.text("earliest").orElseThrow()),
                json.text("until").map(Instant::parse));
    }
}
