package dev.runbook.expression;

/** A text that a regular expression may look at only so often, so that no pattern runs without end. */
public final class BoundedCharSequence implements CharSequence {

    private static final long STEPS_MAX = 20_000_000;

    private final String text;
    private long steps;

    public BoundedCharSequence(String text) {
        this.text = text;
    }

    /** Ends a search that does not come to an end. */
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
