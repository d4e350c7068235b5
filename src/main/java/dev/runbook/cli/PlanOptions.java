package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that write a check down as a plan, and that hold a run to one. */
final class PlanOptions {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "with --check: write what was found to this file, for run --plan; no file when the check fails")
    private @Nullable String out;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "carry out exactly what this plan says, or refuse and say where the world or a file has moved on;"
                            + " in place of RUNBOOK, -i, -l, -t, --skip-tags and --from")
    private @Nullable String plan;

    Optional<String> out() {
        return Optional.ofNullable(out);
    }

    Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Refuses what contradicts the options.
     *
     * @param besides every other word and option that says what to run or how far
     * @param check whether nothing is to be changed
     */
    void judge(List<String> besides, boolean check) throws UsageException {
        if (out != null && plan == null && !check) {
            throw new UsageException("--out keeps what a check has found, and this is a run", "add --check");
        }
        List<String> clashes = new ArrayList<>(besides);
        if (check) {
            clashes.add("--check");
        }
        if (out != null) {
            clashes.add("--out");
        }
        if (plan != null && !clashes.isEmpty()) {
            throw new UsageException(
                    "--plan says what is done, so it cannot go with " + String.join(" and ", clashes),
                    "give --plan alone; -y, -v, --forks and --output may go with it");
        }
    }
}
