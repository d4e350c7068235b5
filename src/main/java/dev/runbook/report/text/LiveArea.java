package dev.runbook.report.text;

import dev.runbook.report.Formats;
import dev.runbook.report.PairState;
import dev.runbook.report.RunState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The lines at the foot of a terminal that are drawn again and again: one for each pair under way. */
final class LiveArea {

    private static final String ERASE_BELOW = "\033[J";
    private static final int TASK_WIDTH_MAX = 32;
    private static final int TASK_WIDTH_MIN = 8;
    private static final int NAME_WIDTH_MIN = 4;
    private static final int CLOCK_WIDTH_MIN = 7;
    private static final int LINES_KEPT_FREE = 3;

    private final PrintWriter out;
    private final Display display;
    private final AnsiStyle style;
    private int drawn;

    LiveArea(PrintWriter out, Display display) {
        this.out = out;
        this.display = display;
        this.style = new AnsiStyle(display.colours());
    }

    /** Prints lines that stay, above the area; it is drawn again below them. */
    void print(List<String> lines, RunState runState, Instant now) {
        erase();
        lines.forEach(out::println);
        draw(runState, now);
        out.flush();
    }

    void redraw(RunState runState, Instant now) {
        print(List.of(), runState, now);
    }

    /** Prints lines above a question that waits for its answer at the foot of the screen. */
    void printBefore(String question, List<String> lines) {
        int wrapped = Math.max(0, question.length() - 1) / display.width();
        out.print((wrapped > 0 ? "\033[" + wrapped + "A" : "") + "\r" + ERASE_BELOW);
        lines.forEach(out::println);
        out.print(question);
        out.flush();
    }

    /** Takes the area off the screen until the next print. */
    void leave() {
        erase();
        out.flush();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\033[" + drawn + "A\r" + ERASE_BELOW);
            drawn = 0;
        }
    }

    private void draw(RunState runState, Instant now) {
        if (runState.endEvent().isPresent()) {
            return;
        }
        List<PairState> running =
                runState.pairs().stream().filter(PairState::isRunning).toList();
        int room = Math.max(1, display.height() - LINES_KEPT_FREE);
        int shown = running.size() <= room ? running.size() : room - 1;
        List<String> lines = new ArrayList<>();
        running.stream()
                .limit(shown)
                .map(pairState -> line(pairState, runState, now))
                .forEach(lines::add);
        String rest = rest(runState, running.size() - shown);
        if (!rest.isEmpty()) {
            lines.add(style.dim(Paragraph.cut(rest, display.width() - 1)));
        }
        lines.forEach(out::println);
        drawn = lines.size();
    }

    /** {@code demo   3/8 Mask   public.customers  6,200 of 10,000 rows (3,100/s)   0:07}, cut to one line. */
    private String line(PairState pairState, RunState runState, Instant now) {
        String elapsed = pairState
                .taskStarted()
                .map(start -> Formats.clock(Duration.between(start, now).toSeconds()))
                .orElse("");
        String clock = " ".repeat(Math.max(0, CLOCK_WIDTH_MIN - elapsed.length())) + elapsed;
        // Two blanks before the task, the state and the clock; the last column stays free, for some terminals go on
        // there.
        int room = display.width() - 1 - clock.length() - 2 * 3;
        if (room < NAME_WIDTH_MIN + TASK_WIDTH_MIN) {
            return style.bold(Paragraph.cut(pairState.name() + "  " + pairState.taskTitle(), display.width() - 1));
        }
        String name = fit(pairState.name(), Math.min(runState.nameWidth(), room - TASK_WIDTH_MIN));
        String task = fit(pairState.taskTitle(), Math.min(taskWidth(runState), room - name.length()));
        String state = fit(pairState.state(), room - name.length() - task.length());
        return style.place(name) + "  " + style.bold(task) + "  " + state + "  " + style.dim(clock);
    }

    private static int taskWidth(RunState runState) {
        int longest = runState.pairs().stream()
                .mapToInt(each -> each.taskTitle().length())
                .max()
                .orElse(0);
        return Math.min(TASK_WIDTH_MAX, Math.max(12, longest));
    }

    private static String fit(String text, int width) {
        return Paragraph.pad(Paragraph.cut(text, width), width);
    }

    private String rest(RunState runState, int hidden) {
        long waiting = runState.pairs().stream()
                .filter(pairState -> pairState.startEvent().isEmpty() && !pairState.hasEnded())
                .count();
        return String.join(
                ", ",
                Stream.of(
                                hidden > 0 ? Formats.count(hidden) + " more under way" : "",
                                waiting > 0 ? Formats.count(waiting) + " not begun" : "")
                        .filter(text -> !text.isEmpty())
                        .toList());
    }
}
