package dev.runbook.report.text;

import dev.runbook.report.Formats;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Shows every problem with its place, the line with a caret, and what to write instead. */
public final class ProblemReport {

    /** How many are shown unless all are wanted. */
    public static final int SHOWN_MAX = 50;

    private static final String HINT = "  hint: ";

    private final Display display;
    private final AnsiStyle style;

    public ProblemReport(Display display) {
        this.display = display;
        this.style = new AnsiStyle(display.colours());
    }

    /**
     * The problems in the order given, and their number.
     *
     * @param most how many are shown; the rest is counted
     */
    public List<String> lines(List<Problem> problems, int most) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems.subList(0, Math.min(most, problems.size()))) {
            lines.addAll(lines(problem));
            lines.add("");
        }
        if (problems.size() > most) {
            lines.add(Formats.count(problems.size() - most, "more problem") + "; --all-problems shows every one");
            lines.add("");
        }
        lines.add(style.bold(Formats.count(problems.size(), "problem") + "; nothing was called or changed."));
        return lines;
    }

    private List<String> lines(Problem problem) {
        Iterator<String> excerpt = Excerpt.of(problem).lines().iterator();
        List<String> lines = new ArrayList<>();
        String place = problem.position() + ": ";
        String first = excerpt.next();
        List<String> head = Paragraph.wrap(first, display.width());
        lines.add(
                head.get(0).startsWith(place)
                        ? style.place(place) + style.bad(head.get(0).substring(place.length()))
                        : style.place(head.get(0)));
        head.stream().skip(1).map(line -> style.bad("    " + line)).forEach(lines::add);
        excerpt.forEachRemaining(line -> lines.addAll(below(line)));
        return lines;
    }

    private List<String> below(String line) {
        if (line.startsWith(HINT)) {
            return Paragraph.hanging(HINT, line.substring(HINT.length()), display.width()).stream()
                    .map(style::good)
                    .toList();
        }
        return List.of(line.isBlank() || !line.strip().equals("^") ? line : style.bad(line));
    }
}
