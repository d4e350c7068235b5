package dev.runbook.cli.command;

import dev.runbook.cli.OutputFormat;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.ci.BufferedReport;
import dev.runbook.report.ci.GithubReport;
import dev.runbook.report.ci.JsonlReport;
import dev.runbook.report.text.Display;
import dev.runbook.report.text.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The report that {@code --output} selects.
 *
 * @param report takes every event
 * @param text the same report if it is text for people, who may be asked questions meanwhile
 */
record OutputReport(Consumer<EventRecord<?>> report, Optional<TextReport> text) {

    static OutputReport of(
            OutputFormat output, ProcessContext context, Display display, TextReport.NextSteps nextSteps) {
        return switch (output) {
            case text -> {
                TextReport text = new TextReport(context.out(), display, nextSteps);
                yield new OutputReport(text, Optional.of(text));
            }
            case jsonl -> new OutputReport(new JsonlReport(context.out()), Optional.empty());
            case json -> new OutputReport(BufferedReport.json(context.out()), Optional.empty());
            case junit -> new OutputReport(BufferedReport.junit(context.out()), Optional.empty());
            case github ->
                new OutputReport(
                        new GithubReport(context.out(), display, markdown -> appendSummary(markdown, context)),
                        Optional.empty());
        };
    }

    /** Appends, because earlier steps of the job may have written to the same file. */
    private static void appendSummary(String markdown, ProcessContext context) {
        Optional<Path> file = context.variable("GITHUB_STEP_SUMMARY").map(context.folder()::resolve);
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file.get(), markdown, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            context.err().println("runbook: the step summary cannot be written: " + e);
        }
    }
}
