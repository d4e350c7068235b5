package dev.runbook.log;

/** The level of detail of a log line; the more detailed, the more {@code -v} it needs to be shown. */
public enum LogDetail {
    /** Progress of waits, always shown. */
    PATIENCE(0),
    /** Where a task is defined, and its evaluated arguments. */
    TASK(2),
    /** One read or one call of AWS, a database or a program. */
    CALL(3),
    /** Requests and responses on the wire, and the log lines of libraries. */
    WIRE(4);

    private final int verbosity;

    LogDetail(int verbosity) {
        this.verbosity = verbosity;
    }

    /** Whether this number of {@code -v} shows it. */
    public boolean isShownWith(int given) {
        return given >= verbosity;
    }
}
