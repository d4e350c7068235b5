package dev.runbook.port;

/** Takes reports of how far long work has come. May be called often and from many threads. */
public interface ProgressListener {

    /**
     * Says how far the work on one thing has come.
     *
     * @param what the thing being worked on: {@code public.customers}
     * @param total 0 when not known
     * @param unit what is counted: {@code rows}, {@code objects}
     */
    void report(String what, long done, long total, String unit);

    /** A line to be shown as it is. */
    void line(String text);

    /** A line that the user should read. */
    void warn(String text);

    /** Opens what one stream of a program prints. A line may be held back until it is clear that no secret goes on in the next. */
    LineOutput output();

    /** The lines that one stream of a program prints, in their order; closing it shows what is held back. */
    @FunctionalInterface
    interface LineOutput extends AutoCloseable {

        void line(String text);

        @Override
        default void close() {
            // Nothing is held back unless an implementation says so.
        }
    }
}
