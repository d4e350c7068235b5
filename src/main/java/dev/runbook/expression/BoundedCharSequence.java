package dev.runbook.expression;

/** A text that limits how often a regular expression reads it, so that every search ends. */
public final class BoundedCharSequence implements CharSequence {

    private static final long STEPS_MAX = 20_000_000;

    private final String text;
    private long steps;

    public BoundedCharSequence(String text) {
        this.text = text;
    }

    /** Ends a search that exceeds the limit. */
    public static final class StepLimitException extends RuntimeException {
        private StepLimitException() {
            super("too many steps", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++steps > STEPS_MAX) {
            throw new StepLimitException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
