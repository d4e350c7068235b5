package dev.runbook.engine.run;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.EventFields;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import java.util.ArrayList;
import java.util.List;

/** Tells what a check would have found if a condition that only a run can decide had come out false. */
final class AlternativeOutcome {

    /**
     * What the check finds then.
     *
     * @param place the task, or the item of its loop, or the passage through an include, that has the condition
     */
    record AlternativeCheck(String place, String condition, List<Event> events, PairResult result) {
        AlternativeCheck {
            events = List.copyOf(events);
        }
    }

    private final List<Event> events;

    /** @param events of the check in which every such condition is true */
    AlternativeOutcome(List<Event> events) {
        this.events = List.copyOf(events);
    }

    void report(AlternativeCheck other, TaskEvents taskEvents) {
        List<String> then = calls(events, other.place());
        List<String> otherwise = calls(other.events(), other.place());
        taskEvents.emit(
                Event.Kind.OTHERWISE,
                EventFields.of("condition", other.condition())
                        .with("without", less(then, otherwise))
                        .with("with", less(otherwise, then))
                        .with(
                                "message",
                                other.result()
                                        .failure()
                                        .map(TaskFailure::message)
                                        .orElse("")));
    }

    /** The calls of all tasks but those that are left out. */
    private static List<String> calls(List<Event> events, String place) {
        return events.stream()
                .filter(event -> event.kind() == Event.Kind.CHANGE)
                .filter(event -> !isAt(event, place))
                .map(AlternativeOutcome::call)
                .toList();
    }

    private static boolean isAt(Event event, String place) {
        String item = event.fields()
                .get("item")
                .map(index -> "[" + index.show() + "]")
                .orElse("");
        return place.endsWith(".") ? event.task().startsWith(place) : (event.task() + item).equals(place);
    }

    private static String call(Event event) {
        Value parameters = event.fields().get("parameters").orElse(new Value.Null());
        return event.task() + ": " + event.text("service") + " " + event.text("action") + " " + event.text("subject")
                + " " + parameters.show();
    }

    /** What is in the one list and not in the other. */
    private static List<String> less(List<String> all, List<String> some) {
        List<String> rest = new ArrayList<>(all);
        some.forEach(rest::remove);
        return rest;
    }
}
