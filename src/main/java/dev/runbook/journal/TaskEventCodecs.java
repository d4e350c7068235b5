package dev.runbook.journal;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event.AlternativeFound;
import dev.runbook.journal.Event.BlockUndone;
import dev.runbook.journal.Event.HandlerNotified;
import dev.runbook.journal.Event.OutputWritten;
import dev.runbook.journal.Event.RetryScheduled;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.Event.WarningIssued;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The forms of the events of tasks. */
final class TaskEventCodecs {

    private static final String MESSAGE = "message";

    private TaskEventCodecs() {}

    static List<EventCodec<?>> all() {
        return List.of(
                taskStarted(),
                outputWritten(),
                warningIssued(),
                retryScheduled(),
                handlerNotified(),
                blockUndone(),
                alternativeFound(),
                taskEnded());
    }

    private static <E> FieldSlot<Boolean> preflightOnly(RecordCodec.Builder<E> codec, Function<E, Boolean> foreseen) {
        return codec.flag("foreseen", foreseen, "Whether only the preflight reports it.");
    }

    private static EventCodec<TaskStarted> taskStarted() {
        RecordCodec.Builder<TaskStarted> codec = new RecordCodec.Builder<>();
        var name = codec.requiredField("name", FieldType.TEXT, TaskStarted::name, "The name of the task.");
        var module = codec.requiredField("module", FieldType.TEXT, TaskStarted::module, "Its module.")
                .keepVerbatim();
        var section = codec.requiredField(
                        "section",
                        FieldType.word(TaskSection.class),
                        TaskStarted::section,
                        "The section of the task; empty for tasks.")
                .withDefault(TaskSection.TASKS);
        var place = codec.requiredField("place", FieldType.TEXT, TaskStarted::place, "Its place, as file:line:column.")
                .withDefault("");
        var index = codec.requiredField(
                "index",
                FieldType.WHOLE,
                event -> event.number().index(),
                "Its number from 1; 0 for a handler or a task in rescue.");
        var count = codec.requiredField(
                "count", FieldType.WHOLE, event -> event.number().count(), "The number of tasks that have a number.");
        var item = codec.optional("item", FieldType.TEXT, TaskStarted::item, "The label of the loop item.");
        var foreseen = preflightOnly(codec, TaskStarted::preflightOnly);
        return new EventCodec<>(
                "task_started",
                TaskStarted.class,
                "A task, or one item of its loop, begins.",
                codec.build(line -> new TaskStarted(
                        line.get(name),
                        line.get(module),
                        line.get(section),
                        line.get(place),
                        new TaskStarted.TaskNumber(line.get(index), line.get(count)),
                        line.get(item),
                        line.get(foreseen))));
    }

    private static EventCodec<OutputWritten> outputWritten() {
        RecordCodec.Builder<OutputWritten> codec = new RecordCodec.Builder<>();
        var text = codec.requiredField("text", FieldType.TEXT, OutputWritten::text, "The text.");
        var foreseen = preflightOnly(codec, OutputWritten::preflightOnly);
        return new EventCodec<>(
                "output",
                OutputWritten.class,
                "A line of output of a program, or a message.",
                codec.build(line -> new OutputWritten(line.get(text), line.get(foreseen))));
    }

    private static EventCodec<WarningIssued> warningIssued() {
        RecordCodec.Builder<WarningIssued> codec = new RecordCodec.Builder<>();
        var text = codec.requiredField("text", FieldType.TEXT, WarningIssued::text, "The text.");
        var foreseen = preflightOnly(codec, WarningIssued::preflightOnly);
        return new EventCodec<>(
                "warning",
                WarningIssued.class,
                "A warning.",
                codec.build(line -> new WarningIssued(line.get(text), line.get(foreseen))));
    }

    /** The reason is written first for the retry of a task, and later for the retry of a call. */
    private static EventCodec<RetryScheduled> retryScheduled() {
        RecordCodec.Builder<RetryScheduled> codec = new RecordCodec.Builder<>();
        var reason = codec.requiredField("reason", FieldType.TEXT, RetryScheduled::reason, "What went wrong.");
        var attempt = codec.requiredField(
                "attempt", FieldType.WHOLE, RetryScheduled::attempt, "The number of attempts so far.");
        var attemptsMax = codec.requiredField(
                "attempts_max",
                FieldType.WHOLE,
                RetryScheduled::attemptsMax,
                "The maximum number of attempts; 0 without a limit.");
        codec.moveToEndIf(event -> event.repeatsChanges().isEmpty(), reason);
        var delay = codec.requiredField(
                "delay_seconds", FieldType.SECONDS, RetryScheduled::delay, "The pause before the next attempt.");
        var anew = codec.optional(
                "anew",
                FieldType.TRUTH,
                RetryScheduled::repeatsChanges,
                "Whether the retry repeats the changes the task has already made; missing for a call.");
        var item = ChangeEventCodecs.item(codec, RetryScheduled::item);
        var left = codec.optional(
                "left_seconds",
                FieldType.SECONDS,
                RetryScheduled::timeLeft,
                "The remaining time for attempts of a call, where that is less than the timeout of the task.");
        return new EventCodec<>(
                "retry",
                RetryScheduled.class,
                "A call or a task is retried.",
                codec.build(line -> new RetryScheduled(
                        line.get(reason),
                        line.get(attempt),
                        line.get(attemptsMax),
                        line.get(delay),
                        line.get(anew),
                        item.make(line),
                        line.get(left))));
    }

