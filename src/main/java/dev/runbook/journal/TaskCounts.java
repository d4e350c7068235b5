package dev.runbook.journal;

/**
 * The number of tasks of a pair, by status.
 *
 * @param ok includes the changed and the ignored ones
 */
public record TaskCounts(int ok, int changed, int skipped, int failed, int ignored, int rescued) {

    /** Counts of a pair without tasks. */
    public static TaskCounts zero() {
        return new TaskCounts(0, 0, 0, 0, 0, 0);
    }

    /** The count of one status. */
    public int of(TaskStatus status) {
        return switch (status) {
            case OK -> ok;
            case CHANGED -> changed;
            case SKIPPED -> skipped;
            case FAILED -> failed;
            case RESCUED -> rescued;
            case IGNORED -> ignored;
        };
    }
}
