package dev.runbook.log;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Passes the SLF4J lines of the process to one sink at a time, and drops them while there is none. */
public final class RunLoggerFactory implements ILoggerFactory {

    private static final String OURS = "dev.runbook.";
    private static final String SDK = "software.amazon.awssdk.";
    private static final String FINDS_CREDENTIALS = ".*\\.(auth\\.credentials|profiles|regions)\\..*";

    private final InstantSource clock;
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private volatile Optional<LogSink> sink = Optional.empty();

    RunLoggerFactory(InstantSource clock) {
        this.clock = clock;
    }

    /** The logs of this process; empty when another SLF4J provider is active. */
    public static Optional<RunLoggerFactory> ofProcess() {
        return LoggerFactory.getILoggerFactory() instanceof RunLoggerFactory loggerFactory
                ? Optional.of(loggerFactory)
                : Optional.empty();
    }

    /** Sends every further line to this sink. */
    public void setSink(LogSink taker) {
        sink = Optional.of(taker);
    }

    /** Drops every further line. */
    public void removeSink() {
        sink = Optional.empty();
    }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, missing -> new RunLogger(missing, this));
    }

    boolean isLogged(String logger, Level level) {
        return sink.isPresent() && detail(logger, level).isPresent();
    }

    void take(String logger, Level level, String text) {
        Optional<LogSink> taker = sink;
        Optional<LogDetail> detail = detail(logger, level);
        if (taker.isPresent() && detail.isPresent()) {
            String thread = Thread.currentThread().getName();
            String origin = thread.equals("main") ? "" : thread;
            boolean ours = logger.startsWith(OURS);
            String shown = ours ? text : logger.substring(logger.lastIndexOf('.') + 1) + ": " + text;
            taker.get().take(new LogLine(clock.instant(), detail.get(), origin, shown));
        }
    }

    /**
     * The detail of a line; empty for one to drop. Of the debug lines of the SDK only those about finding credentials and regions
     * are kept: the lines of runbook already contain the requests, without credentials.
     */
    private static Optional<LogDetail> detail(String logger, Level level) {
        boolean grave = level.toInt() >= Level.WARN.toInt();
        if (logger.startsWith(OURS)) {
            return level == Level.TRACE
                    ? Optional.empty()
                    : Optional.of(level == Level.DEBUG ? LogDetail.WIRE : LogDetail.CALL);
        }
        if (logger.startsWith(SDK)) {
            boolean told = level == Level.INFO || (level == Level.DEBUG && logger.matches(FINDS_CREDENTIALS));
            return grave
                    ? Optional.of(LogDetail.CALL)
                    : Optional.of(LogDetail.WIRE).filter(detail -> told);
        }
        return grave ? Optional.of(LogDetail.WIRE) : Optional.empty();
    }
}
