package dev.runbook.sandbox;

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
 * @param until the last moment that can be restored; empty while the instance exists, and is backed up
 */
record AutomatedBackup(Instance origin, Instant earliest, Optional<Instant> until) {

    static AutomatedBackup begun(Instance origin, Instant earliest) {
        return new AutomatedBackup(origin, earliest, Optional.empty());
    }

    String id() {
        return origin.id();
    }

    AutomatedBackup of(Instance present) {
        return new AutomatedBackup(present.idle(), earliest, until);
    }

    /** The same after its instance is gone. */
    AutomatedBackup retained(Instant last) {
        return new AutomatedBackup(origin, earliest, Optional.of(last));
    }

    /** RDS tells whole seconds; a moment that it tells can be restored. */
    Instant latest(Instant now) {
        Instant second = until.orElse(now).truncatedTo(ChronoUnit.SECONDS);
        return second.isBefore(earliest) ? earliest : second;
    }

    boolean covers(Instant moment, Instant now) {
        return !moment.isBefore(earliest) && !moment.isAfter(until.orElse(now));
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
                .status(until.isPresent() ? "retained" : "active")
                .restoreWindow(RestoreWindow.builder()
                        .earliestTime(earliest)
                        .latestTime(latest(now))
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

    Tree.Fields tree() {
        var fields = Tree.Fields.none().with("origin", origin.tree()).with("earliest", Tree.text(earliest.toString()));
        return until.map(last -> fields.with("until", Tree.text(last.toString())))
                .orElse(fields);
    }

    static AutomatedBackup of(Tree.Fields tree) {
        return new AutomatedBackup(
                Instance.of(tree.fields("origin")),
                Instant.parse(tree.text("earliest").orElseThrow()),
                tree.text("until").map(Instant::parse));
    }
}
