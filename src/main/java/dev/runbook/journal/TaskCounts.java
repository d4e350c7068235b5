package dev.runbook.journal;

/**
 * How many tasks of a pair ended in which way.
 *
 * @param ok includes those that changed something or whose failure was ignored
 */
public record TaskCounts(int ok, int changed, int skipped, int failed, int ignored, int rescued) {

    /** Counts of a pair without tasks. */
    public static TaskCounts none() {
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
