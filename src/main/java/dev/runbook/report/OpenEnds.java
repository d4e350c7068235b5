package dev.runbook.report;

import dev.runbook.journal.Event;
import dev.runbook.journal.RecordedRun;
import dev.runbook.yaml.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run has left undone: for each pair the task it stopped in, and the calls that were begun and not seen done. */
public record OpenEnds(List<Event> events) {

    public OpenEnds {
        events = List.copyOf(events);
    }

    public List<String> lines() {
        Map<String, Ends> pairs = new LinkedHashMap<>();
        for (Event event : events) {
            if (event.kind() == Event.Kind.RUN_STARTED) {
                new Facts(event).texts("pairs").forEach(pair -> pairs.put(pair, new Ends()));
            } else if (!event.pair().isEmpty()) {
                pairs.computeIfAbsent(event.pair(), name -> new Ends()).take(new Facts(event));
            }
        }
        List<String> lines = new ArrayList<>();
        pairs.forEach((pair, ends) -> ends.lines().forEach(line -> lines.add("  " + pair + "  " + line)));
        return lines;
    }

    /** One pair as far as its events go. */
    private static final class Ends {

        private final Map<String, String> begun = new LinkedHashMap<>();
        private final Set<String> handlers = new LinkedHashSet<>();
        private Optional<Facts> task = Optional.empty();
        private boolean well;

        void take(Facts event) {
            String call = event.event().task() + " " + event.text("key") + " " + event.text("item");
            switch (event.event().kind()) {
                case TASK_STARTED -> task = event.truth("foreseen") ? Optional.empty() : Optional.of(event);
                case CHANGE -> begun.put(call, CallText.title(event));
                case CHANGE_DONE -> begun.remove(call);
                case NOTIFIED -> handlers.add(event.text("handler"));
                case TASK_ENDED -> {
                    if (RecordedRun.isDone(event.event())) {
                        handlers.remove(event.event().task());
                    }
                }
                case PAIR_ENDED -> well = Event.isGoodEnd(event.text("status"));
                default -> {
                    // Nothing else begins or ends what could be left.
                }
            }
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (well || task.isEmpty()) {
                return lines;
            }
            long behind = task.get().whole("count") - task.get().whole("index");
            lines.add("stopped in " + PairStory.title(task.get())
                    + (behind == 0
                            ? ", the last task"
                            : "; " + Figures.count(behind, "task") + (behind == 1 ? " is" : " are") + " still to do"));
            begun.values().forEach(call -> lines.add("under way: " + call));
            handlers.forEach(handler -> lines.add("notified and not carried out: " + Printable.of(handler)));
            return lines;
        }
    }
}
