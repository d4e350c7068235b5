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
final class TaskForms {

    private static final String MESSAGE = "message";

    private TaskForms() {}

    static List<EventForm<?>> all() {
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

    private static <E> FieldSlot<Boolean> foreseen(RecordForm.Builder<E> form, Function<E, Boolean> foreseen) {
        return form.flag("foreseen", foreseen, "Whether only the preflight reports it.");
    }

    private static EventForm<TaskStarted> taskStarted() {
        RecordForm.Builder<TaskStarted> form = new RecordForm.Builder<>();
        var name = form.required("name", FieldType.TEXT, TaskStarted::name, "The name of the task.");
        var module = form.required("module", FieldType.TEXT, TaskStarted::module, "Its module.")
                .verbatim();
        var section = form.required(
                        "section",
                        FieldType.word(TaskSection.class),
                        TaskStarted::section,
                        "The section of the task; empty for tasks.")
                .orOlder(TaskSection.TASKS);
        var place = form.required("place", FieldType.TEXT, TaskStarted::place, "Its place, as file:line:column.")
                .orOlder("");
        var index = form.required(
                "index",
                FieldType.WHOLE,
                event -> event.number().index(),
                "Its number from 1; 0 for a handler or a task in rescue.");
        var count = form.required(
                "count", FieldType.WHOLE, event -> event.number().count(), "The number of tasks that have a number.");
        var item = form.optional("item", FieldType.TEXT, TaskStarted::item, "The label of the loop item.");
        var foreseen = foreseen(form, TaskStarted::foreseen);
        return new EventForm<>(
                "task_started",
                TaskStarted.class,
                "A task, or one item of its loop, begins.",
                form.make(line -> new TaskStarted(
                        line.get(name),
                        line.get(module),
                        line.get(section),
                        line.get(place),
                        new TaskStarted.TaskNumber(line.get(index), line.get(count)),
                        line.get(item),
                        line.get(foreseen))));
    }

    private static EventForm<OutputWritten> outputWritten() {
        RecordForm.Builder<OutputWritten> form = new RecordForm.Builder<>();
        var text = form.required("text", FieldType.TEXT, OutputWritten::text, "The text.");
        var foreseen = foreseen(form, OutputWritten::foreseen);
        return new EventForm<>(
                "output",
                OutputWritten.class,
                "A line of output of a program, or a message.",
                form.make(line -> new OutputWritten(line.get(text), line.get(foreseen))));
    }

    private static EventForm<WarningIssued> warningIssued() {
        RecordForm.Builder<WarningIssued> form = new RecordForm.Builder<>();
        var text = form.required("text", FieldType.TEXT, WarningIssued::text, "The text.");
        var foreseen = foreseen(form, WarningIssued::foreseen);
        return new EventForm<>(
                "warning",
                WarningIssued.class,
                "A warning.",
                form.make(line -> new WarningIssued(line.get(text), line.get(foreseen))));
    }

    /** The reason is written first for the retry of a task, and later for the retry of a call. */
    private static EventForm<RetryScheduled> retryScheduled() {
        RecordForm.Builder<RetryScheduled> form = new RecordForm.Builder<>();
        var reason = form.required("reason", FieldType.TEXT, RetryScheduled::reason, "What went wrong.");
        var attempt = form.required("attempt", FieldType.WHOLE, RetryScheduled::attempt, "The number of attempts so far.");
        var attemptsMax = form.required(
                "attempts_max",
                FieldType.WHOLE,
                RetryScheduled::attemptsMax,
                "The maximum number of attempts; 0 without a limit.");
        form.movedIf(event -> event.anew().isEmpty(), reason);
        var delay = form.required(
                "delay_seconds", FieldType.SECONDS, RetryScheduled::delay, "The pause before the next attempt.");
        var anew = form.optional(
                "anew",
                FieldType.TRUTH,
                RetryScheduled::anew,
                "Whether the retry repeats the changes the task has already made; missing for a call.");
        var item = ChangeForms.item(form, RetryScheduled::item);
        var left = form.optional(
                "left_seconds",
                FieldType.SECONDS,
                RetryScheduled::left,
                "The remaining time for attempts of a call, where that is less than the timeout of the task.");
        return new EventForm<>(
                "retry",
                RetryScheduled.class,
                "A call or a task is retried.",
                form.make(line -> new RetryScheduled(
                        line.get(reason),
                        line.get(attempt),
                        line.get(attemptsMax),
                        line.get(delay),
                        line.get(anew),
                        item.make(line),
                        line.get(left))));
    }

    private static EventForm<HandlerNotified> handlerNotified() {
        RecordForm.Builder<HandlerNotified> form = new RecordForm.Builder<>();
        var handler = form.required("handler", FieldType.TEXT, HandlerNotified::handler, "The id of the handler.")
                .verbatim();
        return new EventForm<>(
                "notified",
                HandlerNotified.class,
                "A handler is scheduled to run later, even if it has run before.",
                form.make(line -> new HandlerNotified(line.get(handler))));
    }

    private static EventForm<BlockUndone> blockUndone() {
        RecordForm.Builder<BlockUndone> form = new RecordForm.Builder<>();
        var passage = form.required("passage", FieldType.TEXT, BlockUndone::passage, "The common prefix of the ids.");
        var tasks = form.required("tasks", FieldType.TEXTS, BlockUndone::tasks, "The ids without the prefix.");
        return new EventForm<>(
                "undone",
                BlockUndone.class,
                "The always of a block begins after a failure or an interruption: the programs that the block ran before"
                        + " count as not run when the refresh continues.",
                form.make(line -> new BlockUndone(line.get(passage), line.get(tasks))));
    }

    private static EventForm<AlternativeFound> alternativeFound() {
        RecordForm.Builder<AlternativeFound> form = new RecordForm.Builder<>();
        var condition = form.required("condition", FieldType.TEXT, AlternativeFound::condition, "The condition.");
        var without = form.required(
                "without", FieldType.TEXTS, AlternativeFound::without, "The calls that would not be made.");
        var with = form.required(
                "with", FieldType.TEXTS, AlternativeFound::with, "The calls that would be made in addition.");
        var message = form.text(MESSAGE, AlternativeFound::message, "Why the run would fail in that case; empty when it would not.");
        return new EventForm<>(
                "otherwise",
                AlternativeFound.class,
                "The result of a check if a condition that is unknown until the run were false.",
                form.make(line -> new AlternativeFound(
                        line.get(condition), line.get(without), line.get(with), line.get(message))));
    }

    private static EventForm<TaskEnded> taskEnded() {
        RecordForm.Builder<TaskEnded> form = new RecordForm.Builder<>();
        var status = form.required("status", FieldType.word(TaskStatus.class), TaskEnded::status, "The final status.");
        var took = form.required("seconds", FieldType.SECONDS, TaskEnded::took, "How long it took.");
        var message = form.text(MESSAGE, TaskEnded::message, "The reason of the status; may be empty.")
                .orOlder(Optional.empty());
        var changes = form.required(
                        "changes",
                        FieldType.WHOLE,
                        TaskEnded::changes,
                        "How many changes it made or, in a check, would make.")
                .orOlder(0);
        var failure = failure(form);
        var leftOut = form.flag(
                "left_out", event -> event.flags().leftOut(), "Whether the user declined it.");
        var once = form.flag("once", event -> event.flags().once(), "Whether it runs once for all pairs.");
        var result = form.required("result", FieldType.MAPPING, TaskEnded::result, "The value for register.")
                .orOlder(new Value.Fields(Map.of()));
        var foreseen = foreseen(form, event -> event.flags().foreseen());
        var skipReason = form.optional(
                "skip_reason",
                FieldType.word(SkipReason.class),
                TaskEnded::skipReason,
                "Why it was skipped, or skipped for this pair.");
        return new EventForm<>(
                "task_ended",
                TaskEnded.class,
                "A task ends.",
                form.make(line -> new TaskEnded(
                        line.get(status),
                        line.get(took),
                        line.get(message),
                        line.get(changes),
                        failure.make(line),
                        new TaskEnded.TaskFlags(line.get(leftOut), line.get(once), line.get(foreseen)),
                        line.get(result),
                        line.get(skipReason))));
    }

    private static RecordForm.Factory<Optional<TaskEnded.FailureDetails>> failure(RecordForm.Builder<TaskEnded> form) {
        var advice = form.optional(
                "advice",
                FieldType.TEXT,
                event -> event.failure().map(failure -> failure.advice().orElse("")),
                "What to do about the failure; may be empty.");
        var place = form.optional(
                "place",
                FieldType.TEXT,
                event -> event.failure().flatMap(TaskEnded.FailureDetails::place),
                "The place of the mistake, as file:line:column.");
        var problems = form.optional(
                "problems",
                FieldType.TEXTS,
                event -> event.failure().map(TaskEnded.FailureDetails::problems),
                "Each problem with its place.");
        var refused = form.optional(
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
