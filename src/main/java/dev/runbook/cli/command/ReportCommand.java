package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.FileErrorTranslator;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Terminal;
import dev.runbook.journal.BoundedFileReader;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import dev.runbook.report.EvidenceFile;
import dev.runbook.report.html.HtmlReport;
import dev.runbook.report.text.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the recap of a run, or writes an HTML report of it. */
@Command(
        name = "report",
        header = "Shows the recap of a run, or writes an HTML report of it.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {

    private static final String LAST = "last";

    private final ProcessContext context;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "a run: its id, the start of an id, or last (the default)")
    private String run = LAST;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "write one self-contained page: timeline, trees, calls, proofs")
    private @Nullable Path html;

    ReportCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        RecordedRun told = new RunFinder(HistoryCommand.archive(context)).read(run);
        List<EventRecord<?>> events = told.events();
        if (html == null) {
            TextReport.recapOf(events, Terminal.of(context).display(false)).forEach(context.out()::println);
            return ExitCode.OK;
        }
        write(
                context.folder().resolve(html),
                HtmlReport.of(events, evidence(new RunFolders(context.state()).folder(told.id()))));
        context.out().println("report of run " + told.id() + " written to " + html);
        return ExitCode.OK;
    }

    private void write(Path file, String page) throws UsageException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UsageException(
                    "the page cannot be written to " + html + ": " + FileErrorTranslator.reason(e),
                    "name a file that you may write");
        }
    }

    /** The files that modules have written to the folder of each pair in the folder of the run. */
    private static List<EvidenceFile> evidence(Path folder) throws IOException {
        List<EvidenceFile> evidence = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Optional<Path> pair = Optional.ofNullable(file.getParent()).filter(parent -> !parent.equals(folder));
                if (pair.isPresent() && file.toString().endsWith(".json")) {
                    evidence.add(new EvidenceFile(
                            folder.relativize(pair.get()).toString(),
                            String.valueOf(file.getFileName()),
                            BoundedFileReader.readText(file)));
                }
            }
        }
        return evidence;
    }
}
