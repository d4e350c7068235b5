package dev.runbook.engine.redact;

import dev.runbook.port.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a program prints, free of secrets that it breaks in two: a line that may end in the beginning of one waits for the next.
 * Used by the thread that reads the program and by the one that waits for it.
 */
public final class RedactingLineBuffer implements ProgressListener.LineOutput {

    private static final int HELD_MAX = 1000;

    private final Redaction redaction;
    private final Consumer<String> shown;
    private final List<String> held = new ArrayList<>();
    private String before = "";
    private boolean closed;

    public RedactingLineBuffer(Redaction redaction, Consumer<String> shown) {
        this.redaction = redaction;
        this.shown = shown;
    }

    @Override
    public synchronized void line(String text) {
        held.add(text);
        List<String> open = new ArrayList<>(held);
        open.add(0, before);
        if (closed || held.size() == HELD_MAX || !redaction.mayGoOn(open)) {
            show();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        show();
    }

    /** The last line shown is looked at again: what was too little to wait for may have been the beginning after all. */
    private void show() {
        if (held.isEmpty()) {
            return;
        }
        String last = held.get(held.size() - 1);
        String whole = redaction.mask(before + "\n" + String.join("\n", held));
        List.of(whole.split("\n", -1)).stream().skip(1).forEach(shown);
        held.clear();
        before = last;
    }
}
