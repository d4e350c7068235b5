package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.TextOrJson;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Terminal;
import dev.runbook.expression.Json;
import dev.runbook.journal.ProcessIdentity;
import dev.runbook.journal.RunArchive;
import dev.runbook.journal.RunFolders;
import dev.runbook.journal.RunSummary;
import dev.runbook.report.text.HistoryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the runs so far, from their journals. */
@Command(
        name = "history",
        header = "Lists the runs so far, newest first; a run that was killed shows as interrupted.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {

    private static final int RUNS_DEFAULT = 20;

    private final ProcessContext context;

    @Option(names = "-n", paramLabel = "N", description = "number of runs (default: 20)")
    private int runsMax = RUNS_DEFAULT;

    @Option(names = "--pair", paramLabel = "P", description = "only runs of this pair")
    private @Nullable String pair;

    @Option(names = "--output", paramLabel = "text|json", description = "a table for people, or a list for programs")
    private TextOrJson output = TextOrJson.text;

    HistoryCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (runsMax < 1) {
            throw new UsageException("-n is " + runsMax + ", so no run would be shown", "write 1 or more");
        }
        Optional<String> only =
                OptionNodes.filterValue(pair, "--pair names no pair", "leave --pair out to list the runs of all pairs");
        List<RunSummary> runs = archive(context)
                .findNewest(runsMax, run -> only.isEmpty() || run.pairs().containsKey(only.get()));
        PrintWriter out = context.out();
        if (output == TextOrJson.json) {
            out.println(
                    runs.stream().map(run -> Json.write(run.fields())).collect(Collectors.joining(",\n ", "[", "]")));
        } else if (runs.isEmpty()) {
            out.println("There has been no run"
                    + only.map(name -> " of pair " + name).orElse("") + " yet.");
        } else {
            new HistoryText(Terminal.of(context).display(false)).lines(runs).forEach(out::println);
        }
        return ExitCode.OK;
    }

    static RunArchive archive(ProcessContext context) throws IOException {
        return new RunArchive(new RunFolders(context.state()), ProcessIdentity.current(), InstantSource.system());
    }
}
