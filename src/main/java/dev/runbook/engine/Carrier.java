package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Clock;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Brings one change after the other to its end, in a check and in a run alike. */
final class Carrier {

    private final Gate gate;
    private final Hands hands;
    private final Clock clock;

    Carrier(Gate gate, Hands hands, Clock clock) {
        this.gate = gate;
        this.hands = hands;
        this.clock = clock;
    }

    /** Does what is missing of a change; whether anything was. */
    boolean carry(Change change, Turn turn) throws TaskFailure, InterruptedException {
        Instant began = clock.now();
        World world = hands.world(turn);
        Progress progress = progress(change, world);
        if (progress.stage() == Progress.Stage.UNDER_WAY) {
            skipped(change, turn, "under way since before: " + progress.detail());
            progress = hands.await(change, turn);
            if (progress.isDone()) {
                done(change, turn, began);
                return false;
            }
            world = hands.world(turn);
        }
        switch (progress.stage()) {
            case DONE -> skipped(change, turn, "already there");
            case FAILED -> throw failed(change, progress);
            case NEEDED, UNDER_WAY -> {
                gate.judge(change, world);
                announced(change, turn);
                hands.apply(change, turn);
                done(change, turn, began);
                return true;
            }
        }
        return false;
    }

    /** A change that is done only once is as far as the journal says. */
    static Progress progress(Change change, World world) {
        boolean remembered =
                change.settling() == Change.Settling.ONCE && world.completed().contains(change.key());
        return remembered ? Progress.done() : change.progress(world);
    }

    static TaskFailure failed(Change change, Progress progress) {
        Description call = change.describe();
        return TaskFailure.failed(
                call.action() + " " + call.subject() + ": " + progress.detail(),
                "nothing is repeated by itself; repair the cause, then run the same command again");
    }

    private void announced(Change change, Turn turn) {
        Description call = change.describe();
        List<String> permissions = change.permissions().stream()
                .map(right -> right.action() + " on " + right.resource())
                .toList();
        Facts facts = named(change)
                .with("parameters", call.parameters())
                .with("effect", call.effect())
                .with("permissions", permissions);
        turn.voice().recorder().redaction().keep(call.parameters());
        turn.voice().say(Event.Kind.CHANGE, located(facts, turn));
    }

    private void skipped(Change change, Turn turn, String reason) {
        turn.voice().say(Event.Kind.CHANGE_SKIPPED, located(named(change).with("reason", reason), turn));
    }

    private void done(Change change, Turn turn, Instant began) throws TaskFailure {
        Facts facts = Facts.of("key", change.key())
                .with("settling", change.settling().name().toLowerCase(Locale.ROOT))
                .with("seconds", Duration.between(began, clock.now()));
        Optional<InstanceId> name = instance(change.subject());
        if (name.isPresent() && change.settling() == Change.Settling.WATCHED) {
            hands.seen(turn).instance(name.get()).ifPresent(instance -> {
                facts.with("resource_id", instance.resourceId().toString());
                facts.with("status", instance.status());
            });
        }
        turn.voice().say(Event.Kind.CHANGE_DONE, located(facts, turn));
    }

    private static Facts named(Change change) {
        Description call = change.describe();
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
