package dev.runbook.report;

import dev.runbook.journal.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A check as a diff: each pair in one piece, in the order of the inventory, and the totals. */
final class PlanText {

    private final Display display;
    private final Ink ink;
    private final CallText calls;
    private final Story story;
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Map<String, Folded> folded = new HashMap<>();
    private final Tally tally = new Tally();

    PlanText(Display display, Story story) {
        this.display = display;
        this.ink = new Ink(display.colours());
        this.calls = new CallText(ink, display.width(), display.verbose());
        this.story = story;
    }

    /** The last line: how many calls of which kind. */
    List<String> totals() {
        boolean whole = story.pairs().stream().allMatch(pair -> Event.isGoodEnd(pair.status()));
        String start = whole
                ? "Plan for " + Figures.count(story.pairs().size(), "pair") + ": "
                : "Not a whole plan, a run would stop where this did: ";
        return Paragraph.wrap(start + tally.text() + ". " + story.unchanged(), display.width());
    }

    /** The lines that can be printed now: those of pairs that are complete, none before an earlier one. */
    List<String> tell(Facts event) {
        String pair = event.event().pair();
        if (pair.isEmpty()) {
            return ofRun(event);
        }
        List<String> own = lines.computeIfAbsent(pair, name -> new ArrayList<>());
        if (!folds(event)) {
            own.addAll(counted(pair));
            own.addAll(ofPair(event));
        }
        return event.is(Event.Kind.PAIR_ENDED) ? complete() : List.of();
    }

    private List<String> ofRun(Facts event) {
        return switch (event.event().kind()) {
            case RUN_STARTED -> started(event);
            case WARNING ->
                Paragraph.hanging("warning: ", event.text("text"), display.width()).stream()
                        .map(ink::changed)
                        .toList();
            case OUTPUT -> List.of(event.text("text"));
            case RUN_ENDED -> ended();
            default -> List.of();
        };
    }

    private List<String> started(Facts event) {
        List<String> lines = new ArrayList<>(Paragraph.wrap(Story.title(event) + Story.reach(event), display.width()));
        lines.add("");
        return lines;
    }

    private List<String> ofPair(Facts event) {
        return switch (event.event().kind()) {
            case PAIR_STARTED -> pairStarted(event);
            case TASK_STARTED -> taskStarted(event);
            case CHANGE -> change(event);
            case CHANGE_SKIPPED -> skipped(event);
            case WARNING ->
                Paragraph.hanging("    warning: ", event.text("text"), display.width()).stream()
                        .map(ink::changed)
                        .toList();
            case OUTPUT ->
                Paragraph.wrap(event.text("text"), display.width() - 6).stream()
                        .map(line -> "    | " + line)
                        .toList();
            case NOTIFIED -> List.of("    " + ink.dim("notified: ") + event.text("handler"));
            case OTHERWISE -> otherwise(event);
            case TASK_ENDED -> taskEnded(event);
            default -> List.of();
        };
    }

    /** Whether the call is counted instead of shown; then that is done. */
    private boolean folds(Facts event) {
        if (event.is(Event.Kind.TASK_STARTED)) {
            folded.put(event.event().pair(), new Folded());
        }
        boolean hidden = event.is(Event.Kind.CHANGE)
                && !display.verbose()
                && folded.computeIfAbsent(event.event().pair(), pair -> new Folded())
                        .hides(event);
        if (hidden) {
            count(event);
        }
        return hidden;
    }

    private List<String> counted(String pair) {
        return Optional.ofNullable(folded.get(pair)).map(Folded::counted).orElse(List.of()).stream()
                .map(more -> ink.dim("    ... " + more + "; -v shows all"))
                .toList();
    }

    private List<String> pairStarted(Facts event) {
        List<String> text = new ArrayList<>();
        String sides = event.text("source") + " -> " + event.text("target")
                + (event.truth("resumed") ? "  (continues refresh " + event.text("refresh") + ")" : "");
        String pair = event.event().pair();
        Paragraph.hanging(pair + "  ", sides, display.width()).stream()
                .map(line -> line.startsWith(pair) ? ink.bold(pair) + line.substring(pair.length()) : line)
                .forEach(text::add);
        return text;
    }

    private List<String> taskStarted(Facts event) {
        String module = event.text("module");
        String title = PairStory.title(event);
        return List.of("", "  " + ink.bold(title) + (title.endsWith(module) ? "" : "  " + ink.dim(module)));
    }

    private List<String> change(Facts event) {
        count(event);
        List<String> text = new ArrayList<>(calls.line(event));
        text.addAll(calls.parameters(event));
        text.addAll(calls.diff(event));
        return text;
    }

    private void count(Facts call) {
        if (!call.truth("dry")) {
            tally.call(call.text("service"));
        }
    }

    private List<String> skipped(Facts event) {
        tally.skip();
        return calls.skipped(event);
    }

    private List<String> taskEnded(Facts event) {
        String status = event.text("status");
        Optional<String> message = event.given("message");
        if (List.of("failed", "ignored", "rescued").contains(status)) {
            return below(
                    "! ", status + message.map(text -> ": " + firstLine(text)).orElse(""), ink::bad);
        }
        if (status.equals("skipped")) {
            return below(
                    "", "skipped" + message.map(text -> ": " + firstLine(text)).orElse(""), ink::dim);
        }
        return event.whole("changes") == 0 && status.equals("ok")
                ? message.map(text -> below("", firstLine(text), ink::dim)).orElse(List.of())
                : List.of();
    }

    private List<String> below(String label, String text, UnaryOperator<String> paint) {
        return Paragraph.hanging("    " + label, text, display.width()).stream()
                .map(paint)
                .toList();
    }

    /** What would be different without the task of which only a run decides whether it is carried out. */
    private List<String> otherwise(Facts event) {
        List<String> text = new ArrayList<>();
        text.add("");
        text.add("  " + ink.bold("If " + event.text("condition") + " is false when run") + "  "
                + ink.dim(event.event().task()));
        event.texts("without").forEach(call -> text.addAll(Paragraph.hanging("    - ", call, display.width())));
        event.texts("with").forEach(call -> text.addAll(Paragraph.hanging("    + ", call, display.width())));
        event.given("message")
                .ifPresent(message -> text.addAll(Paragraph.hanging("    ! ", "fails: " + message, display.width())));
        if (text.size() == 2) {
            text.add(ink.dim("    only this task is left out"));
        }
        return text;
    }

    private List<String> complete() {
        List<String> text = new ArrayList<>();
        for (PairStory pair : story.pairs()) {
            if (!pair.hasEnded()) {
                break;
            }
            List<String> own = lines.put(pair.name(), List.of());
            if (own != null && !own.isEmpty()) {
                text.addAll(own);
                text.add("");
            }
        }
        return text;
    }

    private List<String> ended() {
        List<String> text = new ArrayList<>();
        lines.values().forEach(text::addAll);
        return text;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
