package dev.runbook.cli;

import dev.runbook.journal.EventRecord;
import dev.runbook.report.AtTheEnd;
import dev.runbook.report.Display;
import dev.runbook.report.GithubReport;
import dev.runbook.report.JsonlReport;
import dev.runbook.report.TextReport;
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
record Telling(Consumer<EventRecord<?>> report, Optional<TextReport> text) {

    static Telling in(Output output, Surroundings surroundings, Display display, TextReport.Advice advice) {
        return switch (output) {
            case text -> {
                TextReport text = new TextReport(surroundings.out(), display, advice);
                yield new Telling(text, Optional.of(text));
            }
            case jsonl -> new Telling(new JsonlReport(surroundings.out()), Optional.empty());
            case json -> new Telling(AtTheEnd.json(surroundings.out()), Optional.empty());
            case junit -> new Telling(AtTheEnd.junit(surroundings.out()), Optional.empty());
            case github ->
                new Telling(
                        new GithubReport(surroundings.out(), display, markdown -> summarise(markdown, surroundings)),
                        Optional.empty());
        };
    }

    /** Appends, because earlier steps of the job may have written to the same file. */
    private static void summarise(String markdown, Surroundings surroundings) {
        Optional<Path> file = surroundings.variable("GITHUB_STEP_SUMMARY").map(surroundings.folder()::resolve);
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file.get(), markdown, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            surroundings.err().println("runbook: the step summary cannot be written: " + e);
        }
    }
}
