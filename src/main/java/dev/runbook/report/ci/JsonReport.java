package dev.runbook.report.ci;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.ChangeAnnounced;
import dev.runbook.journal.Event.InstancesListed;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.RunEnded;
import dev.runbook.journal.Event.RunStarted;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.InstanceSnapshot;
import dev.runbook.journal.SkipReason;
import dev.runbook.journal.TaskCounts;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.JsonDocument;
import dev.runbook.report.LeftoverInstance;
import dev.runbook.report.RunTree;
import dev.runbook.report.TaskCall;
import dev.runbook.report.text.MessageText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run as one JSON document: its pairs, their tasks, and every call of each. */
final class JsonReport {

    private static final long FORMAT_VERSION = 1;

    private JsonReport() {}

    /** The document and a line end. */
    static String of(RunTree run) {
        JsonDocument document = new JsonDocument()
                .with("format_version", FORMAT_VERSION)
                .with(run.started(), (fields, start) -> start(fields, start.event()))
                .with("started", moment(run.started()))
                .with("ended", moment(run.ended()))
                .with(run.ended(), (fields, end) -> end(fields, end.event()))
                .with("pairs", run.pairs().stream().map(JsonReport::pair).toList());
        if (!run.words().isEmpty()) {
            document.with(
                    "messages", run.words().stream().map(JsonReport::message).toList());
        }
        return Json.write(document.fields()) + "\n";
    }

    private static void start(JsonDocument document, RunStarted start) {
        document.with(start.run(), (fields, run) -> fields.with("run", run))
                .with("runbook", start.files().runbook())
                .with("inventory", start.files().inventory())
                .with("check", start.check())
                .with("resumed", start.resumed())
                .withTexts("argv", start.command().args())
                .with("folder", start.command().folder());
    }

    private static void end(JsonDocument document, RunEnded end) {
        if (end.exit().isPresent()) {
            document.with("exit", end.exit().getAsInt());
        }
        document.with("seconds", end.duration());
    }

    private static Value.Fields pair(RunTree.PairNode pair) {
        JsonDocument document = JsonDocument.of("pair", pair.name())
                .with("status", pair.status())
                .with(
                        pair.started(),
                        (fields, start) -> fields.with("source", start.event().source())
                                .with("target", start.event().target())
                                .with("refresh", start.event().refresh())
                                .with("resumed", start.event().resumed()))
                .with("started", moment(pair.started()))
                .with(pair.ended(), JsonReport::end)
                .with("counts", counts(pair))
                .with(
                        "data_as_of",
                        pair.dataAsOf()
                                .<Value>map(data -> new Value.Text(data.text()))
                                .orElse(new Value.Null()))
                .with("tasks", pair.tasks().stream().map(JsonReport::task).toList());
        pair.dataAsOf()
                .filter(data -> !data.bound().isEmpty())
                .ifPresent(data -> document.with("data_as_of_bound", data.bound()));
        for (InstancesListed world : pair.worlds()) {
            document.with(
                    world.when().word(),
                    world.instances().stream().map(JsonReport::instance).toList());
        }
        return document.with(
                        "left_behind",
                        LeftoverInstance.of(pair).stream()
                                .map(LeftoverInstance::fields)
                                .toList())
                .fields();
    }

    private static void end(JsonDocument document, PairEnded end) {
        document.with("seconds", end.duration())
                .with("message", end.message().orElse(""))
                .with("complete", end.coverage().complete());
        if (end.preflightOnly()) {
            document.with("foreseen", true);
        }
        document.with(end.reference().skipReason(), JsonReport::skipReason);
    }

    private static void skipReason(JsonDocument document, SkipReason reason) {
        document.with("skip_reason", reason.word());
    }

    private static Value.Fields instance(InstanceSnapshot instance) {
        return JsonDocument.of("name", instance.name())
                .with("resource_id", instance.resourceId())
                .with("status", instance.status())
                .with("source", instance.source().orElse(""))
                .with("class", instance.model().instanceClass())
                .with("engine", instance.model().engine())
                .with("state", instance.state().orElse(""))
                .with("part", instance.role().word())
                .with("becomes", instance.nameAfterSwap().orElse(""))
                .fields();
    }

