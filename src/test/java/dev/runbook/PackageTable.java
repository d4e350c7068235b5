package dev.runbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The package table in {@code src/README.md}. */
record PackageTable(List<Row> rows) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    PackageTable {
        rows = List.copyOf(rows);
    }

    /** A package and the packages it may import, all without {@code dev.runbook}. */
    record Row(String name, Set<String> mayImport) {
        Row {
            mayImport = Set.copyOf(mayImport);
        }
    }

    static PackageTable read(Path markdown) {
        try {
            return of(Files.readString(markdown));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PackageTable of(String markdown) {
        List<String[]> cells = markdown.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .toList();
        List<String> names =
                cells.stream().map(cell -> codes(cell[1]).iterator().next()).toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            String last = cells.get(i)[cells.get(i).length - 2];
            Set<String> imports = codes(last);
            if (last.strip().equals("everything above")) {
                imports = Set.copyOf(names.subList(0, i));
            }
            rows.add(new Row(names.get(i), imports));
        }
        return new PackageTable(rows);
    }

    private static Set<String> codes(String cell) {
        Set<String> found = new HashSet<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    List<String> names() {
        return rows.stream().map(Row::name).toList();
    }
}
