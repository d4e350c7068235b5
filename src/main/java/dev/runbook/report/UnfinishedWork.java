package dev.runbook.report;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RecordedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a run has left undone: for each pair the task it stopped in, and the calls that were begun and not seen done. */
public record UnfinishedWork(List<EventRecord<?>> events) {

    public UnfinishedWork {
        events = List.copyOf(events);
    }

    public List<String> lines() {
        Map<String, Ends> pairs = new LinkedHashMap<>();
        for (EventRecord<?> record : PrintableEvents.of(events)) {
            if (record.event() instanceof Event.RunStarted start) {
                start.pairs().forEach(pair -> pairs.put(pair, new Ends()));
            } else if (!record.pair().isEmpty()) {
                pairs.computeIfAbsent(record.pair(), name -> new Ends()).take(record);
            }
        }
        List<String> lines = new ArrayList<>();
        pairs.forEach((pair, ends) -> ends.lines().forEach(line -> lines.add("  " + pair + "  " + line)));
        return lines;
    }

    /** What identifies a call of a pair. */
    private record Call(String task, String key, OptionalInt item) {}

    /** One pair as far as its events go. */
    private static final class Ends {

        private final Map<Call, String> begun = new LinkedHashMap<>();
        private final Set<String> handlers = new LinkedHashSet<>();
        private Optional<EventRecord<Event.TaskStarted>> task = Optional.empty();
        private boolean well;

        void take(EventRecord<?> record) {
            record.as(Event.TaskStarted.class)
                    .ifPresent(start -> task =
                            Optional.of(start).filter(real -> !real.event().preflightOnly()));
            if (record.event() instanceof Event.ChangeAnnounced change) {
                begun.put(
                        new Call(record.task(), change.key(), change.item()),
                        change.call().toString());
            }
            if (record.event() instanceof Event.ChangeDone done) {
                begun.remove(new Call(record.task(), done.key(), done.item()));
            }
            if (record.event() instanceof Event.HandlerNotified notified) {
                handlers.add(notified.handler());
            }
            if (RecordedRun.isDone(record.event())) {
                handlers.remove(record.task());
            }
            if (record.event() instanceof Event.PairEnded end) {
                well = end.status().isSuccess();
            }
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            if (well || task.isEmpty()) {
                return lines;
            }
            Event.TaskStarted.TaskNumber number = task.get().event().number();
            long behind = (long) number.count() - number.index();
            lines.add("stopped in " + PairState.title(task.get())
                    + (behind == 0
                            ? ", the last task"
                            : "; " + Formats.count(behind, "task") + (behind == 1 ? " is" : " are") + " still to do"));
            begun.values().forEach(call -> lines.add("under way: " + call));
            handlers.forEach(handler -> lines.add("notified and not carried out: " + handler));
            return lines;
        }
    }
}
