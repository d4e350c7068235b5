package dev.runbook.cli;

import dev.runbook.engine.RunOutcome;

/** The exit codes of the process. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int INTERNAL = 1;
    public static final int USAGE = 2;
    public static final int INVALID = 3;
    public static final int FAILED = 4;
    public static final int REFUSED = 5;
    public static final int NOT_CONNECTED = 6;
    public static final int UNRECORDED = 7;
    static final int PENDING = 10;
    public static final int HUNG_UP = 129;
    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;

    private ExitCode() {}

    /**
     * The exit code of a run.
     *
     * @param detailed whether a check that finds pending changes exits with {@code PENDING}
     */
    public static int of(RunOutcome outcome, boolean detailed) {
        return detailed && outcome.exit() == OK && outcome.changed() ? PENDING : outcome.exit();
    }
}
