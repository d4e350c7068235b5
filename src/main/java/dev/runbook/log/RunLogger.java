package dev.runbook.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The SLF4J logger of one name, which passes its lines to {@link Logs}. */
final class RunLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;
    private final transient Logs logs;

    RunLogger(String name, Logs logs) {
        this.name = name;
        this.logs = logs;
    }

    @Override
    public boolean isTraceEnabled() {
        return logs.takes(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return logs.takes(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return logs.takes(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return logs.takes(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return logs.takes(name, Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return RunLogger.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        String text = String.valueOf(MessageFormatter.basicArrayFormat(message, arguments));
        logs.take(name, level, failure == null ? text : text + "\n" + trace(failure));
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
