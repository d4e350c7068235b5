package dev.runbook.report;

import dev.runbook.journal.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as a tree of its pairs, their tasks and the calls of each, made of its events. What was not told yet is missing.
 *
 * @param words what was said of the run as a whole: output and warnings
 */
record Chronicle(Optional<Facts> started, Optional<Facts> ended, List<PairPart> pairs, List<Facts> words) {

    Chronicle {
        pairs = List.copyOf(pairs);
        words = List.copyOf(words);
    }

    /** What has been told of one pair. */
    record PairPart(
            String name, Optional<Facts> started, Optional<Facts> ended, List<TaskPart> tasks, List<Facts> worlds) {

        PairPart {
            tasks = List.copyOf(tasks);
            worlds = List.copyOf(worlds);
        }

        String status() {
            return ended.map(event -> event.text("status")).orElse(started.isPresent() ? "cut-off" : "not-started");
        }

        /** What a person calls the two sides: {@code mitosis-prod -> mitosis-demo}; empty for a pair that never began. */
        Optional<String> sides() {
            return started.map(event -> event.text("source") + " -> " + event.text("target"));
        }

        /** The message of the pair, unless one of its tasks has said the same. */
        Optional<String> ownMessage() {
            return ended.flatMap(event -> event.given("message"))
                    .filter(message ->
                            tasks.stream().noneMatch(task -> task.message().equals(Optional.of(message))));
        }

        Optional<Facts> world(String when) {
            return worlds.stream()
                    .filter(world -> world.text("when").equals(when))
                    .reduce((first, last) -> last);
        }

        /** When the new data was taken from production, as far as anything has told. */
        Optional<DataMoment> dataAsOf() {
            PairStory story = new PairStory(name);
            started.ifPresent(story::take);
            tasks.forEach(task -> task.events().forEach(story::take));
            ended.ifPresent(story::take);
            return story.dataAsOf();
        }
    }

    /**
     * What has been told of one task of one pair.
     *
     * @param events from its first to its last, in order
     */
    record TaskPart(List<Facts> events) {

        TaskPart {
            events = List.copyOf(events);
        }

        Facts started() {
            return events.get(0);
        }

        Optional<Facts> ended() {
            Facts last = events.get(events.size() - 1);
            return last.is(Event.Kind.TASK_ENDED) ? Optional.of(last) : Optional.empty();
        }

        String id() {
            return started().event().task();
        }

        /** {@code 3/8 Mask what is personal}, without an item. */
        String title() {
            return PairStory.title(started().without("item"));
        }

        /** {@code Mask what is personal}: the same in every run. */
        String name() {
            return PairStory.title(started().without("item").without("index"));
        }

        String status() {
            return ended().map(event -> event.text("status")).orElse("cut-off");
        }

        boolean isRefused() {
            return ended().filter(event -> event.truth("refused")).isPresent();
        }

        /** Whether it was only found out that it would fail, so that nothing was begun. */
        boolean isForeseen() {
            return ended().filter(event -> event.truth("foreseen")).isPresent();
        }

        /** How it ended, in the word that says most. */
        String word() {
            return isForeseen() ? "foreseen" : isRefused() ? "refused" : status();
        }

        Optional<String> message() {
            return ended().flatMap(event -> event.given("message"));
        }

        /** Where the file has what went wrong, or else the task. */
        Optional<String> place() {
            return ended().flatMap(event -> event.given("place"))
                    .or(() -> started().given("place"));
        }

        List<Facts> told(Event.Kind... kinds) {
            List<Event.Kind> wanted = List.of(kinds);
            return events.stream()
                    .filter(event -> wanted.contains(event.event().kind()))
                    .toList();
        }

        /** Every call in order: made, foreseen, or left out. */
        List<CallPart> calls() {
            return told(Event.Kind.CHANGE, Event.Kind.CHANGE_SKIPPED).stream()
                    .map(call -> new CallPart(call, done(call)))
                    .toList();
        }

