package dev.runbook.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that knows what the reports use of it: line ends, the cursor going up, erasing below it, colours. */
final class TerminalScreen {

    private static final Pattern PIECE =
            Pattern.compile("\033\\[(\\d*)A|\033\\[J|\033\\[[\\d;]*m|\r\n|[\n\r]|[^\033\r\n]+");

    private final List<String> lines = new ArrayList<>();
    private int row;

    static List<String> after(String written) {
        TerminalScreen screen = new TerminalScreen();
        Matcher pieces = PIECE.matcher(written);
        while (pieces.find()) {
            screen.take(pieces.group(), pieces.group(1));
        }
        return screen.lines;
    }

    private void take(String piece, String count) {
        if (piece.endsWith("A") && piece.startsWith("\033")) {
            row -= Integer.parseInt(count);
        } else if (piece.equals("\033[J")) {
            lines.subList(row, lines.size()).clear();
        } else if (piece.equals("\n")) {
            fill();
            row++;
        } else if (!piece.startsWith("\033") && !piece.equals("\r")) {
            fill();
            lines.set(row, lines.get(row) + piece);
        }
    }

    private void fill() {
        while (lines.size() <= row) {
            lines.add("");
        }
    }
}
