package dev.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Tests a reader with random texts for {@code -Dfuzz.seconds} (default 2). A failure message contains the seed;
 * {@code -Dfuzz.seed} starts with the same text again.
 */
public final class RandomTexts {

    private static final Duration EACH_MAX = Duration.ofSeconds(60);
    private static final int LENGTH_MAX = 20_000;
    private static final List<String> CHARACTERS = List.of(
            "\t",
            "\n",
            "\r\n",
            "\r",
            " ",
            "  ",
            ":",
            ": ",
            "- ",
            "#",
            "'",
            "\"",
            "{",
            "}",
            "[",
            "]",
            "{{",
            "}}",
            "{%",
            "&a",
            "*a",
            "<<: *a",
            "!x",
            "!!str",
            "|",
            ">",
            "%",
            "@",
            "`",
            "?",
            "~",
            ",",
            "\\",
            "é",
            "\uD83D\uDE00",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "\u0085",
            "\u00a0",
            "---",
            "...",
            "null",
            "true",
            "0",
            "-1",
            "1e9",
            "99999999999999999999");

    private final List<String> corpus;
    private final List<String> words;

    /** @param words to insert at any place, in addition to the special characters of YAML */
    public RandomTexts(List<String> corpus, List<String> words) {
        this.corpus = List.copyOf(corpus);
        this.words = Stream.concat(CHARACTERS.stream(), words.stream()).toList();
    }

    /** Reads a text and returns its problems. */
    public interface Reader {
        List<Problem> read(String text) throws Exception;
    }

    /** Generates texts. */
    public interface Generator {
        String next(Random random);
    }

    /** The texts of all files below these folders whose names end in this way. */
    public static List<String> texts(String ending, String... folders) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(each -> each.toString().endsWith(ending))
                        .sorted()
                        .toList()) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts;
    }

    /** Reads mutated texts of the corpus; returns their number. */
    public long run(Reader reader) {
        return run(this::mutated, reader);
    }

    /** Reads generated texts until the time is over; returns their number. */
    public static long run(Generator generator, Reader reader) {
        long first = Long.getLong("fuzz.seed", 20261121);
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 2)).toNanos();
        long seed = first;
        while (seed == first || System.nanoTime() < end) {
            tryOut("-Dfuzz.seed=" + seed, generator.next(new Random(seed)), reader);
            seed++;
        }
        return seed - first;
    }

    /** For any text: no exception, an end, and only problems with valid positions. */
    public static void tryOut(String what, String text, Reader reader) {
        List<Problem> problems = new ArrayList<>();
        try {
            assertTimeoutPreemptively(EACH_MAX, () -> problems.addAll(reader.read(text)));
        } catch (Throwable e) {
            throw new AssertionError(what + "\n" + shortened(text), e);
        }
        for (Problem problem : problems) {
            Position place = problem.position();
            String where = what + " " + place + " " + problem + "\n" + shortened(text);
            String line = place.source().line(place.line());
            int lines = (int) Math.max(1, place.source().text().lines().count());
            assertThat(place.line()).as(where).isBetween(1, lines);
            assertThat(place.column()).as(where).isBetween(1, line.length() + 1);
            assertThat(problem.summary()).as(where).isNotBlank().doesNotContain("canary", "Exception");
            assertThat(problem.hint()).as(where).doesNotContain("canary");
            assertThat(Excerpt.of(problem)).as(where).contains("^".repeat(line.isBlank() ? 0 : 1));
        }
    }

    private static String shortened(String text) {
        return text.length() < 2_000 ? text : text.substring(0, 500) + "... (" + text.length() + " characters)";
    }

    private String mutated(Random random) {
        String text = pick(corpus, random);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            text = changed(text, random);
        }
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    }

    private String changed(String text, Random random) {
        int begin = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), begin + random.nextInt(1 + random.nextInt(40)));
        String before = text.substring(0, begin);
        String after = text.substring(end);
        return switch (random.nextInt(9)) {
            case 0 -> before + after;
            case 1 -> before + text.substring(begin, end).repeat(1 + random.nextInt(4)) + after;
            case 2, 3 -> before + pick(words, random) + text.substring(begin);
            case 4 -> before + pick(words, random) + after;
            case 5 -> before + pick(words, random).repeat(1 + random.nextInt(30)) + after;
            case 6 -> moveLine(text, random);
            case 7 -> before + part(pick(corpus, random), random) + after;
            default -> before;
        };
    }

    /** The text with one line moved or repeated, with another indentation. */
    private static String moveLine(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String line = lines.get(random.nextInt(lines.size()));
        if (random.nextBoolean()) {
            lines.remove(line);
        }
        String moved = switch (random.nextInt(3)) {
            case 0 -> line;
            case 1 -> "  " + line;
            default -> line.stripLeading();
        };
        lines.add(random.nextInt(lines.size() + 1), moved);
        return String.join("\n", lines);
    }

    private static String part(String text, Random random) {
        int begin = random.nextInt(text.length() + 1);
        return text.substring(begin, Math.min(text.length(), begin + random.nextInt(200)));
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
