package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.modules.WorldDiff;
import dev.runbook.port.Clock;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Brings one change after the other to its end, in a check and in a run alike. */
final class Carrier {

    private final Gate gate;
    private final Hands hands;
    private final Clock clock;
    private final PairCourse course;

    Carrier(Gate gate, Hands hands, Clock clock, PairCourse course) {
        this.gate = gate;
        this.hands = hands;
        this.clock = clock;
        this.course = course;
    }

    PairCourse course() {
        return course;
    }

    /**
     * What became of a change.
     *
     * @param made whether anything of it was missing, and is there now
     * @param differences what it has made different, setting by setting, when that is shown
     */
    record Carried(boolean made, Value.Fields differences) {
        static final Carried NOTHING = new Carried(false, new Value.Fields(Map.of()));
    }

    /**
     * Does what is missing of a change.
     *
     * @param result what its task yields, for the journal, when nothing but the journal can tell it later
     */
    Carried carry(Change change, Turn turn, Function<World, Value.Fields> result)
            throws TaskFailure, InterruptedException {
        Instant began = clock.now();
        World world = hands.world(turn);
        Progress progress = progress(change, world);
        if (progress.stage() == Progress.Stage.UNDER_WAY) {
            skipped(change, turn, "under way since before: " + progress.detail());
            progress = hands.await(change, turn);
            if (progress.isDone()) {
                done(change, turn, began, result);
                course.settled(change, turn);
                return Carried.NOTHING;
            }
            world = hands.world(turn);
        }
        switch (progress.stage()) {
            case DONE -> {
                skipped(change, turn, "already there");
                course.settled(change, turn);
            }
            case FAILED -> throw failed(change, progress);
            case NEEDED, UNDER_WAY -> {
                gate.judge(change, world);
                course.follow(change, turn);
                Value.Fields differences = announced(change, turn, world);
                apply(change, turn);
                done(change, turn, began, result);
                course.settled(change, turn);
                return new Carried(true, differences);
            }
        }
        return Carried.NOTHING;
    }

    /** Takes a change for done that has failed, for its task says that this is no failure: it is not to be made again. */
    void accept(Change change, Turn turn, Function<World, Value.Fields> result) throws TaskFailure {
        done(change, turn, clock.now(), result);
        course.settled(change, turn);
    }

    private void apply(Change change, Turn turn) throws TaskFailure, InterruptedException {
        try {
            hands.apply(change, turn);
        } catch (TaskFailure failure) {
            throw course.reason(failure);
        }
    }

    /** A change that is done only once is as far as the journal says. */
    static Progress progress(Change change, World world) {
        boolean remembered = change.completionMode() == Change.CompletionMode.ONCE
                && world.completed().contains(change.key());
        return remembered ? Progress.done() : change.progress(world);
    }

    static TaskFailure failed(Change change, Progress progress) {
        CallDescription call = change.describe();
        return TaskFailure.failed(
                call.action() + " " + call.subject() + ": " + progress.detail(),
                "nothing is repeated by itself; repair the cause, then run the same command again");
    }

    private Value.Fields announced(Change change, Turn turn, World world) {
        CallDescription call = change.describe();
        List<String> permissions = change.permissions().stream()
                .map(right -> right.action() + " on " + right.resource())
                .toList();
        Facts facts = named(change)
                .with("parameters", turn.showing().hidden() ? hidden(call).parameters() : call.parameters())
                .with("effect", call.effect())
                .with("permissions", permissions);
        if (turn.showing().dry()) {
            facts.with("dry", true);
        }
        if (change.isWaitOnly()) {
            facts.with("waits", true);
        }
        if (hands.actInChecks()) {
            facts.with("made", true);
        }
        Value.Fields differences =
                turn.showing().diff() ? WorldDiff.between(world, change.predict(world)) : new Value.Fields(Map.of());
        if (turn.showing().diff()) {
            facts.with("diff", differences);
        }
        turn.voice().recorder().redaction().keep(call.parameters());
        turn.voice().say(Event.Kind.CHANGE, located(facts, turn));
        return differences;
    }

    /** The call without what its parameters are. */
    static CallDescription hidden(CallDescription call) {
        Map<String, Value> hidden = new LinkedHashMap<>();
        call.parameters().fields().keySet().forEach(name -> hidden.put(name, new Value.Secret("")));
        return new CallDescription(
                call.service(), call.action(), call.subject(), new Value.Fields(hidden), call.effect());
    }

    private void skipped(Change change, Turn turn, String reason) {
        turn.voice().say(Event.Kind.CHANGE_SKIPPED, located(named(change).with("reason", reason), turn));
    }

    private void done(Change change, Turn turn, Instant began, Function<World, Value.Fields> result)
            throws TaskFailure {
        Facts facts = Facts.of("key", change.key())
                .with(
                        "settling",
                        turn.showing().dry()
                                ? "dry"
                                : change.completionMode().name().toLowerCase(Locale.ROOT))
                .with("seconds", Duration.between(began, clock.now()));
        Optional<InstanceId> name = instance(change.subject());
        if (name.isPresent() && change.completionMode() == Change.CompletionMode.WATCHED) {
            hands.seen(turn).instance(name.get()).ifPresent(instance -> {
                facts.with("resource_id", instance.resourceId().toString());
                facts.with("status", instance.status());
            });
        }
        if (change.completionMode() == Change.CompletionMode.ONCE
                && !turn.showing().dry()) {
            Value.Fields known = result.apply(hands.seen(turn));
            facts.with("result", turn.showing().hidden() ? known.concealed() : known);
        }
        turn.voice().say(Event.Kind.CHANGE_DONE, located(facts, turn));
    }

    private static Facts named(Change change) {
        CallDescription call = change.describe();
        return Facts.of("key", change.key())
                .with("service", call.service())
                .with("action", call.action())
                .with("subject", call.subject());
    }

    private static Facts located(Facts facts, Turn turn) {
        turn.place().item().ifPresent(item -> facts.with("item", new Value.Whole(item)));
        return facts;
    }

    private static Optional<InstanceId> instance(Subject subject) {
        if (subject instanceof Subject.NewInstance made) {
            return Optional.of(made.name());
        }
        return subject instanceof Subject.OwnInstance own ? Optional.of(own.name()) : Optional.empty();
    }
}
