package dev.runbook.cli;

import dev.runbook.expression.Json;
import dev.runbook.journal.Archive;
import dev.runbook.journal.Owner;
import dev.runbook.journal.RunFolders;
import dev.runbook.journal.RunSummary;
import dev.runbook.report.HistoryText;
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
final class HistoryVerb implements Callable<Integer> {

    private static final int RUNS_USUAL = 20;

    private final Surroundings surroundings;

    @Option(names = "-n", paramLabel = "N", description = "number of runs (default: 20)")
    private int most = RUNS_USUAL;

    @Option(names = "--pair", paramLabel = "P", description = "only runs of this pair")
    private @Nullable String pair;

    @Option(names = "--output", paramLabel = "text|json", description = "a table for people, or a list for programs")
    private Form output = Form.text;

    HistoryVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (most < 1) {
            throw new UsageException("-n is " + most + ", so no run would be shown", "write 1 or more");
        }
        Optional<String> only =
                Words.narrowing(pair, "--pair names no pair", "leave --pair out to list the runs of all pairs");
        List<RunSummary> runs = archive(surroundings)
                .newest(most, run -> only.isEmpty() || run.pairs().containsKey(only.get()));
        PrintWriter out = surroundings.out();
        if (output == Form.json) {
            out.println(
                    runs.stream().map(run -> Json.write(run.fields())).collect(Collectors.joining(",\n ", "[", "]")));
        } else if (runs.isEmpty()) {
            out.println("There has been no run"
                    + only.map(name -> " of pair " + name).orElse("") + " yet.");
        } else {
            new HistoryText(Terminal.of(surroundings).display(false))
                    .lines(runs)
                    .forEach(out::println);
        }
        return Exit.OK;
    }

    static Archive archive(Surroundings surroundings) throws IOException {
        return new Archive(new RunFolders(surroundings.state()), Owner.current(), InstantSource.system());
    }
}
