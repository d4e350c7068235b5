package dev.runbook.cli;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Modules;
import dev.runbook.engine.Plans;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.run.DiscardPlay;
import dev.runbook.engine.run.Engine;
import dev.runbook.engine.run.Rollback;
import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.report.Display;
import dev.runbook.report.TextReport;
import dev.runbook.yaml.Printable;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Executes a run, or a check and then the run: reads the files, starts the sandbox if there is one, and calls the engine.
 * Questions that have been answered are not asked again.
 */
final class RunCall {

    private static final long REDRAW_EVERY_MILLIS = 200;

    private final Surroundings surroundings;
    private final Terminal terminal;
    private Map<String, Value> answered = Map.of();

    RunCall(Surroundings surroundings, Terminal terminal) {
        this.surroundings = surroundings;
        this.terminal = terminal;
    }

    int carryOut(RunOptions options)
            throws UsageException, RefusedException, ProblemException, PortException, IOException, InterruptedException,
                    UnwritableStateException {
        Modules modules = Modules.discover();
        RunOptions.Planning planning = options.special().planning();
        if (planning.held().isPresent()) {
            planning.held().get().compareFiles(surroundings);
        }
        Project project = read(options, modules);
        Predicate<String> needed = needed(project, options);
        options.request().absent().demand(needed);
        SandboxStart sandbox = new SandboxStart(surroundings, project);
        if (!sandbox.ready()) {
            surroundings.err().println("runbook: the sandbox did not start; its messages are above");
            return Exit.NOT_CONNECTED;
        }
        String program = new Program(surroundings).name();
        Display display = terminal.display(options.verbose());
        TextReport.Advice advice = new TextReport.Advice(program + " resume", List.of());
        Telling telling = Telling.in(options.output(), surroundings, display, advice);
        Conversation conversation = new Conversation(
                surroundings,
                new Conversation.Manner(
                        options.yes(), terminal.input(), options.special().eachTask()),
                question -> telling.text().ifPresent(each -> each.asking(question)));
        answered = new Prompts(conversation, answered).answers(project, needed);
        try (AwsOutside outside = new AwsOutside(project.inventory(), secrecy(planning), conversation)) {
            telling.text().filter(each -> display.live()).ifPresent(RunCall::keepDrawing);
            planning.held().ifPresent(this::tell);
            Ear ear = new Ear(telling, options.verbosity(), surroundings.err());
            RunOutcome outcome = run(
                    new Engine(modules, outside),
                    request(project, options, modules),
                    listening(ear, planning),
                    plans(planning));
            keep(project, options, outcome);
            sandbox.afterwards(program, display.width()).forEach(surroundings.err()::println);
            return Exit.of(outcome, options.check() && options.special().detailedExit());
        }
    }

    /** Saves the plan if {@code --out} is given. */
    private void keep(Project project, RunOptions options, RunOutcome outcome) throws UsageException, IOException {
        Optional<Drafting> drafting = options.special().planning().drafting();
        if (drafting.isPresent()) {
            drafting.get().finish(project, answered, options, outcome).ifPresent(this::tellHow);
        }
    }

