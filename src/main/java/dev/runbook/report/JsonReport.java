package dev.runbook.report;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as one JSON document: its pairs, their tasks, and every call of each. */
final class JsonReport {

    private static final long FORMAT_VERSION = 1;
    private static final List<String> COUNTS = List.of("ok", "changed", "skipped", "failed", "rescued", "ignored");

    private JsonReport() {}

    /** The document and a line end. */
    static String of(Chronicle run) {
        Document document = new Document()
                .with("format_version", new Value.Whole(FORMAT_VERSION))
                .with(run.started(), "run", "runbook", "inventory", "check", "resumed", "argv", "folder")
                .with("started", moment(run.started()))
                .with("ended", moment(run.ended()))
                .with(run.ended(), "exit", "seconds")
                .with("pairs", run.pairs().stream().map(JsonReport::pair).toList());
        if (!run.words().isEmpty()) {
            document.with(
                    "messages", run.words().stream().map(JsonReport::message).toList());
        }
        return Json.write(document.fields()) + "\n";
    }

    private static Value.Fields pair(Chronicle.PairPart pair) {
        Document document = Document.of("pair", pair.name())
                .with("status", pair.status())
                .with(pair.started(), "source", "target", "refresh", "resumed")
                .with("started", moment(pair.started()))
                .with(pair.ended(), "seconds", "message", "complete", "foreseen")
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
        for (Facts world : pair.worlds()) {
            document.with(world.text("when"), world.value("instances").orElse(new Value.Items(List.of())));
        }
        return document.with(
                        "left_behind",
                        LeftBehind.of(pair).stream().map(LeftBehind::fields).toList())
                .fields();
    }

    private static Value counts(Chronicle.PairPart pair) {
        Document counts = new Document();
        COUNTS.forEach(count -> counts.with(
                count,
                new Value.Whole(pair.ended().map(event -> event.whole(count)).orElse(0L))));
        return counts.fields();
    }

    private static Value.Fields task(Chronicle.TaskPart task) {
        return Document.of("task", task.id())
                .with(task.started(), "name", "module", "section", "index", "count")
                .with("place", task.place().orElse(""))
                .with("started", moment(Optional.of(task.started())))
                .with("status", task.status())
                .with(task.ended(), "seconds", "message", "advice", "problems", "refused", "foreseen")
                .with("changes", task.calls().stream().map(JsonReport::call).toList())
                .with(
                        "messages",
                        task.told(Event.Kind.OUTPUT, Event.Kind.WARNING, Event.Kind.RETRY, Event.Kind.NOTIFIED).stream()
                                .map(JsonReport::message)
                                .toList())
                .with(
                        "result",
                        task.ended().flatMap(event -> event.value("result")).orElse(new Value.Fields(Map.of())))
                .fields();
    }

    private static Value.Fields call(Chronicle.CallPart call) {
        return new Document()
                .with(call.call(), "service", "action", "subject", "effect", "item", "parameters", "diff", "dry")
                .with("key", call.call().text("key"))
                .with("skipped", new Value.Bool(call.isSkipped()))
                .with(call.call(), "reason")
                .with("at", moment(Optional.of(call.call())))
                .with(call.done(), "seconds", "resource_id", "status")
                .fields();
    }

    private static Value.Fields message(Facts event) {
        return Document.of("at", event.event().at().toString())
                .with("kind", event.event().kind().name().toLowerCase(Locale.ROOT))
                .with(event, "text", "reason", "attempt", "attempts_max", "delay_seconds", "handler")
                .fields();
    }

    private static Value moment(Optional<Facts> event) {
        return event.<Value>map(facts -> new Value.Text(facts.event().at().toString()))
                .orElse(new Value.Null());
    }
}
