package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.OutputFormat;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.Launcher;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Terminal;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunArchive;
import dev.runbook.journal.RunFolders;
import dev.runbook.journal.RunLineage;
import dev.runbook.report.UnfinishedWork;
import dev.runbook.report.text.Display;
import dev.runbook.report.text.TextReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a run from its journal, with what it has left undone. */
@Command(
        name = "show",
        header = "Shows a run from its journal: what it did, how it ended, what is in progress and what is left.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ShowCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "RUN", description = "a run: its id, the start of an id, or last")
    private String run = "";

    @Option(
            names = {"-v", "--verbose"},
            description = "show each call with its parameters")
    private boolean verbose;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text for people; jsonl: one event per line; json: one document; junit: JUnit XML;"
                    + " github: annotations and step summary")
    private OutputFormat output = OutputFormat.text;

    ShowCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        RunArchive archive = HistoryCommand.archive(context);
        RecordedRun shown = new RunFinder(archive).read(run);
        boolean running = archive.isRunning(shown);
        Display display = Terminal.of(context).display(verbose).still();
        Optional<RunLineage.Obstacle> obstacle =
                new RunLineage(new RunFolders(context.state()).readRuns()).findObstacle(shown);
        String resume = obstacle.isPresent() ? "" : new Launcher(context).path() + " resume";
        TextReport.NextSteps nextSteps = new TextReport.NextSteps(resume, remainingWork(shown, running, obstacle));
        // Programs get the recorded events; for people, events are added that say where an unfinished run stopped.
        List<EventRecord<?>> events = output == OutputFormat.text ? shown.eventsWithEnds(running) : shown.events();
        events.forEach(OutputReport.of(output, context, display, nextSteps).report());
        return ExitCode.OK;
    }

    private static List<String> remainingWork(
            RecordedRun run, boolean running, Optional<RunLineage.Obstacle> obstacle) {
        List<String> lines = new ArrayList<>();
        List<String> ends = new UnfinishedWork(run.events()).lines();
        if (!ends.isEmpty()) {
            lines.add(running ? "Where it is:" : "What it left:");
            lines.addAll(ends);
        }
        obstacle.flatMap(RunLineage.Obstacle::successor)
                .ifPresent(later ->
                        lines.add("Cannot be resumed: " + obstacle.get().reason() + "."));
        return lines;
    }
}
