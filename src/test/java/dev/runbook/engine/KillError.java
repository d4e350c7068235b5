package dev.runbook.engine;

/** The end of the process, as a test plays it: nobody may catch it, and nothing works any more afterwards. */
final class KillError extends Error {

    private static final long serialVersionUID = 1;

    KillError(String where) {
        super("killed " + where, null, false, false);
    }
}