        private Optional<Facts> done(Facts call) {
            String item = call.text("item");
            return told(Event.Kind.CHANGE_DONE).stream()
                    .filter(done -> done.text("key").equals(call.text("key"))
                            && done.text("item").equals(item)
                            && !done.event().at().isBefore(call.event().at()))
                    .findFirst();
        }
    }

    /** A call, and how it ended when it did. */
    record CallPart(Facts call, Optional<Facts> done) {

        boolean isSkipped() {
            return call.is(Event.Kind.CHANGE_SKIPPED);
        }
    }

    static Chronicle of(List<Event> events) {
        Writing writing = new Writing();
        events.forEach(event -> writing.take(new Facts(event)));
        return writing.whole();
    }

    boolean isCheck() {
        return started.filter(event -> event.truth("check")).isPresent();
    }

    /** What it is for; a check is one of a run. */
    String title() {
        return started.map(Story::title).orElse("a run whose journal has no beginning");
    }

    /** What commands know it by; empty for a check, which is kept nowhere. */
    Optional<String> id() {
        return started.flatMap(Story::id);
    }

    /** The run that {@code resume} would carry on: this one, when it has begun and come to no good end. */
    Optional<String> toContinue() {
        boolean begun = pairs.stream()
                .noneMatch(pair ->
                        pair.ended().filter(event -> event.truth("foreseen")).isPresent());
        boolean open = pairs.stream()
                .map(PairPart::status)
                .anyMatch(status -> List.of("failed", "interrupted", "not-started", "cut-off")
                        .contains(status));
        return id().filter(run -> begun && open);
    }

    /** Sorts events into the tree. */
    private static final class Writing {

        private final List<Facts> ofRun = new ArrayList<>();
        private final Map<String, List<Facts>> ofPairs = new LinkedHashMap<>();

        void take(Facts event) {
            if (event.is(Event.Kind.RUN_STARTED)) {
                event.texts("pairs").forEach(pair -> ofPairs.computeIfAbsent(pair, name -> new ArrayList<>()));
            }
            String pair = event.event().pair();
            List<Facts> place = pair.isEmpty() ? ofRun : ofPairs.computeIfAbsent(pair, name -> new ArrayList<>());
            place.add(event);
        }

        Chronicle whole() {
            List<PairPart> pairs = new ArrayList<>();
            ofPairs.forEach((name, events) -> pairs.add(pair(name, events)));
            return new Chronicle(
                    first(ofRun, Event.Kind.RUN_STARTED),
                    first(ofRun, Event.Kind.RUN_ENDED),
                    pairs,
                    ofRun.stream()
                            .filter(event -> event.is(Event.Kind.OUTPUT) || event.is(Event.Kind.WARNING))
                            .toList());
        }

        private static PairPart pair(String name, List<Facts> events) {
            return new PairPart(
                    name,
                    first(events, Event.Kind.PAIR_STARTED),
                    first(events, Event.Kind.PAIR_ENDED),
                    tasks(events),
                    events.stream().filter(event -> event.is(Event.Kind.WORLD)).toList());
        }

        /** A task is told from its first event to its end; each item of a loop tells its own beginning again. */
        private static List<TaskPart> tasks(List<Facts> events) {
            List<TaskPart> tasks = new ArrayList<>();
            List<Facts> open = new ArrayList<>();
            for (Facts event : events) {
                if (event.event().task().isEmpty()) {
                    continue;
                }
                boolean another = !open.isEmpty()
                        && !open.get(0).event().task().equals(event.event().task());
                if (another) {
                    tasks.add(new TaskPart(open));
                    open.clear();
                }
                if (!open.isEmpty() || event.is(Event.Kind.TASK_STARTED)) {
                    open.add(event);
                }
                if (event.is(Event.Kind.TASK_ENDED) && !open.isEmpty()) {
                    tasks.add(new TaskPart(open));
                    open.clear();
                }
            }
            if (!open.isEmpty()) {
                tasks.add(new TaskPart(open));
            }
            return tasks;
        }

        private static Optional<Facts> first(List<Facts> events, Event.Kind kind) {
            return events.stream().filter(event -> event.is(kind)).findFirst();
        }
    }
}