    /** Reads only the inventory for a discard. A rollback also works without its runbook if that is broken or missing. */
    private Project read(RunOptions options, Modules modules) throws UsageException, ProblemException {
        Finder finder = finder(options.special().planning());
        if (options.isDiscard()) {
            return Project.withoutRunbook(options.request(), finder);
        }
        if (!options.isRollback()) {
            Project project = Project.read(options.request(), finder, modules);
            project.checkTasksAreLeft(options.request().tasks());
            return project;
        }
        Project alone = Project.withoutRunbook(options.request(), finder);
        try {
            Project.Request everything = options.request().withoutLimit();
            // Rolls back the pairs that were started, even if the runbook has plays for other pairs by now.
            return Project.read(everything, finder, modules).with(alone.pairs());
        } catch (UsageException | ProblemException e) {
            surroundings
                    .err()
                    .println(Printable.of("warning: " + alone.runbook().source().name()
                            + " cannot be used, so none of its restart hooks runs: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
            surroundings.err().flush();
            return alone;
        }
    }

    /** The variables to ask for: a rollback uses few variables of its runbook, a discard only those of the inventory. */
    private static Predicate<String> needed(Project project, RunOptions options) {
        if (options.isDiscard()) {
            return DiscardPlay.needs(project.inventory())::contains;
        }
        return options.isRollback()
                ? new Rollback(Modules.discover())
                        .needs(
                                project.runbook(),
                                project.inventory(),
                                options.special().restart())::contains
                : name -> true;
    }

    private Finder finder(RunOptions.Planning planning) {
        return planning.drafting()
                .map(drafting -> new Finder(surroundings, drafting::read))
                .orElse(new Finder(surroundings));
    }

    private Secrecy secrecy(RunOptions.Planning planning) {
        return planning.drafting()
                .map(drafting -> new Secrecy(surroundings, drafting::lookedUp))
                .orElse(new Secrecy(surroundings));
    }

    private static Plans plans(RunOptions.Planning planning) {
        return planning.held()
                .map(held -> Plans.forRun(held.plan(), held.digest()))
                .or(() -> planning.drafting().map(drafting -> Plans.forDraft(drafting.draft())))
                .orElse(Plans.none());
    }

    private static Ear listening(Ear ear, RunOptions.Planning planning) {
        return planning.drafting()
                .map(drafting -> ear.with(drafting.draft()::take))
                .orElse(ear);
    }

    private void tellHow(String words) {
        surroundings.err().println("The plan is saved. To apply exactly this plan:");
        surroundings.err().println("  " + new Program(surroundings).name() + " " + words);
    }

    private void tell(OpenedPlan plan) {
        surroundings.err().println("applying " + plan.withAge(Instant.now()));
        surroundings.err().flush();
    }

    private RunOutcome run(Engine engine, RunRequest request, Ear ear, Plans plans)
            throws IOException, UnwritableStateException {
        Cancellation cancellation = new Cancellation();
        Signals.handOver(exit -> stop(cancellation, exit, ear.telling().text()));
        try {
            return engine.run(request, ear, cancellation, plans);
        } catch (IOException e) {
            Optional<UnwritableStateException> unwritable = new Unusable(surroundings).ofState(e);
            if (unwritable.isPresent()) {
                throw unwritable.get();
            }
            throw e;
        }
    }

    private void stop(Cancellation cancellation, int exit, Optional<TextReport> text) {
        boolean first = cancellation.ask(exit);
        if (!first && exit == Exit.HUNG_UP) {
            // SIGHUP may arrive twice, from the shell and from the kernel; only the first counts.
            return;
        }
        if (!first) {
            Runtime.getRuntime().halt(exit);
        }
        String said = "stopping in order; a second signal exits immediately";
        if (text.isPresent()) {
            // Printed above the live lines, which would otherwise overwrite it.
            text.get().note(Instant.now(), "", said);
        } else {
            surroundings.err().println(said);
            surroundings.err().flush();
        }
    }

    private RunRequest request(Project project, RunOptions options, Modules modules) {
        Path folder =
                Optional.ofNullable(project.file().toAbsolutePath().getParent()).orElse(surroundings.folder());
        RunRequest request = new RunRequest(
                project.runbook(),
                project.inventory(),
                project.pairs(),
                new RunRequest.Options(
                        options.check(),
                        options.forks(),
                        project.selection(),
                        options.special().diff(),
                        project.extra(),
                        answered),
                new RunRequest.Places(
                        project.inventoryName(),
                        new RunRequest.ProjectFilePaths(
                                Finder.real(project.file()), Finder.real(project.inventoryPath())),
                        folder,
                        root(folder),
                        surroundings.state(),
                        new RunRequest.CommandLine(
                                shown(options.words(), project), surroundings.folder(), options.earlier())));
        if (options.isDiscard()) {
            return new DiscardPlay(modules).of(request);
        }
        return options.isRollback()
                ? new Rollback(modules).of(request, options.special().restart())
                : request;
    }

    /** The command line for the journal. It also masks secrets that are too short to be found in other texts. */
    private static List<String> shown(List<String> words, Project project) {
        Set<String> secrets = project.secrets();
        return new GivenWords(words).with(value -> Optional.of(value.masking(secrets)));
    }

    /** The folder that contains {@code runbooks/}. */
    private static Path root(Path runbookFolder) {
        Path parent = runbookFolder.getParent();
        return parent != null && runbookFolder.endsWith("runbooks") ? parent : runbookFolder;
    }

    private static void keepDrawing(TextReport report) {
        Thread drawing = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(REDRAW_EVERY_MILLIS);
                            report.tick(Instant.now());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "live lines");
        drawing.setDaemon(true);
        drawing.start();
    }
}
