package dev.runbook.log;

/** Receives log lines, from any thread. */
@FunctionalInterface
public interface LogSink {

    void take(LogLine line);
}
