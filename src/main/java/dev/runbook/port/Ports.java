package dev.runbook.port;

import java.util.Map;

/**
 * Everything a change may touch, bound to the account of one pair.
 *
 * @param stores by name of the inventory's account
 */
public record Ports(
        Rds rds,
        Map<String, ObjectStore> stores,
        Database database,
        Local local,
        Pacing pacing,
        PasswordStore passwords,
        EvidenceStore evidence,
        Console console) {

    /** What runs on, or is reached from, the machine of the engine. */
    public record Local(Shell shell, Http http) {}

    /** The person who watches: progress to show, questions to answer. */
    public record Console(ProgressListener progress, Approval approval) {}

    public Ports {
        stores = Map.copyOf(stores);
    }

    public Shell shell() {
        return local.shell();
    }

    public Http http() {
        return local.http();
    }

    public Clock clock() {
        return pacing.clock();
    }

    public ProgressListener progress() {
        return console.progress();
    }

    public Approval approval() {
        return console.approval();
    }
}
