package dev.runbook.cli;

import dev.runbook.journal.Contents;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import dev.runbook.report.Evidence;
import dev.runbook.report.HtmlReport;
import dev.runbook.report.TextReport;
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
final class ReportVerb implements Callable<Integer> {

    private static final String LAST = "last";

    private final Surroundings surroundings;

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

    ReportVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        RecordedRun told = new RunIds(HistoryVerb.archive(surroundings)).read(run);
        List<EventRecord<?>> events = told.events();
        if (html == null) {
            TextReport.recapOf(events, Terminal.of(surroundings).display(false)).forEach(surroundings.out()::println);
            return Exit.OK;
        }
        write(
                surroundings.folder().resolve(html),
                HtmlReport.of(events, evidence(new RunFolders(surroundings.state()).folder(told.id()))));
        surroundings.out().println("report of run " + told.id() + " written to " + html);
        return Exit.OK;
    }

    private void write(Path file, String page) throws UsageException {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UsageException(
                    "the page cannot be written to " + html + ": " + Unusable.why(e), "name a file that you may write");
        }
    }

    /** The files that modules have written to the folder of each pair in the folder of the run. */
    private static List<Evidence> evidence(Path folder) throws IOException {
        List<Evidence> evidence = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Optional<Path> pair = Optional.ofNullable(file.getParent()).filter(parent -> !parent.equals(folder));
                if (pair.isPresent() && file.toString().endsWith(".json")) {
                    evidence.add(new Evidence(
                            folder.relativize(pair.get()).toString(),
                            String.valueOf(file.getFileName()),
                            Contents.text(file)));
                }
            }
        }
        return evidence;
    }
}
