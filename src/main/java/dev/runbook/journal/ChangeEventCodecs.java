package dev.runbook.journal;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event.ChangeAnnounced;
import dev.runbook.journal.Event.ChangeAwaited;
import dev.runbook.journal.Event.ChangeDone;
import dev.runbook.journal.Event.ChangeSkipped;
import dev.runbook.journal.Event.WorkProgressed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The forms of the events of changes. */
final class ChangeEventCodecs {

    private ChangeEventCodecs() {}

    static List<EventCodec<?>> all() {
        return List.of(changeAnnounced(), changeSkipped(), changeDone(), changeAwaited(), workProgressed());
    }

    /** The index of an item of a loop. */
    static <E> RecordCodec.Factory<OptionalInt> item(RecordCodec.Builder<E> codec, Function<E, OptionalInt> item) {
        var slot = codec.optional(
                "item",
                FieldType.WHOLE,
                event -> item.apply(event).isPresent()
                        ? Optional.of(item.apply(event).getAsInt())
                        : Optional.empty(),
                "The index of the item in the loop of the task, from 0.");
        return line -> line.get(slot).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** What identifies a change in its task. */
    private static <E> FieldSlot<String> key(RecordCodec.Builder<E> codec, Function<E, String> key) {
        return codec.requiredField("key", FieldType.TEXT, key, "Identifies the change in its task.")
                .keepVerbatim();
    }

    private static <E> RecordCodec.Factory<CallName> call(RecordCodec.Builder<E> codec, Function<E, CallName> call) {
        var service = codec.requiredField(
                        "service",
                        FieldType.TEXT,
                        event -> call.apply(event).service(),
                        "The service that is called, such as rds, s3, sql, process or http.")
                .keepVerbatim();
        var action = codec.requiredField(
                        "action",
                        FieldType.TEXT,
                        event -> call.apply(event).action(),
                        "The action, as named in the API of the service.")
                .keepVerbatim();
        var subject = codec.requiredField(
                "subject", FieldType.TEXT, event -> call.apply(event).subject(), "The object of the call.");
        return line -> new CallName(line.get(service), line.get(action), line.get(subject));
    }

    private static EventCodec<ChangeAnnounced> changeAnnounced() {
        RecordCodec.Builder<ChangeAnnounced> codec = new RecordCodec.Builder<>();
        var key = key(codec, ChangeAnnounced::key);
        var call = call(codec, ChangeAnnounced::call);
        var parameters = codec.requiredField(
                        "parameters", FieldType.MAPPING, ChangeAnnounced::parameters, "The parameters of the call.")
                .withDefault(new Value.Fields(Map.of()));
        var effect = codec.requiredField(
                        "effect",
                        FieldType.TEXT,
                        ChangeAnnounced::effect,
                        "The expected size of the change, in words; may be empty.")
                .withDefault("");
        var permissions = codec.requiredField(
                        "permissions",
                        FieldType.TEXTS,
                        ChangeAnnounced::permissions,
                        "The minimum permissions of the call, each as 'action on resource'.")
                .withDefault(List.of());
        var dry = codec.flag(
                "dry",
                event -> event.mode().predictedOnly(),
                "Whether it is only predicted, for a task with check_mode: true.");
        var waits = codec.flag("waits", event -> event.mode().waitOnly(), "Whether it changes nothing and only waits.");
        var made = codec.flag(
                "made",
                event -> event.mode().appliedInCheck(),
                "Whether a check makes it, for a task with check_mode: false.");
        var diff = codec.optional(
                "diff",
                FieldType.MAPPING,
                ChangeAnnounced::diff,
                "Each setting with its value before and after; written with --diff or diff: true.");
        var item = item(codec, ChangeAnnounced::item);
        return new EventCodec<>(
                "change",
                ChangeAnnounced.class,
                "A call is about to be made or, in a check, would be made.",
                codec.build(line -> new ChangeAnnounced(
                        line.get(key),
                        call.make(line),
                        line.get(parameters),
                        line.get(effect),
                        line.get(permissions),
                        new ChangeAnnounced.ChangeMode(line.get(dry), line.get(waits), line.get(made)),
                        line.get(diff),
                        item.make(line))));
    }

    private static EventCodec<ChangeSkipped> changeSkipped() {
        RecordCodec.Builder<ChangeSkipped> codec = new RecordCodec.Builder<>();
        var key = key(codec, ChangeSkipped::key);
        var call = call(codec, ChangeSkipped::call);
        var reason = codec.requiredField(
                        "reason", FieldType.TEXT, ChangeSkipped::reason, "Why it is not made, in words.")
                .withDefault("");
        var item = item(codec, ChangeSkipped::item);
        var skipReason = codec.optional(
                "skip_reason", FieldType.word(SkipReason.class), ChangeSkipped::skipReason, "Why it is not made.");
        return new EventCodec<>(
                "change_skipped",
                ChangeSkipped.class,
                "A change is not made.",
                codec.build(line -> new ChangeSkipped(
                        line.get(key), call.make(line), line.get(reason), item.make(line), line.get(skipReason))));
    }

    private static EventCodec<ChangeDone> changeDone() {
        RecordCodec.Builder<ChangeDone> codec = new RecordCodec.Builder<>();
        var key = key(codec, ChangeDone::key);
        var completion = codec.requiredField(
                "settling",
                FieldType.word(ChangeCompletion.class),
                ChangeDone::completion,
                "When such a change counts as done; 'dry' when it was only predicted.");
        var took = codec.requiredField("seconds", FieldType.SECONDS, ChangeDone::duration, "How long it took.");
        var resourceId = codec.optional(
                        "resource_id",
                        FieldType.TEXT,
                        event -> event.instance().map(ChangeDone.ChangedInstance::resourceId),
                        "The DbiResourceId of the instance that was changed.")
                .keepVerbatim();
        var status = codec.optional(
                        "status",
                        FieldType.TEXT,
                        event -> event.instance().map(ChangeDone.ChangedInstance::status),
                        "The status of that instance.")
                .keepVerbatim();
        var result = codec.optional(
                "result",
                FieldType.MAPPING,
                ChangeDone::result,
                "The registered result, when only the journal holds it.");
        var item = item(codec, ChangeDone::item);
        return new EventCodec<>(
                "change_done", ChangeDone.class, "The change with this key is done.", codec.build(line -> {
                    String state = line.get(status).orElse("");
                    return new ChangeDone(
                            line.get(key),
                            line.get(completion),
                            line.get(took),
                            line.get(resourceId).map(id -> new ChangeDone.ChangedInstance(id, state)),
                            line.get(result),
                            item.make(line));
                }));
    }

    private static EventCodec<ChangeAwaited> changeAwaited() {
        RecordCodec.Builder<ChangeAwaited> codec = new RecordCodec.Builder<>();
        var key = key(codec, ChangeAwaited::key);
        var subject = codec.requiredField("subject", FieldType.TEXT, ChangeAwaited::subject, "The object of the wait.");
        var status = codec.requiredField("status", FieldType.TEXT, ChangeAwaited::status, "Its state, in words.")
                .keepVerbatim();
        var took = codec.requiredField(
                "seconds", FieldType.SECONDS, ChangeAwaited::duration, "How long it has taken so far.");
        return new EventCodec<>(
                "waiting",
                ChangeAwaited.class,
                "The state of the object of a wait: written when it changes, and once a minute.",
                codec.build(
                        line -> new ChangeAwaited(line.get(key), line.get(subject), line.get(status), line.get(took))));
    }

    private static EventCodec<WorkProgressed> workProgressed() {
        RecordCodec.Builder<WorkProgressed> codec = new RecordCodec.Builder<>();
        var what = codec.requiredField("what", FieldType.TEXT, WorkProgressed::work, "The work.");
        var done = codec.requiredField("done", FieldType.LONG, WorkProgressed::done, "The amount that is done.");
        var total = codec.requiredField(
                "total", FieldType.LONG, WorkProgressed::total, "The total amount; 0 when unknown.");
        var unit = codec.requiredField(
                "unit", FieldType.TEXT, WorkProgressed::unit, "The unit of the amounts, such as rows.");
        return new EventCodec<>(
                "tick",
                WorkProgressed.class,
                "The progress of long work; shown, not written to the journal.",
                codec.build(
                        line -> new WorkProgressed(line.get(what), line.get(done), line.get(total), line.get(unit))));
    }
}