    private static EventCodec<HandlerNotified> handlerNotified() {
        RecordCodec.Builder<HandlerNotified> codec = new RecordCodec.Builder<>();
        var handler = codec.requiredField("handler", FieldType.TEXT, HandlerNotified::handler, "The id of the handler.")
                .keepVerbatim();
        return new EventCodec<>(
                "notified",
                HandlerNotified.class,
                "A handler is scheduled to run later, even if it has run before.",
                codec.build(line -> new HandlerNotified(line.get(handler))));
    }

    private static EventCodec<BlockUndone> blockUndone() {
        RecordCodec.Builder<BlockUndone> codec = new RecordCodec.Builder<>();
        var passage =
                codec.requiredField("passage", FieldType.TEXT, BlockUndone::idPrefix, "The common prefix of the ids.");
        var tasks = codec.requiredField("tasks", FieldType.TEXTS, BlockUndone::tasks, "The ids without the prefix.");
        return new EventCodec<>(
                "undone",
                BlockUndone.class,
                "The always of a block begins after a failure or an interruption: the programs that the block ran before"
                        + " count as not run when the refresh continues.",
                codec.build(line -> new BlockUndone(line.get(passage), line.get(tasks))));
    }

    private static EventCodec<AlternativeFound> alternativeFound() {
        RecordCodec.Builder<AlternativeFound> codec = new RecordCodec.Builder<>();
        var condition = codec.requiredField("condition", FieldType.TEXT, AlternativeFound::condition, "The condition.");
        var without = codec.requiredField(
                "without", FieldType.TEXTS, AlternativeFound::omittedCalls, "The calls that would not be made.");
        var with = codec.requiredField(
                "with", FieldType.TEXTS, AlternativeFound::addedCalls, "The calls that would be made in addition.");
        var message = codec.text(
                MESSAGE, AlternativeFound::message, "Why the run would fail in that case; empty when it would not.");
        return new EventCodec<>(
                "otherwise",
                AlternativeFound.class,
                "The result of a check if a condition that is unknown until the run were false.",
                codec.build(line -> new AlternativeFound(
                        line.get(condition), line.get(without), line.get(with), line.get(message))));
    }

    private static EventCodec<TaskEnded> taskEnded() {
        RecordCodec.Builder<TaskEnded> codec = new RecordCodec.Builder<>();
        var status =
                codec.requiredField("status", FieldType.word(TaskStatus.class), TaskEnded::status, "The final status.");
        var took = codec.requiredField("seconds", FieldType.SECONDS, TaskEnded::duration, "How long it took.");
        var message = codec.text(MESSAGE, TaskEnded::message, "The reason of the status; may be empty.")
                .withDefault(Optional.empty());
        var changes = codec.requiredField(
                        "changes",
                        FieldType.WHOLE,
                        TaskEnded::changes,
                        "How many changes it made or, in a check, would make.")
                .withDefault(0);
        var failure = failure(codec);
        var leftOut = codec.flag("left_out", event -> event.flags().declinedByUser(), "Whether the user declined it.");
        var once = codec.flag("once", event -> event.flags().runOnce(), "Whether it runs once for all pairs.");
        var result = codec.requiredField("result", FieldType.MAPPING, TaskEnded::result, "The value for register.")
                .withDefault(new Value.Fields(Map.of()));
        var foreseen = preflightOnly(codec, event -> event.flags().preflightOnly());
        var skipReason = codec.optional(
                "skip_reason",
                FieldType.word(SkipReason.class),
                TaskEnded::skipReason,
                "Why it was skipped, or skipped for this pair.");
        return new EventCodec<>(
                "task_ended",
                TaskEnded.class,
                "A task ends.",
                codec.build(line -> new TaskEnded(
                        line.get(status),
                        line.get(took),
                        line.get(message),
                        line.get(changes),
                        failure.make(line),
                        new TaskEnded.TaskFlags(line.get(leftOut), line.get(once), line.get(foreseen)),
                        line.get(result),
                        line.get(skipReason))));
    }

    private static RecordCodec.Factory<Optional<TaskEnded.FailureDetails>> failure(
            RecordCodec.Builder<TaskEnded> codec) {
        var advice = codec.optional(
                "advice",
                FieldType.TEXT,
                event -> event.failure().map(failure -> failure.advice().orElse("")),
                "What to do about the failure; may be empty.");
        var place = codec.optional(
                "place",
                FieldType.TEXT,
                event -> event.failure().flatMap(TaskEnded.FailureDetails::place),
                "The place of the mistake, as file:line:column.");
        var problems = codec.optional(
                "problems",
                FieldType.TEXTS,
                event -> event.failure().map(TaskEnded.FailureDetails::problems),
                "Each problem with its place.");
        var refused = codec.optional(
                "refused",
                FieldType.TRUTH,
                event -> event.failure().map(TaskEnded.FailureDetails::refused),
                "Whether a safety rule forbids it.");
        return line -> {
            boolean failed = line.get(advice).isPresent()
                    || line.get(problems).isPresent()
                    || line.get(refused).isPresent();
            TaskEnded.FailureDetails failure = new TaskEnded.FailureDetails(
                    line.get(advice).filter(text -> !text.isEmpty()),
                    line.get(place),
                    line.get(problems).orElse(List.of()),
                    line.get(refused).orElse(false));
            return failed ? Optional.of(failure) : Optional.empty();
        };
    }
}
