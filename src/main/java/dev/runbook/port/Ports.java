package dev.runbook.port;

import java.util.Map;

/**
 * The external systems that a change may use, bound to the account of one pair.
 *
 * @param stores by the name of the account in the inventory
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

    /** Processes of the local machine, and HTTP requests from it. */
    public record Local(Shell shell, Http http) {}

    /** The user: progress output and questions. */
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
