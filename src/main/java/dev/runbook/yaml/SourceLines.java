package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** The lines of a source, kept to convert many parser marks to positions quickly. */
final class SourceLines {

    private final Source source;
    private final List<String> lines;

    SourceLines(Source source) {
        this.source = source;
        this.lines = new ArrayList<>(source.text().lines().toList());
    }

    /** Whether a mark is after the last line. */
    boolean isPastEnd(Mark mark) {
        return mark.getLine() >= lines.size();
    }

    /** The text of a line without its line end; empty past the end. Lines count from 1. */
    String line(int number) {
        return number <= lines.size() ? lines.get(number - 1) : "";
    }

    /**
     * Converts a mark, which counts code points, to a position, which counts characters; at most the end of the text.
     */
    Position position(Mark mark) {
        if (isPastEnd(mark) && !lines.isEmpty()) {
            return new Position(source, lines.size(), line(lines.size()).length() + 1);
        }
        String line = line(mark.getLine() + 1);
        int points = Math.min(mark.getColumn(), line.codePointCount(0, line.length()));
        return new Position(source, mark.getLine() + 1, line.offsetByCodePoints(0, points) + 1);
    }
}
