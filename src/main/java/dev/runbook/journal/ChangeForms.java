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
final class ChangeForms {

    private ChangeForms() {}

    static List<EventForm<?>> all() {
        return List.of(changeAnnounced(), changeSkipped(), changeDone(), changeAwaited(), workProgressed());
    }

    /** The index of an item of a loop. */
    static <E> RecordForm.Factory<OptionalInt> item(RecordForm.Builder<E> form, Function<E, OptionalInt> item) {
        var slot = form.optional(
                "item",
                FieldType.WHOLE,
                event -> item.apply(event).isPresent()
                        ? Optional.of(item.apply(event).getAsInt())
                        : Optional.empty(),
                "The index of the item in the loop of the task, from 0.");
        return line -> line.get(slot).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** What identifies a change in its task. */
    private static <E> FieldSlot<String> key(RecordForm.Builder<E> form, Function<E, String> key) {
        return form.required("key", FieldType.TEXT, key, "Identifies the change in its task.")
                .verbatim();
    }

    private static <E> RecordForm.Factory<CallWords> call(RecordForm.Builder<E> form, Function<E, CallWords> call) {
        var service = form.required(
                        "service",
                        FieldType.TEXT,
                        event -> call.apply(event).service(),
                        "The service that is called, such as rds, s3, sql, process or http.")
                .verbatim();
        var action = form.required(
                        "action",
                        FieldType.TEXT,
                        event -> call.apply(event).action(),
                        "The action, as named in the API of the service.")
                .verbatim();
        var subject = form.required(
                "subject", FieldType.TEXT, event -> call.apply(event).subject(), "The object of the call.");
        return line -> new CallWords(line.get(service), line.get(action), line.get(subject));
    }

    private static EventForm<ChangeAnnounced> changeAnnounced() {
        RecordForm.Builder<ChangeAnnounced> form = new RecordForm.Builder<>();
        var key = key(form, ChangeAnnounced::key);
        var call = call(form, ChangeAnnounced::call);
        var parameters = form.required(
                        "parameters", FieldType.MAPPING, ChangeAnnounced::parameters, "The parameters of the call.")
                .orOlder(new Value.Fields(Map.of()));
        var effect = form.required(
                        "effect", FieldType.TEXT, ChangeAnnounced::effect, "The expected size of the change, in words; may be empty.")
                .orOlder("");
        var permissions = form.required(
                        "permissions",
                        FieldType.TEXTS,
                        ChangeAnnounced::permissions,
                        "The minimum permissions of the call, each as 'action on resource'.")
                .orOlder(List.of());
        var dry = form.flag(
                "dry", event -> event.flags().dry(), "Whether it is only predicted, for a task with check_mode: true.");
        var waits = form.flag("waits", event -> event.flags().waits(), "Whether it changes nothing and only waits.");
        var made = form.flag(
                "made", event -> event.flags().made(), "Whether a check makes it, for a task with check_mode: false.");
        var diff = form.optional(
                "diff",
                FieldType.MAPPING,
                ChangeAnnounced::diff,
                "Each setting with its value before and after; written with --diff or diff: true.");
        var item = item(form, ChangeAnnounced::item);
        return new EventForm<>(
                "change",
                ChangeAnnounced.class,
                "A call is about to be made or, in a check, would be made.",
                form.make(line -> new ChangeAnnounced(
                        line.get(key),
                        call.make(line),
                        line.get(parameters),
                        line.get(effect),
                        line.get(permissions),
                        new ChangeAnnounced.ChangeMode(line.get(dry), line.get(waits), line.get(made)),
                        line.get(diff),
                        item.make(line))));
    }

    private static EventForm<ChangeSkipped> changeSkipped() {
        RecordForm.Builder<ChangeSkipped> form = new RecordForm.Builder<>();
        var key = key(form, ChangeSkipped::key);
        var call = call(form, ChangeSkipped::call);
        var reason = form.required("reason", FieldType.TEXT, ChangeSkipped::reason, "Why it is not made, in words.")
                .orOlder("");
        var item = item(form, ChangeSkipped::item);
        var skipReason = form.optional(
                "skip_reason", FieldType.word(SkipReason.class), ChangeSkipped::skipReason, "Why it is not made.");
        return new EventForm<>(
                "change_skipped",
                ChangeSkipped.class,
                "A change is not made.",
                form.make(line -> new ChangeSkipped(
                        line.get(key), call.make(line), line.get(reason), item.make(line), line.get(skipReason))));
    }

    private static EventForm<ChangeDone> changeDone() {
        RecordForm.Builder<ChangeDone> form = new RecordForm.Builder<>();
        var key = key(form, ChangeDone::key);
        var completion = form.required(
                "settling",
                FieldType.word(ChangeCompletion.class),
                ChangeDone::completion,
                "When such a change counts as done; 'dry' when it was only predicted.");
        var took = form.required("seconds", FieldType.SECONDS, ChangeDone::took, "How long it took.");
        var resourceId = form.optional(
                        "resource_id",
                        FieldType.TEXT,
                        event -> event.instance().map(ChangeDone.ChangedInstance::resourceId),
                        "The DbiResourceId of the instance that was changed.")
                .verbatim();
        var status = form.optional(
                        "status",
                        FieldType.TEXT,
                        event -> event.instance().map(ChangeDone.ChangedInstance::status),
                        "The status of that instance.")
                .verbatim();
        var result = form.optional(
                "result",
                FieldType.MAPPING,
                ChangeDone::result,
                "The registered result, when only the journal holds it.");
        var item = item(form, ChangeDone::item);
        return new EventForm<>("change_done", ChangeDone.class, "The change with this key is done.", form.make(line -> {
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

    private static EventForm<ChangeAwaited> changeAwaited() {
        RecordForm.Builder<ChangeAwaited> form = new RecordForm.Builder<>();
        var key = key(form, ChangeAwaited::key);
        var subject = form.required("subject", FieldType.TEXT, ChangeAwaited::subject, "The object of the wait.");
        var status = form.required("status", FieldType.TEXT, ChangeAwaited::status, "Its state, in words.")
                .verbatim();
        var took = form.required("seconds", FieldType.SECONDS, ChangeAwaited::took, "How long it has taken so far.");
        return new EventForm<>(
                "waiting",
                ChangeAwaited.class,
                "The state of the object of a wait: written when it changes, and once a minute.",
                form.make(
                        line -> new ChangeAwaited(line.get(key), line.get(subject), line.get(status), line.get(took))));
    }

    private static EventForm<WorkProgressed> workProgressed() {
        RecordForm.Builder<WorkProgressed> form = new RecordForm.Builder<>();
        var what = form.required("what", FieldType.TEXT, WorkProgressed::what, "The work.");
        var done = form.required("done", FieldType.LONG, WorkProgressed::done, "The amount that is done.");
        var total = form.required(
                "total", FieldType.LONG, WorkProgressed::total, "The total amount; 0 when unknown.");
        var unit = form.required("unit", FieldType.TEXT, WorkProgressed::unit, "The unit of the amounts, such as rows.");
        return new EventForm<>(
                "tick",
                WorkProgressed.class,
                "The progress of long work; shown, not written to the journal.",
                form.make(line -> new WorkProgressed(line.get(what), line.get(done), line.get(total), line.get(unit))));
    }
}
