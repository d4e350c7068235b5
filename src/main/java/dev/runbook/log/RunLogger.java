package dev.runbook.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** The SLF4J logger of one name, which passes its lines to {@link RunLoggerFactory}. */
final class RunLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;
    private final transient RunLoggerFactory loggerFactory;

    RunLogger(String name, RunLoggerFactory loggerFactory) {
        this.name = name;
        this.loggerFactory = loggerFactory;
    }

    @Override
    public boolean isTraceEnabled() {
        return loggerFactory.isLogged(name, Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return loggerFactory.isLogged(name, Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return loggerFactory.isLogged(name, Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return loggerFactory.isLogged(name, Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return loggerFactory.isLogged(name, Level.ERROR);
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
        loggerFactory.take(name, level, failure == null ? text : text + "\n" + trace(failure));
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }
}
