package dev.runbook.yaml;

/** A named text that positions point into: a file, or an option of the command line. */
public record Source(String name, String text) {

    /** The text of a line without its line end; empty past the end. Lines count from 1. */
    public String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }

    /** The place of the first character. */
    public Position start() {
        return new Position(this, 1, 1);
    }
}
