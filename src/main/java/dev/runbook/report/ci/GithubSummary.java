package dev.runbook.report.ci;

import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.DataAge;
import dev.runbook.report.Formats;
import dev.runbook.report.LeftoverInstance;
import dev.runbook.report.PairState;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunTree;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run as Markdown for the summary of a step of GitHub Actions. */
final class GithubSummary {

    private static final List<TaskStatus> COUNTS = List.of(TaskStatus.values());

    private final RunTree run;
    private final ZoneId zone;
    private final List<String> lines = new ArrayList<>();

    private GithubSummary(RunTree run, ZoneId zone) {
        this.run = run;
        this.zone = zone;
    }

    static String of(RunTree run, ZoneId zone) {
        GithubSummary summary = new GithubSummary(run, zone);
        summary.head();
        summary.table();
        summary.failures();
        summary.writeLeftovers();
        return String.join("\n", summary.lines) + "\n\n";
    }

    private void head() {
        lines.add("### " + text(run.title()) + ": " + RunConclusion.of(run).words());
        lines.add("");
        String time = run.ended()
                .map(end -> ", " + Formats.time(end.event().duration()))
                .orElse("");
        lines.add(run.id().map(id -> "Run `" + id + "`").orElse("Check") + " on "
                + text(run.started().isPresent() ? run.inventory().orElse("") : "an inventory")
                + time
                + run.ended()
                        .map(end -> ", exit " + end.event().exit().orElse(0))
                        .orElse(""));
        lines.add("");
    }

    private void table() {
        List<String> heads = COUNTS.stream()
                .map(count -> RunConclusion.word(count.word(), run.isCheck()))
                .toList();
        lines.add("| pair | from → to | status | " + String.join(" | ", heads) + " | time | data as of |");
        lines.add("|---|---|---|" + "--:|".repeat(COUNTS.size()) + "--:|---|");
        for (RunTree.PairNode pair : run.pairs()) {
            List<String> cells = new ArrayList<>();
            cells.add(text(pair.name()));
            cells.add(text(pair.sides().orElse("-").replace("->", "→")));
            cells.add(sign(pair.status()) + " " + RunConclusion.word(pair.status(), run.isCheck()));
            Optional<PairEnded> end = pair.work();
            COUNTS.forEach(count -> cells.add(
                    end.map(event -> Integer.toString(event.counts().of(count))).orElse("-")));
            Optional<PairEnded> timed = end.filter(event -> !run.isCheck());
            cells.add(timed.map(event -> Formats.time(event.duration())).orElse("-"));
            cells.add(timed.flatMap(event -> pair.dataAsOf()).map(this::moment).orElse("-"));
            lines.add("| " + String.join(" | ", cells) + " |");
        }
        lines.add("");
    }

    private void failures() {
        List<String> own = new ArrayList<>();
        for (RunTree.PairNode pair : run.pairs()) {
            pair.tasks().stream().filter(RunTree.TaskNode::hasFailed).forEach(task -> own.addAll(failure(pair, task)));
            boolean well = pair.endedWell();
            pair.ownMessage()
                    .filter(message -> !well)
                    .ifPresent(message -> own.add("- **" + text(pair.name()) + "**: " + text(message)));
        }
        section("Failures", own);
    }

    private static List<String> failure(RunTree.PairNode pair, RunTree.TaskNode task) {
        TaskEnded end = task.end().orElseThrow();
        List<String> own = new ArrayList<>();
        String words = task.isForeseen() ? PairState.foreseen(task.title(), end) : task.word() + ": " + task.title();
        own.add("- **" + text(pair.name()) + "** " + text(words)
                + task.place()
                        .map(place -> " (`" + place.replace("`", "'") + "`)")
                        .orElse(""));
        own.add("  <br>" + text(end.message().orElse("")));
        end.failure()
                .map(TaskEnded.FailureDetails::problems)
                .orElse(List.of())
                .forEach(problem -> own.add("  <br>" + text(problem)));
        end.failure()
                .flatMap(TaskEnded.FailureDetails::advice)
                .ifPresent(advice -> own.add("  <br>**do:** " + text(advice)));
        return own;
    }

    private void writeLeftovers() {
        List<String> own = new ArrayList<>();
        for (RunTree.PairNode pair : run.pairs()) {
            LeftoverInstance.of(pair)
                    .forEach(left -> own.add("- `" + left.instance() + "` (" + text(left.status()) + ", "
                            + text(pair.name()) + "): " + text(left.why())));
        }
        section(run.isCheck() ? "What a run would leave behind" : "Left behind", own);
    }

    private void section(String title, List<String> own) {
        if (!own.isEmpty()) {
            lines.add("#### " + title);
            lines.add("");
            lines.addAll(own);
            lines.add("");
        }
    }

    private String moment(DataAge data) {
        return data.moment().map(moment -> moment(data, moment)).orElseGet(() -> text(data.text()));
    }

    private String moment(DataAge data, Instant moment) {
        String clock = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(zone)
                .format(moment);
        return clock
                + run.ended()
                        .flatMap(end -> data.age(end.at()))
                        .map(age -> " (" + age + ")")
                        .orElse("");
    }

    private static String sign(String status) {
        return switch (status) {
            case "finished", "earlier" -> "✅";
            case "failed", "refused", "cut-off" -> "❌";
            case "interrupted" -> "⚠️";
            default -> "➖";
        };
    }

    /** A text that Markdown and HTML leave as it is, in one line. */
    private static String text(String text) {
        StringBuilder safe = new StringBuilder();
        text.strip().chars().forEach(character -> {
            if (character == '\n') {
                safe.append("<br>");
            } else if ("&<>".indexOf(character) >= 0) {
                safe.append("&#").append(character).append(';');
            } else {
                safe.append("\\`*_{}[]()#+!|~@".indexOf(character) >= 0 ? "\\" : "")
                        .append((char) character);
            }
        });
        return safe.toString();
    }
}
