package dev.runbook.report;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells a person what a run does, or what a check found it would do. Takes events from any thread.
 */
public final class TextReport implements Consumer<EventRecord<?>> {

    private final PrintWriter out;
    private final Display display;
    private final Advice advice;
    private final Story story = new Story();
    private final PlanText plan;
    private final RunText run;
    private final LiveArea live;
    private Optional<String> question = Optional.empty();

    /**
     * What to say when the run is over.
     *
     * @param resume the words that continue a run when its id follows them; empty when it is not to be continued
     * @param afterwards lines about what to look at now; empty when there is nothing to add
     */
    public record Advice(String resume, List<String> afterwards) {
        public Advice {
            afterwards = List.copyOf(afterwards);
        }
    }

    public TextReport(PrintWriter out, Display display, Advice advice) {
        this.out = out;
        this.display = display;
        this.advice = advice;
        this.plan = new PlanText(display, story);
        this.run = new RunText(display, story);
        this.live = new LiveArea(out, display);
    }

    /** The table and the failures at the end of a run, for one that is over. */
    public static List<String> recapOf(List<EventRecord<?>> told, Display display) {
        List<EventRecord<?>> events = PrintableEvents.of(told);
        Story story = new Story();
        events.forEach(story::take);
        Recap recap = new Recap(display, story);
        List<String> lines = new ArrayList<>(recap.table());
        List<String> failures = recap.failures();
        if (!failures.isEmpty()) {
            lines.add("");
            lines.addAll(failures);
        }
        List<String> left = new ArrayList<>();
        for (Chronicle.PairPart pair : Chronicle.of(events).pairs()) {
            for (LeftBehind behind : LeftBehind.of(pair)) {
                String label = "  " + behind.instance() + "  ";
                left.addAll(Paragraph.hanging(label, behind.status() + "; " + behind.why(), display.width()));
            }
        }
        if (!left.isEmpty()) {
            lines.add("");
            lines.add("Left behind:");
            lines.addAll(left);
        }
        return lines;
    }

    @Override
    public synchronized void accept(EventRecord<?> told) {
        EventRecord<?> event = PrintableEvents.of(told);
        story.take(event);
        List<String> lines = new ArrayList<>(story.isCheck() ? plan.tell(event) : run.tell(event));
        if (event.is(Event.RunEnded.class)) {
            lines.addAll(ending());
        }
        print(lines, event.at());
    }

    /** Tells a line for whoever looks for a fault, where it comes. */
    public synchronized void note(Instant at, String origin, String text) {
        print(run.note(at, origin, text), at);
    }

    private void print(List<String> lines, Instant at) {
        if (display.live()) {
            if (!lines.isEmpty() && question.isPresent()) {
                live.printBefore(question.get(), lines);
            } else if (!lines.isEmpty()) {
                live.print(lines, story, at);
            }
            return;
        }
        lines.forEach(out::println);
        out.flush();
    }

    /** Stops drawing while somebody is asked something; what happens meanwhile is printed above the question. */
    public synchronized void asking(Optional<String> prompt) {
        if (prompt.isPresent()) {
            live.leave();
        }
        question = prompt;
    }

    /** Draws the live lines again; called a few times a second while a run goes on. */
    public synchronized void tick(Instant now) {
        if (display.live() && question.isEmpty() && story.ended().isEmpty()) {
            live.redraw(story, now);
        }
    }

    private List<String> ending() {
        Recap recap = new Recap(display, story);
        List<String> lines = new ArrayList<>();
        if (!story.isCheck()) {
            lines.add("");
            lines.addAll(recap.table());
        }
        List<String> failures = recap.failures();
        if (!story.isCheck() && !failures.isEmpty()) {
            lines.add("");
        }
        lines.addAll(failures);
        if (story.isCheck()) {
            if (!failures.isEmpty()) {
                lines.add("");
            }
            lines.addAll(plan.totals());
        }
        if (!story.isCheck() && recap.changedNothing()) {
            lines.add("");
            lines.add(story.unchanged());
        }
        Optional<String> run = story.started().flatMap(Event.RunStarted::run);
        if (!story.isCheck() && recap.canContinue() && !advice.resume().isEmpty() && run.isPresent()) {
            lines.add("");
            lines.add("To continue where it stopped:");
            lines.addAll(Paragraph.command(advice.resume() + " " + run.get(), display.width()));
        }
        if (!advice.afterwards().isEmpty()) {
            lines.add("");
            advice.afterwards().forEach(line -> lines.addAll(Paragraph.wrap(line, display.width())));
        }
        return lines;
    }
}
