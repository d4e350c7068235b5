package dev.runbook.cli.command;

import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.Project;
import dev.runbook.runbook.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select an inventory, pairs, variables and tasks. */
final class ProjectOptions {

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "inventory file or folder (default: as runbook.yml says, else inventories/default.yml of the"
                    + " project, or the only one there)")
    private @Nullable String inventory;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PATTERN",
            description =
                    "only these pairs: names, groups, globs; a,b both, :&x only those in x, :!x all but those in x")
    private @Nullable String limit;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "NAME=VALUE|@FILE",
            description =
                    "set a variable that the runbook or inventory reads, typed as in YAML; overrides all levels; repeatable")
    private List<String> vars = new ArrayList<>();

    @Option(
            names = {"-t", "--tags"},
            paramLabel = "TAG[,TAG]",
            description = "only tasks with one of these tags")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--skip-tags", paramLabel = "TAG[,TAG]", description = "no tasks with one of these tags")
    private List<String> skipTags = new ArrayList<>();

    @Option(names = "--from", paramLabel = "TASK", description = "start at this task: its id or name, * for any text")
    private @Nullable String from;

    Optional<String> inventory() {
        return Optional.ofNullable(inventory);
    }

    Optional<String> limit() throws UsageException {
        return OptionNodes.limitPattern(limit);
    }

    /** The arguments of {@code -e}. */
    List<String> vars() {
        return List.copyOf(vars);
    }

    /** The given options that select what to run; not {@code -e}, which only sets values. */
    List<String> selectionOptions() {
        List<String> given = new ArrayList<>();
        if (inventory != null) {
            given.add("-i");
        }
        if (limit != null) {
            given.add("-l");
        }
        if (!tags.isEmpty()) {
            given.add("-t");
        }
        if (!skipTags.isEmpty()) {
            given.add("--skip-tags");
        }
        if (from != null) {
            given.add("--from");
        }
        return given;
    }

    Project.ProjectRequest request(String runbook) throws UsageException {
        return new Project.ProjectRequest(
                runbook,
                inventory(),
                limit(),
                vars,
                MissingSecrets.none(),
                new Selection.Request(
                        OptionNodes.scalars("-t", tags),
                        OptionNodes.scalars("--skip-tags", skipTags),
                        OptionNodes.scalar("--from", Optional.ofNullable(from))));
    }
}
