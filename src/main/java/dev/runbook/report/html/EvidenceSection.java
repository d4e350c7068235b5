package dev.runbook.report.html;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.report.EvidenceFile;
import dev.runbook.report.Formats;
import dev.runbook.report.Markup;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunTree;
import dev.runbook.report.Timestamps;
import dev.runbook.yaml.PrintableText;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What shows that the data is masked, how many objects were copied, and whatever else a run has kept as evidence. */
record EvidenceSection(RunTree run, List<EvidenceFile> evidence) {

    private static final List<String> TEXTS = List.of("table", "way", "columns masked", "pair and task");

    EvidenceSection {
        evidence = List.copyOf(evidence);
    }

    void write(Markup page) {
        page.open("section", "id", "proofs", "aria-labelledby", "proofs-title");
        page.element("h2", "Proofs", "id", "proofs-title").raw("\n");
        masking(page);
        objects(page);
        page.close("section");
    }

    private void masking(Markup page) {
        page.element("h3", "Masking").raw("\n");
        if (evidence.isEmpty()) {
            page.element("p", "No proof of masking was written in this run.");
        }
        evidence.forEach(file -> file(page, file));
    }

    private static void file(Markup page, EvidenceFile file) {
        Optional<Value.Fields> report = read(file.text());
        String verdict = report.map(fields -> text(fields, "verdict")).orElse("");
        String kind = verdict.equals("verified") || verdict.isEmpty() ? "finished" : "failed";
        page.open("article", "class", "proof " + kind);
        page.open("h4").text(file.pair() + " · " + file.name() + " ");
        if (!verdict.isEmpty()) {
            page.open("span", "class", "status " + kind);
            page.element("span", RunConclusion.sign(kind), "class", "sign", "aria-hidden", "true");
            page.text(" " + verdict).close("span");
        }
        page.close("h4");
        report.ifPresent(fields -> verdict(page, fields));
        page.open("details").element("summary", "The file as it was written");
        page.element(
                "pre",
                report.map(fields -> Json.writePretty(fields).stripTrailing()).orElse(PrintableText.of(file.text())),
                "class",
                "file");
        page.close("details");
        page.close("article");
    }

    private static void verdict(Markup page, Value.Fields report) {
        page.open("dl", "class", "facts");
        for (String name : List.of("instance", "database", "engine", "rows", "verification_ended", "rules_digest")) {
            String text = switch (name) {
                case "rows" -> Formats.count(whole(report, name));
                case "verification_ended" -> Timestamps.full(text(report, name));
                default -> text(report, name);
            };
            if (!text.isEmpty()) {
                page.open("div")
                        .element("dt", name.replace('_', ' '))
                        .element("dd", text)
                        .close("div");
            }
        }
        page.close("dl");
        for (String list : List.of("failed", "skipped")) {
            items(report, list)
                    .forEach(
                            item -> page.element("p", list + ": " + PrintableText.of(item.show()), "class", "message"));
        }
        List<Value> tables = items(report, "tables");
        if (!tables.isEmpty()) {
            table(page, tables);
        }
    }

    private static void table(Markup page, List<Value> tables) {
        page.open("table", "class", "cards", "role", "table");
        page.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String head : List.of("table", "way", "rows", "columns masked", "columns kept", "unchanged values")) {
            PairTable.head(page, head, TEXTS.contains(head) ? "text" : "number");
        }
        page.close("tr").close("thead");
        page.open("tbody", "role", "rowgroup");
        for (Value table : tables) {
            if (table instanceof Value.Fields fields) {
                row(page, fields);
            }
        }
        page.close("tbody").close("table");
    }

    private static void row(Markup page, Value.Fields table) {
        Map<String, Value> masked = mapping(table, "masked");
        long unchanged = masked.values().stream()
                .filter(Value.Fields.class::isInstance)
                .mapToLong(column -> whole((Value.Fields) column, "unchanged"))
                .sum();
        page.open("tr", "role", "row");
        page.element("th", text(table, "table"), "class", "wide", "scope", "row", "role", "rowheader");
        cell(page, "way", "word", text(table, "way"));
        cell(page, "rows", "number", Formats.count(whole(table, "rows")));
        cell(page, "columns masked", "text", masked.isEmpty() ? "–" : String.join(", ", masked.keySet()));
        cell(
                page,
                "columns kept",
                "number",
                Formats.count(mapping(table, "kept").size()));
        cell(page, "unchanged values", "number", masked.isEmpty() ? "–" : Formats.count(unchanged));
        page.close("tr");
    }

    private void objects(Markup page) {
        List<RunTree.PairNode> copying = run.pairs().stream()
                .filter(pair -> pair.tasks().stream().anyMatch(EvidenceSection::copies))
                .toList();
        page.element("h3", "Objects").raw("\n");
        if (copying.isEmpty()) {
            page.element("p", "No objects were copied.");
            return;
        }
        page.open("table", "class", "cards", "role", "table");
        page.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (String head : List.of("pair and task", "copied", "bytes", "deleted", "the same", "left out")) {
            PairTable.head(page, head, TEXTS.contains(head) ? "text" : "number");
        }
        page.close("tr").close("thead");
        page.open("tbody", "role", "rowgroup");
        copying.forEach(pair ->
                pair.tasks().stream().filter(EvidenceSection::copies).forEach(task -> writeCopies(page, pair, task)));
        page.close("tbody").close("table");
    }

    private static boolean copies(RunTree.TaskNode task) {
        return task.started().event().module().equals("s3-sync")
                && task.end()
                        .filter(end -> end.result().get("copied").isPresent())
                        .isPresent();
    }

    private static void writeCopies(Markup page, RunTree.PairNode pair, RunTree.TaskNode task) {
        Value.Fields result = task.end().orElseThrow().result();
        page.open("tr", "role", "row");
        page.element("th", pair.name() + " · " + task.name(), "scope", "row", "role", "rowheader");
        cell(page, "copied", "number", Formats.count(whole(result, "copied")));
        cell(page, "bytes", "number", Formats.count(whole(result, "bytes")));
        cell(page, "deleted", "number", Formats.count(whole(result, "deleted")));
        cell(page, "the same", "number", Formats.count(whole(result, "same")));
        cell(page, "left out", "number", Formats.count(whole(result, "skipped")));
        page.close("tr");
    }

    private static void cell(Markup page, String label, String kind, String text) {
        page.element("td", text, "role", "cell", "class", kind, "data-label", label);
    }

    private static Optional<Value.Fields> read(String text) {
        try {
            return Json.read(text) instanceof Value.Fields fields ? Optional.of(fields) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static String text(Value.Fields fields, String name) {
        return fields.get(name).map(Value::show).map(PrintableText::of).orElse("");
    }

    private static long whole(Value.Fields fields, String name) {
        return fields.get(name)
                .filter(Value.Whole.class::isInstance)
                .map(value -> ((Value.Whole) value).number())
                .orElse(0L);
    }

    private static List<Value> items(Value.Fields fields, String name) {
        return fields.get(name)
                .filter(Value.Items.class::isInstance)
                .map(value -> ((Value.Items) value).items())
                .orElse(List.of());
    }

    private static Map<String, Value> mapping(Value.Fields fields, String name) {
        return fields.get(name)
                .filter(Value.Fields.class::isInstance)
                .map(value -> ((Value.Fields) value).fields())
                .orElse(Map.of());
    }
}
