package dev.runbook.report.html;

import dev.runbook.journal.Event;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.DataAge;
import dev.runbook.report.Formats;
import dev.runbook.report.Markup;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunTree;
import dev.runbook.report.Timestamps;
import dev.runbook.report.text.MessageText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every pair of a run with how it ended, as a table; on a narrow page each row is a card. */
record PairTable(RunTree run) {

    private static final List<TaskStatus> COUNTS = List.of(TaskStatus.values());

    void write(Markup page) {
        page.open("section", "id", "pairs", "aria-labelledby", "pairs-title");
        page.element("h2", "Pairs", "id", "pairs-title").raw("\n");
        page.open("table", "class", "cards", "role", "table");
        page.open("thead", "role", "rowgroup").open("tr", "role", "row");
        head(page, "pair", "text");
        head(page, "from → to", "text");
        head(page, "status", "text");
        COUNTS.forEach(count -> head(page, count.word(), "number"));
        head(page, "time", "number");
        head(page, "data", "text");
        page.close("tr").close("thead");
        page.open("tbody", "role", "rowgroup");
        run.pairs().forEach(pair -> row(page, pair));
        page.close("tbody").close("table");
        run.words().forEach(event -> page.element("p", words(event), "class", "note"));
        page.close("section");
    }

    /** What was said of the whole run, without the word for a warning. */
    private static String words(EventRecord<?> record) {
        return record.event() instanceof Event.WarningIssued warning
                ? warning.text()
                : record.accept(new MessageText());
    }

    private void row(Markup page, RunTree.PairNode pair) {
        Optional<PairEnded> end = pair.work();
        Optional<Instant> now = run.ended().map(EventRecord::at);
        page.open("tr", "role", "row");
        page.element("th", pair.name(), "scope", "row", "role", "rowheader");
        cell(page, "from → to", "wide", HtmlReport.orDash(pair.sides().map(sides -> sides.replace("->", "→"))));
        page.open("td", "role", "cell", "data-label", "status");
        status(page, pair.status());
        page.close("td");
        for (TaskStatus count : COUNTS) {
            Optional<Long> number = end.map(event -> (long) event.counts().of(count));
            String quiet = number.filter(found -> found > 0).isPresent() ? "number" : "number zero";
            cell(page, count.word(), quiet, HtmlReport.orDash(number.map(Formats::count)));
        }
        cell(page, "time", "number", HtmlReport.orDash(end.map(event -> Formats.time(event.duration()))));
        page.open("td", "role", "cell", "class", "wide", "data-label", "data").open("span");
        Optional<DataAge> data = pair.dataAsOf();
        data.flatMap(known -> now.flatMap(known::age)).ifPresent(age -> page.text(age + " "));
        page.element("span", data.map(known -> Timestamps.full(known.text())).orElse("–"), "class", "took");
        page.close("span").close("td");
        page.close("tr");
    }

    /** A word for a status with its sign and colour. */
    static void status(Markup page, String status) {
        page.open("span", "class", "status " + status);
        page.element("span", RunConclusion.sign(status), "class", "sign", "aria-hidden", "true");
        page.text(" " + status.replace('-', ' ')).close("span");
    }

    static void head(Markup page, String name, String kind) {
        page.element("th", name, "class", kind, "scope", "col", "role", "columnheader");
    }

    private static void cell(Markup page, String label, String kind, String text) {
        page.element("td", text, "role", "cell", "class", kind.isEmpty() ? "text" : kind, "data-label", label);
    }
}
