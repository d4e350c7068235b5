package dev.runbook.world;

import java.util.List;
import software.amazon.awssdk.services.rds.model.DBInstanceAutomatedBackup;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/**
 * The backups from which an earlier state of one DB instance can be restored.
 *
 * @param automated its automated backups, active and retained
 * @param snapshots its manual and automated snapshots and those of AWS Backup, any status
 */
public record Backups(List<DBInstanceAutomatedBackup> automated, List<DBSnapshot> snapshots) {

    public Backups {
        automated = List.copyOf(automated);
        snapshots = List.copyOf(snapshots);
    }

    public static Backups none() {
        return new Backups(List.of(), List.of());
    }
}
