package dev.runbook.modules.rds;

import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.world.Backups;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.RestoreWindow;

/**
 * Checks that no backup of the masked clone holds its unmasked data: everyone with permission to restore the target could
 * read production's data from it.
 *
 * @param maskedClone the clone
 * @param maskingProof when the masking was proved; if empty (unknown), every backup counts as older than the proof
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html">Restoring a DB instance to a specified
 *     time</a>
 */
record BackupChecks(Instance maskedClone, Optional<Instant> maskingProof, Backups backups, Objections objections) {

    private static final String AUTOMATED = "automated";

    static void check(PlanningContext context, Instance clone, Objections objections) throws PortException {
        BackupChecks checks =
                new BackupChecks(clone, RefreshTags.withProof(clone.tags()), context.backups(clone), objections);
        checks.backups.automated().forEach(checks::checkAutomatedBackup);
        checks.backups.snapshots().forEach(checks::checkSnapshot);
    }

    private void checkAutomatedBackup(DBInstanceAutomatedBackup backup) {
        Optional<Instant> earliest = Optional.ofNullable(backup.restoreWindow()).map(RestoreWindow::earliestTime);
        if (earliest.isEmpty()) {
            checkNewBackup();
            return;
        }
        if (isBefore(earliest.get())) {
            objections.addRefusal(
                    "The automated backups of " + maskedClone.id() + " reach back to " + earliest.get()
                            + ", and its masking was proved " + proofTime()
                            + ": a restore to a time in between holds production's unmasked data.",
                    turnOffAdvice());
        }
    }

    private String turnOffAdvice() {
        return maskedClone.replicaNames().isEmpty()
                ? "Turn them off, which deletes them: aws rds modify-db-instance --db-instance-identifier "
                        + maskedClone.id()
                        + " --backup-retention-period 0 --apply-immediately; then run the same command again: it turns them"
                        + " on again."
                : "RDS requires backups on an instance with replicas: delete " + maskedClone.replicaNames() + " and "
                        + maskedClone.id()
                        + " with `aws rds delete-db-instance --skip-final-snapshot`, then run again: this creates a new"
                        + " clone.";
    }

    /** New automated backups have no restore window yet; the snapshot that they start with has a creation time. */
    private void checkNewBackup() {
        boolean told = backups.snapshots().stream().anyMatch(snapshot -> AUTOMATED.equals(snapshot.snapshotType()));
        if (!told) {
            objections.add(
                    "RDS does not report yet how far the automated backups of " + maskedClone.id() + " reach back.",
                    "Run the same command again in a few minutes: it continues here.");
        }
    }

    private void checkSnapshot(DBSnapshot snapshot) {
        Optional<Instant> taken = Optional.ofNullable(snapshot.snapshotCreateTime());
        if (taken.isPresent() && !isBefore(taken.get())) {
            return;
        }
        objections.addRefusal(
                "The " + snapshot.snapshotType() + " snapshot " + snapshot.dbSnapshotIdentifier() + " of "
                        + maskedClone.id()
                        + " was taken " + taken.map(Object::toString).orElse("at a time that RDS does not report (yet)")
                        + ", and the masking was proved " + proofTime() + ": it holds production's unmasked data.",
                snapshotAdvice(snapshot));
    }

    private static String snapshotAdvice(DBSnapshot snapshot) {
        return switch (String.valueOf(snapshot.snapshotType())) {
            case AUTOMATED -> "Automated snapshots are deleted with the automated backups.";
            case "awsbackup" ->
                "Delete the recovery point in AWS Backup, and remove the clone's tag that selects its backup plan; then run"
                        + " again.";
            default ->
                "This refresh did not take it. Delete it: aws rds delete-db-snapshot --db-snapshot-identifier "
                        + snapshot.dbSnapshotIdentifier() + "; then run again.";
        };
    }

    private boolean isBefore(Instant moment) {
        return maskingProof.map(moment::isBefore).orElse(true);
    }

    private String proofTime() {
        return maskingProof.map(moment -> "at " + moment).orElse("at a time that none of its tags records");
    }
}
