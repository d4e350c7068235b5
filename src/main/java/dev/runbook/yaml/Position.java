package dev.runbook.yaml;

/** A place in a source text; line and column count from 1. */
public record Position(Source source, int line, int column) implements Comparable<Position> {

    /** The position this many characters to the right on the same line, at most its end. */
    public Position right(int characters) {
        return new Position(
                source, line, Math.min(column + characters, source.line(line).length() + 1));
    }

    @Override
    public int compareTo(Position other) {
        int byName = source.name().compareTo(other.source.name());
        int byLine = byName != 0 ? byName : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
