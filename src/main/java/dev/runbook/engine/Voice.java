package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.port.Ticker;
import java.util.function.Consumer;

/**
 * Speaks for one task of one pair.
 *
 * @param pair empty for the whole run
 * @param task empty for the whole pair
 * @param hushed whether its lines are secret
 * @param ear hears what it warns of
 */
record Voice(Recorder recorder, String pair, String task, boolean hushed, Consumer<String> ear) implements Ticker {

    void say(Event.Kind kind, Facts facts) {
        recorder.record(kind, this, facts);
    }

    @Override
    public void warn(String text) {
        say(Event.Kind.WARNING, Facts.of("text", text));
        ear.accept(text);
    }

    /** The same voice, heard by somebody else. */
    Voice heardBy(Consumer<String> other) {
        return new Voice(recorder, pair, task, hushed, other);
    }

    @Override
    public void at(String what, long done, long total, String unit) {
        say(
                Event.Kind.TICK,
                Facts.of("what", what).with("done", done).with("total", total).with("unit", unit));
    }

    @Override
    public void line(String text) {
        if (hushed) {
            recorder.redaction().keep(text);
        }
        say(Event.Kind.OUTPUT, Facts.of("text", hushed ? "***" : text));
    }

    @Override
    public Output output() {
        return hushed ? this::line : new HeldLines(recorder.redaction(), this::line);
    }
}
