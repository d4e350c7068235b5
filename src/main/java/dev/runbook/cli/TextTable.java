package dev.runbook.cli;

import dev.runbook.yaml.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text in columns, each as wide as its widest cell. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable row(String... cells) {
        rows.add(Stream.of(cells).map(PrintableText::of).toList());
        return this;
    }

    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            int at = column;
            int width = rows.stream()
                    .filter(row -> row.size() > at)
                    .mapToInt(row -> row.get(at).length())
                    .max()
                    .orElse(0);
            String cell = cells.get(column);
            line.append(column == 0 ? "" : "  ").append(cell).append(" ".repeat(width - cell.length()));
        }
        return line.toString().stripTrailing();
    }
}
