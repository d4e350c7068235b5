package dev.runbook.port;

/** Receives the progress of long work. Thread-safe; may be called often. */
public interface ProgressListener {

    /**
     * Reports the progress of the work on one object.
     *
     * @param what the object: {@code public.customers}
     * @param total 0 when unknown
     * @param unit the unit of the amounts: {@code rows}, {@code objects}
     */
    void report(String what, long done, long total, String unit);

    /** Shows a line unchanged. */
    void line(String text);

    /** Shows a warning. */
    void warn(String text);

    /** Opens one output stream of a program. A line may be held back until it is clear that no secret continues in the next. */
    LineOutput output();

    /** The lines of one output stream of a program, in order; closing it shows the lines held back. */
    @FunctionalInterface
    interface LineOutput extends AutoCloseable {

        void line(String text);

        @Override
        default void close() {
            // By default no line is held back.
        }
    }
}
