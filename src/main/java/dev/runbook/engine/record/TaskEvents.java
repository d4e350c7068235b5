package dev.runbook.engine.record;

import dev.runbook.engine.redact.RedactingLineBuffer;
import dev.runbook.journal.Event;
import dev.runbook.port.ProgressListener;
import java.util.function.Consumer;

/**
 * Speaks for one task of one pair.
 *
 * @param pair empty for the whole run
 * @param task empty for the whole pair
 * @param isHidden whether its lines are secret
 * @param warningListener hears what it warns of
 */
public record TaskEvents(
        Recorder recorder, String pair, String task, boolean isHidden, Consumer<String> warningListener)
        implements ProgressListener {

    public void emit(Event event) {
        recorder.record(event, this);
    }

    @Override
    public void warn(String text) {
        emit(new Event.WarningIssued(text, false));
        warningListener.accept(text);
    }

    /** The same events, sent to another listener as well. */
    public TaskEvents withListener(Consumer<String> other) {
        return new TaskEvents(recorder, pair, task, isHidden, other);
    }

    @Override
    public void report(String what, long done, long total, String unit) {
        emit(new Event.WorkProgressed(what, done, total, unit));
    }

    @Override
    public void line(String text) {
        if (isHidden) {
            recorder.redaction().addSecret(text);
        }
        emit(new Event.OutputWritten(isHidden ? "***" : text, false));
    }

    @Override
    public LineOutput output() {
        return isHidden ? this::line : new RedactingLineBuffer(recorder.redaction(), this::line);
    }
}
