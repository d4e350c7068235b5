package dev.runbook.cli;

import dev.runbook.engine.RunOutcome;

/** The exit codes of the process. */
final class Exit {

    static final int OK = 0;
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int INVALID = 3;
    static final int FAILED = 4;
    static final int REFUSED = 5;
    static final int NOT_CONNECTED = 6;
    static final int UNRECORDED = 7;
    static final int PENDING = 10;
    static final int HUNG_UP = 129;
    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;

    private Exit() {}

    /** @param detailed whether a check that finds pending changes exits with {@code PENDING} */
    static int of(RunOutcome outcome, boolean detailed) {
        return detailed && outcome.exit() == OK && outcome.changed() ? PENDING : outcome.exit();
    }
}
