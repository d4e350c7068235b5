package dev.runbook.cli;

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
record Names(Surroundings surroundings) {

    List<String> runbooks() {
        return new Finder(surroundings).names("runbooks");
    }

    List<String> inventories() {
        return new Finder(surroundings).names("inventories");
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
            List<String> runs = new ArrayList<>(new RunFolders(surroundings.state()).ids());
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
            Finder finder = new Finder(surroundings);
            return Project.inventory(finder.inventory(name), finder, new Problems());
        } catch (UsageException e) {
            return Optional.empty();
        }
    }

    private Optional<Project> project(Optional<String> runbook, Optional<String> inventory) {
        if (runbook.isEmpty()) {
            return Optional.empty();
        }
        Selection.Request everything = new Selection.Request(List.of(), List.of(), Optional.empty());
        Project.Request request =
                new Project.Request(runbook.get(), inventory, Optional.empty(), List.of(), Absent.none(), everything);
        try {
            return Optional.of(Project.read(request, new Finder(surroundings), Modules.discover()));
        } catch (UsageException | ProblemException e) {
            return Optional.empty();
        }
    }
}
