package dev.runbook.yaml;

/** Formats a problem with its source: position and summary, the line with a caret, and the hint. */
public final class Excerpt {

    private static final int WIDTH_MAX = 160;

    private Excerpt() {}

    public static String of(Problem problem) {
        Position position = problem.position();
        StringBuilder text = new StringBuilder(position + ": " + problem.summary() + "\n");
        String line = position.source().line(position.line());
        if (!line.isBlank()) {
            int start = Math.max(0, position.column() - WIDTH_MAX);
            String shown = line.substring(start, Math.min(line.length(), start + WIDTH_MAX));
            int caret = Math.min(Math.max(0, position.column() - 1 - start), shown.length());
            String gutter = String.format("%5d | ", position.line());
            text.append(gutter).append(shown).append('\n');
            text.append(" ".repeat(gutter.length()))
                    .append(padding(shown, caret))
                    .append("^\n");
        }
        if (!problem.hint().isEmpty()) {
            text.append("  hint: ").append(problem.hint()).append('\n');
        }
        return PrintableText.of(text.toString());
    }

    /** Spaces as wide as the text before the caret; tabs are kept. */
    private static String padding(String shown, int caret) {
        StringBuilder padding = new StringBuilder();
        shown.substring(0, caret).chars().forEach(character -> padding.append(character == '\t' ? '\t' : ' '));
        return padding.toString();
    }
}
