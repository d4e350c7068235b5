package dev.runbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares a text with a file of a case folder; with {@code -Dgolden=write} the file is rewritten instead, and {@code git diff} is the review.
 *
 * <pre>
 * for (Path folder : Golden.cases("yaml")) {
 *     Golden.check(folder.resolve("expected.txt"), read(folder.resolve("input.yml")));
 * }
 * </pre>
 */
public final class Golden {

    private static final Path CASES = Path.of("src/test/cases");
    private static final int CONTEXT_LINES = 3;
    private static final int DIFFERENT_LINES_MAX = 60;

    private final boolean write;

    Golden(boolean write) {
        this.write = write;
    }

    /** Fails with a diff if the file has another content. */
    public static void check(Path expected, String actual) {
        new Golden(System.getProperty("golden", "check").equals("write")).compare(expected, actual);
    }

    /** The case folders of a stage, {@code src/test/cases/<stage>/<sentence>/}, sorted; fails if there is none. */
    public static List<Path> cases(String stage) {
        return foldersOf(CASES.resolve(stage));
    }

    static List<Path> foldersOf(Path stage) {
        try (Stream<Path> found = Files.list(stage)) {
            List<Path> folders = found.filter(Files::isDirectory).sorted().toList();
            if (folders.isEmpty()) {
                throw new AssertionError(stage + " holds no case: a stage without cases checks nothing");
            }
            return folders;
        } catch (IOException e) {
            throw new AssertionError(stage + " cannot be read: each case is a folder in it", e);
        }
    }

    void compare(Path expected, String actual) {
        String wanted = actual.isEmpty() || actual.endsWith("\n") ? actual : actual + "\n";
        try {
            boolean exists = Files.exists(expected);
            String present = exists ? Files.readString(expected) : "";
            if (exists && present.equals(wanted)) {
                return;
            }
            if (!write) {
                throw new AssertionError(message(expected, exists, diff(present, wanted)));
            }
            Files.createDirectories(expected.toAbsolutePath().getParent());
            Files.writeString(expected, wanted);
        } catch (IOException e) {
            throw new AssertionError(expected + " cannot be read or written", e);
        }
    }

    private static String message(Path expected, boolean exists, String diff) {
        return expected + (exists ? " differs (- expected, + actual):\n" : " does not exist; it would hold:\n") + diff
                + "\nIf the new text is right: mvn test -Dgolden=write -Dtest=" + callingTest() + " && git diff "
                + expected;
    }

    private static String callingTest() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName().replaceAll("^.*\\.|\\$.*$", ""))
                        .filter(name -> name.endsWith("Test"))
                        .findFirst())
                .orElse("'*'");
    }

    /** The lines from the first to the last difference, with a few around them. */
    static String diff(String expected, String actual) {
        List<String> old = expected.lines().toList();
        List<String> now = actual.lines().toList();
        int start = 0;
        while (start < Math.min(old.size(), now.size()) && old.get(start).equals(now.get(start))) {
            start++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - start
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<String> lines = new ArrayList<>();
        lines.add("@ line " + (start + 1));
        append(lines, "  ", old.subList(Math.max(0, start - CONTEXT_LINES), start));
        append(lines, "- ", old.subList(start, old.size() - tail));
        append(lines, "+ ", now.subList(start, now.size() - tail));
        append(lines, "  ", now.subList(now.size() - tail, Math.min(now.size(), now.size() - tail + CONTEXT_LINES)));
        return String.join("\n", lines);
    }

    private static void append(List<String> lines, String sign, List<String> part) {
        part.stream().limit(DIFFERENT_LINES_MAX).forEach(line -> lines.add(sign + line));
        if (part.size() > DIFFERENT_LINES_MAX) {
            lines.add(sign + "... " + (part.size() - DIFFERENT_LINES_MAX) + " more lines");
        }
    }
}
