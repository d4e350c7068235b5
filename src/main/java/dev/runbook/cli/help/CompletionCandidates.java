package dev.runbook.cli.help;

import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.Modules;
import dev.runbook.inventory.Inventory;
import dev.runbook.journal.RunFolders;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.Selection;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists the names in a project for completion; skips files that cannot be read without a message. */
record CompletionCandidates(ProcessContext context) {

    List<String> runbooks() {
        return new ProjectFileFinder(context).names("runbooks");
    }

    List<String> inventories() {
        return new ProjectFileFinder(context).names("inventories");
    }

    List<String> modules() {
        return List.copyOf(Modules.discover().names());
    }

    List<String> keywords() {
        return Keyword.all().stream().map(Keyword::name).distinct().sorted().toList();
    }

    /** The newest run first. */
    List<String> runs() {
        try {
            List<String> runs = new ArrayList<>(new RunFolders(context.state()).ids());
            Collections.reverse(runs);
            return runs;
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Pairs and groups. */
    List<String> pairs(Optional<String> name) {
        List<String> words = new ArrayList<>();
        inventory(name).ifPresent(found -> {
            words.addAll(found.pairs().keySet());
            words.addAll(found.groups().keySet());
            words.add("all");
        });
        return words;
    }

    List<String> variables(Optional<String> name) {
        return inventory(name)
                .map(found -> found.variableNames().stream().sorted().toList())
                .orElse(List.of());
    }

    List<String> tags(Optional<String> runbook, Optional<String> inventory) {
        return project(runbook, inventory)
                .map(found -> List.copyOf(found.runbook().tags()))
                .orElse(List.of());
    }

    List<String> tasks(Optional<String> runbook, Optional<String> inventory) {
        return project(runbook, inventory)
                .map(found -> found.runbook().tasks().stream().map(Task::id).toList())
                .orElse(List.of());
    }

    private Optional<Inventory> inventory(Optional<String> name) {
        try {
            ProjectFileFinder finder = new ProjectFileFinder(context);
            return Project.inventory(finder.findInventory(name), finder, new Problems());
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    private Optional<Project> project(Optional<String> runbook, Optional<String> inventory) {
        if (runbook.isEmpty()) {
            return Optional.empty();
        }
        Selection.Request everything = new Selection.Request(List.of(), List.of(), Optional.empty());
        Project.ProjectRequest request = new Project.ProjectRequest(
                runbook.get(), inventory, Optional.empty(), List.of(), MissingSecrets.none(), everything);
        try {
            return Optional.of(Project.read(request, new ProjectFileFinder(context), Modules.discover()));
        } catch (UsageException | ProblemException e) {
            return Optional.empty();
        }
    }
}
