package dev.runbook.log;

/** Takes lines, from any thread. */
@FunctionalInterface
public interface LogSink {

    void take(LogLine line);
}
