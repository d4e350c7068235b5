package dev.runbook.modules;

import dev.runbook.world.Instance;
import java.util.Set;

/**
 * Classifies the status of a DB instance as settled, failed or in progress. An unknown status counts as in progress.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">Viewing DB instance status</a>
 */
public final class Statuses {

    /** Storage optimization can take hours after a resize; the instance is usable and can be modified during that time. */
    private static final Set<String> SETTLED = Set.of("available", "storage-optimization");

    private static final Set<String> FAILED = Set.of(
            "failed",
            "restore-error",
            "storage-full",
            "insufficient-capacity",
            "inaccessible-encryption-credentials",
            "inaccessible-encryption-credentials-recoverable",
            "stopped",
            "stopping");

    /** Statuses while RDS works on an instance. */
    private static final Set<String> IN_PROGRESS = Set.of(
            "backing-up",
            "backtracking",
            "configuring-enhanced-monitoring",
            "configuring-iam-database-auth",
            "configuring-log-exports",
            "converting-to-vpc",
            "creating",
            "delete-precheck",
            "deleting",
            "maintenance",
            "modifying",
            "moving-to-vpc",
            "rebooting",
            "renaming",
            "resetting-master-credentials",
            "starting",
            "storage-config-upgrade",
            "storage-initialization",
            "upgrading");

    private Statuses() {}

    /** Whether the status is one of those that this class lists. */
    public static boolean isKnown(String status) {
        return SETTLED.contains(status)
                || FAILED.contains(status)
                || IN_PROGRESS.contains(status)
                || status.startsWith("incompatible-");
    }

    public static boolean isSettled(Instance instance) {
        return SETTLED.contains(instance.status());
    }

    /** Whether the instance is unusable until it is repaired by hand. */
    public static boolean isFailed(Instance instance) {
        return FAILED.contains(instance.status()) || instance.status().startsWith("incompatible-");
    }

    /** Done if the instance is settled and nothing is pending; failed, with advice, if it must be repaired; else under way. */
    public static Progress progressOf(Instance instance) {
        if (isFailed(instance)) {
            return Progress.failed(instance.id() + " is " + instance.status() + ": " + advice(instance));
        }
        if (!isSettled(instance)) {
            return Progress.underWay(instance.status());
        }
        return instance.hasPendingChanges() ? Progress.underWay(describePending(instance)) : Progress.done();
    }

    private static String describePending(Instance instance) {
        return instance.status() + ", pending "
                + String.join(
                        ", ",
                        SdkValues.parameters(instance.description().pendingModifiedValues())
                                .fields()
                                .keySet());
    }

    /** What the user can do about a failed instance. */
    public static String advice(Instance instance) {
        String status = instance.status();
        if (status.startsWith("stop")) {
            return "start it with `aws rds start-db-instance --db-instance-identifier " + instance.id()
                    + "`, then run again";
        }
        if (status.equals("storage-full")) {
            return "give it more storage with `aws rds modify-db-instance --db-instance-identifier " + instance.id()
                    + " --allocated-storage GIB --apply-immediately`, then run again";
        }
        if (status.startsWith("inaccessible-encryption-credentials")) {
            return "its KMS key is disabled or not accessible; repair the key, then run again";
        }
        String events = "`aws rds describe-events --source-type db-instance --source-identifier " + instance.id() + "`";
        return instance.removal()
                .map(command -> "see " + events + " for the reason; a refresh created it: delete it with `" + command
                        + "`, then run again")
                .orElse("see " + events + " for the reason, repair it, then run again");
    }
}
