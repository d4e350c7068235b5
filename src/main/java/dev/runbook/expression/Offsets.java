package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Source;

/** Maps a character of a scalar's text to its position in the source, through quotes, escapes and folded lines. */
final class Offsets {

    private final String source;
    private final String text;
    private int at;
    private int reached;

    private Offsets(String source, String text, int at) {
        this.source = source;
        this.text = text;
        this.at = at;
    }

    static Position locate(Node.Scalar scalar, int offset) {
        Position start = scalar.position();
        String source = start.source().text();
        int begin = Math.min(start.source().lineStart(start.line()) + start.column() - 1, source.length());
        Offsets offsets = new Offsets(source, scalar.text(), begin);
        offsets.walk(Math.min(Math.max(0, offset), Math.max(0, scalar.text().length() - 1)));
        return position(start, begin, Math.max(begin, Math.min(offsets.at, source.length() - 1)));
    }

    private static Position position(Position start, int begin, int end) {
        int line = start.line();
        int lineStart = -1;
        for (int i = begin; i < end; i++) {
            if (Source.endsLine(start.source().text(), i)) {
                line++;
                lineStart = i + 1;
            }
        }
        int column = lineStart < 0 ? start.column() + end - begin : end - lineStart + 1;
        return new Position(start.source(), line, 1).right(column - 1);
    }

    private void walk(int offset) {
        char first = at < source.length() ? source.charAt(at) : ' ';
        if (first == '|' || first == '>') {
            at = Math.max(at, source.indexOf('\n', at));
            skipBlanks();
            reached = blanks(text, 0);
        } else if (first == '"' || first == '\'') {
            at++;
        }
        while (reached < offset && at < source.length()) {
            step(first);
        }
    }

    private void step(char quote) {
        char character = source.charAt(at);
        if (quote == '\'' && source.startsWith("''", at)) {
            at += 2;
            reached++;
        } else if (quote == '"' && character == '\\') {
            escape();
        } else if (lineEndsHere()) {
            skipBlanks();
            reached = Math.max(reached + 1, blanks(text, reached));
        } else {
            at++;
            reached++;
        }
    }

    private void escape() {
        char kind = at + 1 < source.length() ? source.charAt(at + 1) : ' ';
        int digits = "xuU".indexOf(kind) < 0 ? 0 : 2 << "xuU".indexOf(kind);
        at += 2 + digits;
        if (kind == '\n') {
            skipBlanks();
        } else {
            reached++;
        }
    }

    private boolean lineEndsHere() {
        int i = at;
        while (i < source.length()
                && (source.charAt(i) == ' ' || source.charAt(i) == '\t' || source.charAt(i) == '\r')) {
            i++;
        }
        return i < source.length() && source.charAt(i) == '\n';
    }

    private void skipBlanks() {
        at = blanks(source, at);
    }

    private static int blanks(String text, int index) {
        int i = index;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
