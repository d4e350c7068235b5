package dev.runbook.yaml;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A named text that positions refer to: a file, or an option of the command line. Two with the same name and text are
 * equal.
 */
public final class Source {

    private final String name;
    private final String text;

    // Computed on first use: thousands of problems ask for one line each, and most sources are never asked.
    private volatile int @Nullable [] lineStarts;

    public Source(String name, String text) {
        this.name = name;
        this.text = text;
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** The text of a line without its line end; empty past the end. Lines count from 1. */
    public String line(int number) {
        int start = lineStart(number);
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return text.substring(start, end);
    }

    /** The index of the first character of a line; past the last line, the length of the text. */
    public int lineStart(int number) {
        int[] starts = lineStarts;
        if (starts == null) {
            starts = starts(text);
            lineStarts = starts;
        }
        return number <= starts.length ? starts[Math.max(1, number) - 1] : text.length();
    }

    private static int[] starts(String text) {
        IntStream.Builder starts = IntStream.builder().add(0);
        for (int index = 0; index < text.length(); index++) {
            if (endsLine(text, index)) {
                starts.add(index + 1);
            }
        }
        return starts.build().toArray();
    }

    /** Whether the character ends a line: a line feed, or as in YAML a carriage return alone. */
    public static boolean endsLine(String text, int index) {
        char character = text.charAt(index);
        return character == '\n' || (character == '\r' && !text.startsWith("\n", index + 1));
    }

    /** The position of the first character. */
    public Position start() {
        return new Position(this, 1, 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Source source && name.equals(source.name) && text.equals(source.text);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
