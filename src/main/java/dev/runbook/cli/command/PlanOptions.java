package dev.runbook.cli.command;

import dev.runbook.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that save the plan of a check and that apply a saved plan. */
final class PlanOptions {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "with --check: save the plan to this file, for run --plan; no file if the check fails")
    private @Nullable String out;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "apply exactly this plan, or refuse and say which instance or file has changed since;"
                    + " replaces RUNBOOK, -i, -l, -t, --skip-tags and --from")
    private @Nullable String plan;

    Optional<String> out() {
        return Optional.ofNullable(out);
    }

    Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    /**
     * Refuses options that contradict each other.
     *
     * @param besides every other argument and option that selects what to run
     * @param check whether {@code --check} is given
     */
    void checkConflicts(List<String> besides, boolean check) throws UsageException {
        if (out != null && plan == null && !check) {
            throw new UsageException("--out saves the plan of a check, and this is a run", "add --check");
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
                    "--plan cannot be combined with " + String.join(" and ", clashes),
                    "give --plan alone; -e, -y, -v, --forks and --output can be added");
        }
    }
}
