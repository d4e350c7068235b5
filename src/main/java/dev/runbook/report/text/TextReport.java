package dev.runbook.report.text;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.LeftoverInstance;
import dev.runbook.report.PrintableEvents;
import dev.runbook.report.RunState;
import dev.runbook.report.RunTree;
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
    private final NextSteps nextSteps;
    private final RunState runState = new RunState();
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
    public record NextSteps(String resume, List<String> afterwards) {
        public NextSteps {
            afterwards = List.copyOf(afterwards);
        }
    }

    public TextReport(PrintWriter out, Display display, NextSteps nextSteps) {
        this.out = out;
        this.display = display;
        this.nextSteps = nextSteps;
        this.plan = new PlanText(display, runState);
        this.run = new RunText(display, runState);
        this.live = new LiveArea(out, display);
    }

    /** The table and the failures at the end of a run, for one that is over. */
    public static List<String> recapOf(List<EventRecord<?>> told, Display display) {
        List<EventRecord<?>> events = PrintableEvents.of(told);
        RunState runState = new RunState();
        events.forEach(runState::take);
        Recap recap = new Recap(display, runState);
        List<String> lines = new ArrayList<>(recap.table());
        List<String> failures = recap.failures();
        if (!failures.isEmpty()) {
            lines.add("");
            lines.addAll(failures);
        }
        List<String> left = new ArrayList<>();
        for (RunTree.PairNode pair : RunTree.of(events).pairs()) {
            for (LeftoverInstance behind : LeftoverInstance.of(pair)) {
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
        runState.take(event);
        List<String> lines = new ArrayList<>(runState.isCheck() ? plan.tell(event) : run.tell(event));
        if (event.is(Event.RunEnded.class)) {
            lines.addAll(ending());
        }
        print(lines, event.at());
    }

    /** Prints a diagnostic log line in its place. */
    public synchronized void note(Instant at, String origin, String text) {
        print(run.note(at, origin, text), at);
    }

    private void print(List<String> lines, Instant at) {
        if (display.live()) {
            if (!lines.isEmpty() && question.isPresent()) {
                live.printBefore(question.get(), lines);
            } else if (!lines.isEmpty()) {
                live.print(lines, runState, at);
            }
            return;
        }
        lines.forEach(out::println);
        out.flush();
    }

    /** Stops redrawing during a prompt; events are printed above the question. */
    public synchronized void asking(Optional<String> prompt) {
        if (prompt.isPresent()) {
            live.leave();
        }
        question = prompt;
    }

    /** Redraws the live lines; called several times a second during a run. */
    public synchronized void tick(Instant now) {
        if (display.live() && question.isEmpty() && runState.endEvent().isEmpty()) {
            live.redraw(runState, now);
        }
    }

    private List<String> ending() {
        Recap recap = new Recap(display, runState);
        List<String> lines = new ArrayList<>();
        if (!runState.isCheck()) {
            lines.add("");
            lines.addAll(recap.table());
        }
        List<String> failures = recap.failures();
        if (!runState.isCheck() && !failures.isEmpty()) {
            lines.add("");
        }
        lines.addAll(failures);
        if (runState.isCheck()) {
            if (!failures.isEmpty()) {
                lines.add("");
            }
            lines.addAll(plan.totals());
        }
        if (!runState.isCheck() && recap.changedNothing()) {
            lines.add("");
            lines.add(runState.unchangedMessage());
        }
        Optional<String> run = runState.startEvent().flatMap(Event.RunStarted::run);
        if (!runState.isCheck() && recap.canContinue() && !nextSteps.resume().isEmpty() && run.isPresent()) {
            lines.add("");
            lines.add("To continue where it stopped:");
            lines.addAll(Paragraph.command(nextSteps.resume() + " " + run.get(), display.width()));
        }
        if (!nextSteps.afterwards().isEmpty()) {
            lines.add("");
            nextSteps.afterwards().forEach(line -> lines.addAll(Paragraph.wrap(line, display.width())));
        }
        return lines;
    }
}
