package dev.runbook.log;

/** How deep a line looks; the deeper, the more {@code -v} it takes to see it. */
public enum Detail {
    /** What everybody is told who waits. */
    PATIENCE(0),
    /** Where a task comes from and what its arguments come to. */
    TASK(2),
    /** One read of the outside, or one call. */
    CALL(3),
    /** What went over the wire, and what libraries say. */
    WIRE(4);

    private final int verbosity;

    Detail(int verbosity) {
        this.verbosity = verbosity;
    }

    /** Whether so many {@code -v} show it. */
    public boolean isShownAt(int given) {
        return given >= verbosity;
    }
}