    private static Value counts(RunTree.PairNode pair) {
        TaskCounts counts = pair.ended().map(PairEnded::counts).orElse(TaskCounts.zero());
        JsonDocument document = new JsonDocument();
        List.of(TaskStatus.values()).forEach(status -> document.with(status.word(), counts.of(status)));
        return document.fields();
    }

    private static Value.Fields task(RunTree.TaskNode task) {
        TaskStarted start = task.started().event();
        return JsonDocument.of("task", task.id())
                .with("name", start.name())
                .with("module", start.module())
                .with("section", start.section().word())
                .with("index", start.number().index())
                .with("count", start.number().count())
                .with("place", task.place().orElse(""))
                .with("started", task.started().at())
                .with("status", task.status())
                .with(task.end(), JsonReport::end)
                .with("changes", task.calls().stream().map(JsonReport::call).toList())
                .with(
                        "messages",
                        task.eventsOf(RunTree.MESSAGES).stream()
                                .map(JsonReport::message)
                                .toList())
                .with("result", task.end().map(TaskEnded::result).orElse(new Value.Fields(Map.of())))
                .fields();
    }

    private static void end(JsonDocument document, TaskEnded end) {
        document.with("seconds", end.duration())
                .with("message", end.message().orElse(""))
                .with(
                        end.failure(),
                        (fields, failure) -> fields.with(
                                        "advice", failure.advice().orElse(""))
                                .withTexts("problems", failure.problems())
                                .with("refused", failure.refused()));
        if (end.flags().preflightOnly()) {
            document.with("foreseen", true);
        }
        document.with(end.skipReason(), JsonReport::skipReason);
    }

    private static Value.Fields call(TaskCall call) {
        JsonDocument document = JsonDocument.of("service", call.words().service())
                .with("action", call.words().action())
                .with("subject", call.words().subject());
        Optional<ChangeAnnounced> made = call.asMade().map(part -> part.record().event());
        document.with(made, (fields, change) -> fields.with("effect", change.effect()));
        if (call.item().isPresent()) {
            document.with("item", call.item().getAsInt());
        }
        return document.with(made, JsonReport::change)
                .with("key", call.key())
                .with("skipped", call.asSkipped().isPresent())
                .with(
                        call.asSkipped().map(part -> part.record().event()),
                        (fields, skipped) -> fields.with("reason", skipped.reason())
                                .with(skipped.skipReason(), JsonReport::skipReason))
                .with("at", call.record().at())
                .with(
                        call.asMade().flatMap(TaskCall.MadeCall::done),
                        (fields, done) -> fields.with("seconds", done.duration())
                                .with(
                                        done.instance(),
                                        (more, instance) -> more.with("resource_id", instance.resourceId())
                                                .with("status", instance.status())))
                .fields();
    }

    private static void change(JsonDocument document, ChangeAnnounced change) {
        document.with("parameters", change.parameters())
                .with(change.diff(), (fields, diff) -> fields.with("diff", diff));
        if (change.mode().predictedOnly()) {
            document.with("dry", true);
        }
    }

    private static Value.Fields message(EventRecord<?> record) {
        JsonDocument document =
                JsonDocument.of("at", record.at().toString()).with("kind", EventLines.kind(record.event()));
        if (record.event() instanceof Event.RetryScheduled retry) {
            return document.with("reason", retry.reason())
                    .with("attempt", retry.attempt())
                    .with("attempts_max", retry.attemptsMax())
                    .with("delay_seconds", retry.delay())
                    .fields();
        }
        if (record.event() instanceof Event.HandlerNotified notified) {
            return document.with("handler", notified.handler()).fields();
        }
        String text = record.event() instanceof Event.WarningIssued warning
                ? warning.text()
                : record.accept(new MessageText());
        return document.with("text", text).fields();
    }

    private static Value moment(Optional<? extends EventRecord<?>> record) {
        return record.<Value>map(told -> new Value.Text(told.at().toString())).orElse(new Value.Null());
    }
}
