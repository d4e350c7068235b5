package dev.runbook.report.html;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event.ChangeDone;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.Formats;
import dev.runbook.report.Markup;
import dev.runbook.report.RunTree;
import dev.runbook.report.TaskCall;
import dev.runbook.report.Timestamps;
import dev.runbook.report.text.CallText;
import dev.runbook.report.text.MessageText;
import dev.runbook.yaml.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every call of every task with its parameters, and the messages between them. */
record CallList(RunTree run) {

    void write(Markup page) {
        page.open("section", "id", "calls", "aria-labelledby", "calls-title");
        page.element("h2", run.isCheck() ? "Calls a run would make" : "Calls", "id", "calls-title")
                .raw("\n");
        page.open("div", "id", "filter-bar", "class", "filter", "hidden", "");
        page.element("label", "Filter calls", "for", "filter");
        page.raw("<input type=\"search\" id=\"filter\" autocomplete=\"off\" placeholder=\"words: modify demo\">\n");
        page.element("span", "", "id", "filter-said", "role", "status");
        page.close("div");
        for (int number = 0; number < run.pairs().size(); number++) {
            RunTree.PairNode pair = run.pairs().get(number);
            page.element("h3", pair.name()).raw("\n");
            if (pair.tasks().isEmpty()) {
                page.element("p", "No task of this pair was begun.");
            }
            for (int task = 0; task < pair.tasks().size(); task++) {
                task(page, pair, pair.tasks().get(task), anchor(number, task));
            }
        }
        page.close("section");
    }

    /** The place of a task on the page. */
    static String anchor(int pair, int task) {
        return "task-" + (pair + 1) + "-" + (task + 1);
    }

    private static void task(Markup page, RunTree.PairNode pair, RunTree.TaskNode task, String anchor) {
        List<TaskCall> calls = task.calls();
        page.open("details", "class", "task", "id", anchor);
        page.open("summary");
        page.element("span", task.title(), "class", "name").text(" ");
        page.element("code", task.started().event().module()).text(" ");
        PairTable.status(page, task.word());
        page.element("span", " " + Formats.count(calls.size(), "call"), "class", "took");
        page.close("summary");
        page.open("div", "class", "inside");
        task.message().ifPresent(message -> page.element("p", message, "class", "message"));
        page.open("ul", "class", "list");
        calls.forEach(call -> call(page, pair, call));
        page.close("ul");
        writeMessages(page, task);
        page.close("div");
        page.close("details");
    }

    private static void call(Markup page, RunTree.PairNode pair, TaskCall part) {
        String sign = part.asSkipped().isPresent() ? "=" : CallText.sign(part.words());
        page.open("li", "class", "call " + kind(sign), "data-pair", pair.name());
        page.open("details");
        page.open("summary");
        page.element("span", sign, "class", "sign", "aria-hidden", "true").text(" ");
        page.element("code", part.words().toString());
        note(part).ifPresent(note -> page.element("span", " " + note, "class", "took"));
        page.close("summary");
        page.open("dl", "class", "fields");
        part.asMade().ifPresent(made -> {
            made.record().event().parameters().fields().forEach((name, value) -> field(page, name, value));
            made.done()
                    .flatMap(ChangeDone::instance)
                    .map(ChangeDone.ChangedInstance::resourceId)
                    .ifPresent(id -> field(page, "resource id", new Value.Text(id)));
        });
        page.close("dl");
        part.asMade()
                .ifPresent(made -> diff(page, CallText.differences(made.record().event())));
        page.close("details");
        page.close("li").raw("\n");
    }

    private static Optional<String> note(TaskCall part) {
        String note = part.asMade()
                .map(made -> made.record().event())
                .map(call -> CallText.unmade(call).orElse(call.effect()))
                .or(() -> part.asSkipped()
                        .map(call -> CallText.reason(call.record().event())))
                .orElse("");
        String time = part.asMade()
                .flatMap(TaskCall.MadeCall::done)
                .map(done -> Formats.time(done.duration()))
                .orElse("");
        String both = note.isEmpty() || time.isEmpty() ? note + time : note + ", " + time;
        return Optional.of(both).filter(text -> !text.isEmpty());
    }

    private static void field(Markup page, String name, Value value) {
        page.open("div").element("dt", name);
        page.element("dd", PrintableText.of(CallText.text(value)).strip()).close("div");
    }

    private static void diff(Markup page, Map<String, Value> fields) {
        if (fields.isEmpty()) {
            return;
        }
        page.open("pre", "class", "diff");
        fields.forEach((field, change) -> {
            if (change instanceof Value.Fields sides) {
                side(page, "del", "- " + PrintableText.of(field), sides.get("before"));
                side(page, "ins", "+ " + PrintableText.of(field), sides.get("after"));
            }
        });
        page.close("pre");
    }

    private static void side(Markup page, String tag, String label, Optional<Value> value) {
        String shown = value.map(CallText::text).map(PrintableText::of).orElse("");
        if (!shown.isEmpty()) {
            page.element(tag, label + ": " + shown);
        }
    }

    private static void writeMessages(Markup page, RunTree.TaskNode task) {
        List<EventRecord<?>> said = task.eventsOf(RunTree.MESSAGES);
        if (said.isEmpty()) {
            return;
        }
        page.open("ul", "class", "said");
        said.forEach(event -> page.element(
                "li",
                Timestamps.clock(event.at()) + "  " + event.accept(new MessageText()),
                "class",
                EventLines.kind(event.event())));
        page.close("ul");
    }

    private static String kind(String sign) {
        return switch (sign) {
            case "+" -> "makes";
            case "-" -> "removes";
            case "~" -> "alters";
            case "=" -> "there";
            default -> "outside";
        };
    }
}
