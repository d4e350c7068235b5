package dev.runbook.report.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text at spaces into lines of a width. A word that is longer than a line stays whole. */
public final class Paragraph {

    private Paragraph() {}

    /** The lines of a text; its own line ends are kept. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> wrapLine(line, Math.max(1, width), lines));
        return lines;
    }

    /** Lines after a label: the first beside it, the others below the first. */
    public static List<String> hanging(String label, String text, int width) {
        List<String> lines = new ArrayList<>();
        String margin = " ".repeat(label.length());
        for (String line : wrap(text, width - label.length())) {
            lines.add((lines.isEmpty() ? label : margin) + line);
        }
        if (lines.isEmpty()) {
            lines.add(label.stripTrailing());
        }
        return lines;
    }

    /** A command to copy: where it is broken, it still is one command. */
    public static List<String> command(String words, int width) {
        if (words.length() + 2 <= width) {
            return List.of("  " + words);
        }
        List<String> lines = wrap(words, Math.max(1, width - 6));
        List<String> shown = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            shown.add((line == 0 ? "  " : "    ") + lines.get(line) + (line == lines.size() - 1 ? "" : " \\"));
        }
        return shown;
    }

    /** The text cut to a width, with dots where something is missing. */
    static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width <= 3 ? text.substring(0, Math.max(0, width)) : text.substring(0, width - 3) + "...";
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static void wrapLine(String line, int width, List<String> lines) {
        String rest = line.stripTrailing();
        String margin =
                rest.substring(0, Math.min(rest.length() - rest.stripLeading().length(), width / 2));
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= margin.length()) {
                space = rest.indexOf(' ', width);
            }
            if (space < 0) {
                break;
            }
            lines.add(rest.substring(0, space).stripTrailing());
            rest = margin + rest.substring(space + 1).stripLeading();
        }
        lines.add(rest);
    }
}
