package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import dev.runbook.engine.Modules;
import dev.runbook.engine.run.BucketPreflight;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A runbook and the inventory to run it on, both validated.
 *
 * @param file the file of the runbook
 * @param inventoryName the inventory as the user would write it
 * @param inventoryPath the file of the inventory, or the folder of its files
 * @param extraVars the values of {@code -e}
 * @param pairs the pairs that have a play and that {@code -l}, if given, selects
 */
public record Project(
        Path file,
        Runbook runbook,
        String inventoryName,
        Path inventoryPath,
        Inventory inventory,
        Map<String, Value> extraVars,
        List<Pair> pairs,
        Selection selection) {

    private static final String UNDEFINED = "undefined-variable";

    public Project {
        extraVars = Collections.unmodifiableMap(new LinkedHashMap<>(extraVars));
        pairs = List.copyOf(pairs);
    }

    /**
     * The files, pairs, variables and tasks that a command line names.
     *
     * @param limit a pattern of pairs; empty for all
     * @param missingSecrets variables that are defined but have no value
     */
    public record ProjectRequest(
            String runbook,
            Optional<String> inventory,
            Optional<String> limit,
            List<String> vars,
            MissingSecrets missingSecrets,
            Selection.Request taskSelection) {
        public ProjectRequest {
            vars = List.copyOf(vars);
        }

        public ProjectRequest withoutLimit() {
            return new ProjectRequest(runbook, inventory, Optional.empty(), vars, missingSecrets, taskSelection);
        }
    }

    /** Reads all files and options and reports their mistakes together. */
    public static Project read(ProjectRequest request, ProjectFileFinder finder, Modules modules)
            throws UsageException, ProblemException {
        Problems problems = new Problems();
        Path file = finder.findRunbook(request.runbook());
        List<Path> inventoryFiles = finder.findInventory(request.inventory());
        Optional<Inventory> inventory = inventory(inventoryFiles, finder, problems);
        Map<String, Position> places = ExtraVarValues.places(request.vars(), finder);
        Set<String> given = new HashSet<>(places.keySet());
        given.addAll(request.missingSecrets().names());
        var around = loadContext(inventory, given, finder, modules);
        Optional<Runbook> runbook =
                finder.read(file, problems).flatMap(source -> runbook(source, around, inventory.isPresent(), problems));
        Map<String, Value> extra =
                ExtraVarValues.read(request.vars(), finder, ExtraVarSecrets.secretPrompts(runbook)::contains, problems);
        if (inventory.isPresent() && runbook.isPresent()) {
            checkPlays(runbook.get(), inventory.get(), given, problems);
            new BucketPreflight(modules).check(runbook.get(), inventory.get(), problems);
            ExtraVarSecrets secrets = ExtraVarSecrets.of(runbook.get(), inventory.get());
            new ExtraVarCheck(runbook.get(), inventory.get(), secrets, problems).check(extra, places);
            extra = secrets.markSecrets(extra);
        }
        Optional<Selection> selection = runbook.map(found -> Selection.of(found, request.taskSelection(), problems));
        List<Pair> pairs =
                inventory.map(found -> pairs(found, request.limit(), problems)).orElse(List.of());
        if (inventory.isPresent()) {
            new DerivedNameCheck(inventory.get(), extra, finder.context()).check(pairs, problems);
        }
        if (inventory.isPresent() && runbook.isPresent() && problems.isEmpty()) {
            pairs = pairsWithPlays(pairs, runbook.get(), inventory.get(), request.limit());
        }
        problems.throwIfAny();
        return new Project(
                file,
                runbook.orElseThrow(),
                finder.displayPath(inventoryLocation(inventoryFiles)),
                inventoryLocation(inventoryFiles),
                inventory.orElseThrow(),
                extra,
                pairs,
                selection.orElseThrow());
    }

    private static Optional<Runbook> runbook(
            Source source, LoadContext around, boolean variablesAreKnown, Problems problems) {
        Problems own = new Problems();
        Optional<Runbook> runbook = Runbook.read(source, around, own);
        own.toSortedList().stream()
                .filter(problem -> variablesAreKnown || !problem.code().equals(UNDEFINED))
                .forEach(problems::add);
        return runbook;
    }

    /** @param given names that have a value from the command line */
    private static void checkPlays(Runbook runbook, Inventory inventory, Set<String> given, Problems problems) {
        Set<String> names = new HashSet<>(given);
        runbook.plays().forEach(play -> names.addAll(variablesSetBy(play)));
        inventory.checkNames(names, problems);
        runbook.plays().forEach(play -> checkPairs(play, inventory, problems));
    }

    private static LoadContext loadContext(
            Optional<Inventory> inventory, Set<String> given, ProjectFileFinder finder, Modules modules) {
        Set<String> known = new HashSet<>(Scope.BUILT_IN);
        known.addAll(given);
        inventory.ifPresent(found -> known.addAll(found.variableNames()));
        return new LoadContext(modules, new ReferencedFiles(finder), known, given);
    }

    /** Refuses options that together select no task: a run that does nothing looks like a success. */
    public void checkTasksAreLeft(Selection.Request asked) throws UsageException {
        List<String> options = new ArrayList<>();
        asked.tags().forEach(word -> options.add("-t " + word.text()));
        asked.skipTags().forEach(word -> options.add("--skip-tags " + word.text()));
        asked.from().ifPresent(word -> options.add("--from " + word.text()));
        if (!options.isEmpty() && runbook.tasks().stream().noneMatch(selection::includes)) {
            throw new UsageException(
                    "no task is selected by " + String.join(" and ", options),
                    "'runbook list tasks' with the same options says why each is left out");
        }
    }

    /** Reports a play that matches no pair and does not allow it with {@code allow_empty}. */
    private static void checkPairs(Play play, Inventory inventory, Problems problems) {
        Problems found = new Problems();
        inventory.select(play.pairs(), found);
        found.toSortedList().stream()
                .filter(problem ->
                        !play.options().allowEmpty() || problem.code().equals("bad-pattern"))
                .map(problem -> new Problem(
                        problem.code(),
                        problem.position(),
                        problem.summary(),
                        problem.hint().startsWith("did you")
                                ? problem.hint()
                                : problem.hint() + "; for a play that may match no pair write allow_empty: true"))
                .forEach(problems::add);
    }

    /** The same project with other pairs. */
    public Project withPairs(List<Pair> others) {
        return new Project(file, runbook, inventoryName, inventoryPath, inventory, extraVars, others, selection);
    }

    /** The inventory with an empty runbook in place of the requested one; reports the mistakes of the inventory. */
    public static Project withoutRunbook(ProjectRequest request, ProjectFileFinder finder)
            throws UsageException, ProblemException {
        Problems problems = new Problems();
        Path file = Path.of(request.runbook());
        Runbook runbook = new Runbook(new Source(finder.displayPath(file), ""), List.of(), Set.of());
        List<Path> inventoryFiles = finder.findInventory(request.inventory());
        Map<String, Value> extra = ExtraVarValues.read(request.vars(), finder, name -> false, problems);
        Optional<Inventory> inventory = inventory(inventoryFiles, finder, problems);
        List<Pair> pairs =
                inventory.map(found -> pairs(found, request.limit(), problems)).orElse(List.of());
        problems.throwIfAny();
        return new Project(
                file,
                runbook,
                finder.displayPath(inventoryLocation(inventoryFiles)),
                inventoryLocation(inventoryFiles),
                inventory.orElseThrow(),
                extra,
                pairs,
                Selection.of(runbook, Selection.Request.everything(), problems));
    }

    /** Reads an inventory only; adds its mistakes to the problems. */
    public static Optional<Inventory> inventory(List<Path> files, ProjectFileFinder finder, Problems problems)
            throws UsageException {
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            finder.read(file, problems).ifPresent(sources::add);
        }
        return sources.size() < files.size() ? Optional.empty() : Inventory.read(sources, problems);
    }

    public static List<Pair> pairs(Inventory inventory, Optional<String> limit, Problems problems) {
        return limit.isPresent()
                ? inventory.select(OptionNodes.scalar("-l", limit.get()), problems)
                : List.copyOf(inventory.pairs().values());
    }

    /** The pairs that have a play; a {@code -l} that selects none of them is a mistake. */
    private static List<Pair> pairsWithPlays(
            List<Pair> pairs, Runbook runbook, Inventory inventory, Optional<String> limit) throws ProblemException {
        Set<String> names = new HashSet<>();
        runbook.plays()
                .forEach(
                        play -> inventory.select(play.pairs(), new Problems()).forEach(pair -> names.add(pair.name())));
        List<Pair> played =
                pairs.stream().filter(pair -> names.contains(pair.name())).toList();
        if (played.isEmpty() && limit.isPresent()) {
            Problems problems = new Problems();
            problems.add(
                    "no-play",
                    OptionNodes.scalar("-l", limit.get()).position(),
                    "no play of " + runbook.source().name() + " is for '" + limit.get() + "'",
                    names.isEmpty() ? "" : "its plays are for " + String.join(", ", new TreeSet<>(names)));
            problems.throwIfAny();
        }
        return played;
    }

    /** The names of the secret values of {@code -e}. */
    public Set<String> secrets() {
        return ExtraVarSecrets.of(runbook, inventory).names(extraVars);
    }

    /** Whether every mistake is on the command line and none in a file. */
    public static boolean areAllInOptions(List<Problem> problems) {
        return problems.stream()
                .allMatch(problem -> OptionNodes.isOption(problem.position().source()));
    }

    private static Path inventoryLocation(List<Path> files) {
        Path first = files.get(0);
        Path folder = first.getParent();
        return files.size() == 1 || folder == null ? first : folder;
    }

    /** Every variable that the play sets. */
    static Set<String> variablesSetBy(Play play) {
        Set<String> names = new HashSet<>(play.vars().keySet());
        play.prompts().forEach(prompt -> names.add(prompt.name()));
        Stream.concat(play.tasks().stream(), play.handlers().stream()).forEach(task -> {
            names.addAll(task.vars().keySet());
            names.addAll(task.arguments().keySet());
            task.register().ifPresent(names::add);
            task.loop().ifPresent(loop -> names.add(loop.variable()));
        });
        return names;
    }
}
