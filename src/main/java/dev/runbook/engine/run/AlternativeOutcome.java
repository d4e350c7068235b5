package dev.runbook.engine.run;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.journal.CallName;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Tells what a check would have found if a condition that only a run can decide had come out false. */
final class AlternativeOutcome {

    /**
     * What the check finds then.
     *
     * @param place the task, or the item of its loop, or the passage through an include, that has the condition
     */
    record AlternativeCheck(String place, String condition, List<EventRecord<?>> events, PairResult result) {
        AlternativeCheck {
            events = List.copyOf(events);
        }
    }

    private final List<EventRecord<?>> events;

    /** @param events of the check in which every such condition is true */
    AlternativeOutcome(List<EventRecord<?>> events) {
        this.events = List.copyOf(events);
    }

    void report(AlternativeCheck other, TaskEvents taskEvents) {
        List<String> then = calls(events, other.place());
        List<String> otherwise = calls(other.events(), other.place());
        taskEvents.emit(new Event.AlternativeFound(
                other.condition(),
                less(then, otherwise),
                less(otherwise, then),
                other.result().failure().map(TaskFailure::message).filter(message -> !message.isEmpty())));
    }

    /** The calls of all tasks but those that are left out. */
    private static List<String> calls(List<EventRecord<?>> events, String place) {
        return events.stream()
                .flatMap(record -> record.as(Event.ChangeAnnounced.class).stream())
                .filter(change -> !isAt(change, place))
                .map(AlternativeOutcome::call)
                .toList();
    }

    private static boolean isAt(EventRecord<Event.ChangeAnnounced> change, String place) {
        OptionalInt index = change.event().item();
        String item = index.isPresent() ? "[" + index.getAsInt() + "]" : "";
        return place.endsWith(".") ? change.task().startsWith(place) : (change.task() + item).equals(place);
    }

    /** The whole call, also where its words leave out a subject that the action names. */
    private static String call(EventRecord<Event.ChangeAnnounced> change) {
        CallName call = change.event().call();
        return change.task() + ": " + call.service() + " " + call.action() + " " + call.subject() + " "
                + change.event().parameters().show();
    }

    /** What is in the one list and not in the other. */
    private static List<String> less(List<String> all, List<String> some) {
        List<String> rest = new ArrayList<>(all);
        some.forEach(rest::remove);
        return rest;
    }
}
