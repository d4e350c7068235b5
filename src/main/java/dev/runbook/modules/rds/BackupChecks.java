package dev.runbook.modules.rds;

import dev.runbook.modules.View;
import dev.runbook.port.PortException;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/**
 * Finds whether the masked clone can be restored to what it held before its masking was proved: whoever may restore the
 * target would have production's data.
 *
 * @param made the clone
 * @param proved when the masking was proved; empty when that is not known, and then nothing that was kept may be newer
 */
record BackupChecks(Instance made, Optional<Instant> proved, Backups backups, Findings findings) {

    private static final String AUTOMATED = "automated";

    static void of(View view, Instance clone, Findings findings) throws PortException {
        BackupChecks checks = new BackupChecks(clone, Marks.proved(clone.tags()), view.backups(clone), findings);
        checks.backups.automated().forEach(checks::automated);
        checks.backups.snapshots().forEach(checks::snapshot);
    }

    private void automated(DBInstanceAutomatedBackup backup) {
        Optional<Instant> earliest = Optional.ofNullable(backup.restoreWindow()).map(RestoreWindow::earliestTime);
        if (earliest.isEmpty()) {
            begun();
            return;
        }
        if (isBefore(earliest.get())) {
            findings.refuse(
                    "The automated backups of " + made.id() + " reach back to " + earliest.get()
                            + ", and its masking was" + " proved " + when()
                            + ": restored to a moment between, it holds what production holds.",
                    turnOff());
        }
    }

    private String turnOff() {
        return made.replicaNames().isEmpty()
                ? "Turn them off, which deletes them: aws rds modify-db-instance --db-instance-identifier " + made.id()
                        + " --backup-retention-period 0 --apply-immediately; then run the same command again: it turns them"
                        + " on anew."
                : "RDS keeps backups of what has replicas: delete " + made.replicaNames() + " and " + made.id()
                        + " with `aws rds delete-db-instance --skip-final-snapshot`, then run again: it makes a new clone.";
    }

    /** Backups that have just begun tell no window; the snapshot that they begin with tells its own time. */
    private void begun() {
        boolean told = backups.snapshots().stream().anyMatch(snapshot -> AUTOMATED.equals(snapshot.snapshotType()));
        if (!told) {
            findings.add(
                    "The automated backups of " + made.id() + " do not tell yet how far they reach back.",
                    "Run the same command again in some minutes: it continues here.");
        }
    }

    private void snapshot(DBSnapshot snapshot) {
        Optional<Instant> taken = Optional.ofNullable(snapshot.snapshotCreateTime());
        if (taken.isPresent() && !isBefore(taken.get())) {
            return;
        }
        findings.refuse(
                "The " + snapshot.snapshotType() + " snapshot " + snapshot.dbSnapshotIdentifier() + " of " + made.id()
                        + " was taken " + taken.map(Object::toString).orElse("at a time that RDS does not tell (yet)")
                        + ", and the masking was proved " + when() + ": it holds what production holds.",
                repair(snapshot));
    }

    private static String repair(DBSnapshot snapshot) {
        return switch (String.valueOf(snapshot.snapshotType())) {
            case AUTOMATED -> "Automated snapshots go with the automated backups.";
            case "awsbackup" ->
                "Delete the recovery point in AWS Backup, and take its plan off the clone's tags; then run again.";
            default ->
                "Nothing of this refresh has taken it. Delete it: aws rds delete-db-snapshot --db-snapshot-identifier "
                        + snapshot.dbSnapshotIdentifier() + "; then run again.";
        };
    }

    private boolean isBefore(Instant moment) {
        return proved.map(moment::isBefore).orElse(true);
    }

    private String when() {
        return proved.map(moment -> "at " + moment).orElse("at a moment that no tag of it tells");
    }
}
