package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.RefusedException;
import dev.runbook.cli.Signals;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ExtraVarArgs;
import dev.runbook.cli.project.FileErrorTranslator;
import dev.runbook.cli.project.Launcher;
import dev.runbook.cli.project.LookupSources;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.cli.project.SandboxStarter;
import dev.runbook.cli.project.Terminal;
import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Modules;
import dev.runbook.engine.Plans;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.run.DiscardPlay;
import dev.runbook.engine.run.Rollback;
import dev.runbook.engine.run.Run;
import dev.runbook.engine.run.RunInputs;
import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.report.text.Display;
import dev.runbook.report.text.TextReport;
import dev.runbook.yaml.PrintableText;
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
final class RunAction {

    private static final long REDRAW_EVERY_MILLIS = 200;

    private final ProcessContext context;
    private final Terminal terminal;
    private Map<String, Value> answers = Map.of();

    RunAction(ProcessContext context, Terminal terminal) {
        this.context = context;
        this.terminal = terminal;
    }

    int execute(RunOptions options)
            throws UsageException, RefusedException, ProblemException, PortException, IOException, InterruptedException,
                    UnwritableStateException {
        Modules modules = Modules.discover();
        RunOptions.PlanFiles planFiles = options.flags().planFiles();
        if (planFiles.savedPlan().isPresent()) {
            planFiles.savedPlan().get().verifyFiles(context);
        }
        Project project = read(options, modules);
        Predicate<String> needed = neededVariables(project, options);
        options.request().missingSecrets().requireNone(needed);
        SandboxStarter sandboxStarter = new SandboxStarter(context, project);
        if (!sandboxStarter.ensureRunning()) {
            context.err().println("runbook: the sandbox did not start; its messages are above");
            return ExitCode.NOT_CONNECTED;
        }
        String program = new Launcher(context).path();
        Display display = terminal.display(options.verbose());
        TextReport.NextSteps nextSteps = new TextReport.NextSteps(program + " resume", List.of());
        OutputReport outputReport = OutputReport.of(options.output(), context, display, nextSteps);
        ConsolePrompt consolePrompt = new ConsolePrompt(
                context,
                new ConsolePrompt.PromptMode(
                        options.yes(),
                        terminal.inputIsTerminal(),
                        options.flags().stepMode()),
                question -> outputReport.text().ifPresent(each -> each.asking(question)));
        answers = new VariablePrompts(consolePrompt, answers).answers(project, needed);
        try (AwsEnvironment environment =
                new AwsEnvironment(project.inventory(), lookupSources(planFiles), consolePrompt)) {
            outputReport.text().filter(each -> display.live()).ifPresent(RunAction::startRedrawThread);
            planFiles.savedPlan().ifPresent(this::printPlanStart);
            ConsoleSink sink = new ConsoleSink(outputReport, options.verbosity(), context.err());
            Cancellation cancellation = new Cancellation();
            Signals.install(exit -> stop(cancellation, exit, outputReport.text()));
            RunOutcome outcome = run(
                    request(project, options, modules),
                    new RunInputs(
                            modules, environment, withPlanRecorder(sink, planFiles), cancellation, plans(planFiles)));
            writePlan(project, options, outcome);
            sandboxStarter.usageHints(program, display.width()).forEach(context.err()::println);
            return ExitCode.of(outcome, options.check() && options.flags().detailedExit());
        }
    }

    /** Saves the plan if {@code --out} is given. */
    private void writePlan(Project project, RunOptions options, RunOutcome outcome) throws UsageException, IOException {
        Optional<PlanFileWriter> drafting = options.flags().planFiles().writer();
        if (drafting.isPresent()) {
            drafting.get().finish(project, answers, options, outcome).ifPresent(this::printPlanHint);
        }
    }

    /** Reads only the inventory for a discard. A rollback also works without its runbook if that is broken or missing. */
    private Project read(RunOptions options, Modules modules) throws UsageException, ProblemException {
        ProjectFileFinder finder = finder(options.flags().planFiles());
        if (options.isDiscard()) {
            return Project.withoutRunbook(options.request(), finder);
        }
        if (!options.isRollback()) {
            Project project = Project.read(options.request(), finder, modules);
            project.checkTasksAreLeft(options.request().taskSelection());
            return project;
        }
        Project alone = Project.withoutRunbook(options.request(), finder);
        try {
            Project.ProjectRequest everything = options.request().withoutLimit();
            // Rolls back the pairs that were started, even if the runbook has plays for other pairs by now.
            return Project.read(everything, finder, modules).withPairs(alone.pairs());
        } catch (UsageException | ProblemException e) {
            context.err()
                    .println(PrintableText.of("warning: "
                            + alone.runbook().source().name()
                            + " cannot be used, so none of its restart hooks runs: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
            context.err().flush();
            return alone;
        }
    }

    /** The variables to ask for: a rollback uses few variables of its runbook, a discard only those of the inventory. */
    private static Predicate<String> neededVariables(Project project, RunOptions options) {
        if (options.isDiscard()) {
            return DiscardPlay.needs(project.inventory())::contains;
        }
        return options.isRollback()
                ? new Rollback(Modules.discover())
                        .needs(
                                project.runbook(),
                                project.inventory(),
                                options.flags().restart())::contains
                : name -> true;
    }

    private ProjectFileFinder finder(RunOptions.PlanFiles planFiles) {
        return planFiles
                .writer()
                .map(writer -> new ProjectFileFinder(context, writer::addReadFile))
                .orElse(new ProjectFileFinder(context));
    }

    private LookupSources lookupSources(RunOptions.PlanFiles planFiles) {
        return planFiles
                .writer()
                .map(writer -> new LookupSources(context, writer::addLookupFile))
                .orElse(new LookupSources(context));
    }

    private static Plans plans(RunOptions.PlanFiles planFiles) {
        return planFiles
                .savedPlan()
                .map(held -> Plans.forRun(held.plan(), held.digest()))
                .or(() -> planFiles.writer().map(writer -> Plans.forRecorder(writer.recorder())))
                .orElse(Plans.none());
    }

    private static ConsoleSink withPlanRecorder(ConsoleSink sink, RunOptions.PlanFiles planFiles) {
        return planFiles
                .writer()
                .map(writer -> sink.alsoTo(writer.recorder()::record))
                .orElse(sink);
    }

    private void printPlanHint(String words) {
        context.err().println("The plan is saved. To apply exactly this plan:");
        context.err().println("  " + new Launcher(context).path() + " " + words);
    }

    private void printPlanStart(PlanFile plan) {
        context.err().println("applying " + plan.withAge(Instant.now()));
        context.err().flush();
    }

    private RunOutcome run(RunRequest request, RunInputs inputs) throws IOException, UnwritableStateException {
        try {
            return Run.execute(request, inputs);
        } catch (IOException e) {
            Optional<UnwritableStateException> unwritable = new FileErrorTranslator(context).translateStateError(e);
            if (unwritable.isPresent()) {
                throw unwritable.get();
            }
            throw e;
        }
    }

    private void stop(Cancellation cancellation, int exit, Optional<TextReport> text) {
        boolean first = cancellation.ask(exit);
        if (!first && exit == ExitCode.HUNG_UP) {
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
            context.err().println(said);
            context.err().flush();
        }
    }

    private RunRequest request(Project project, RunOptions options, Modules modules) {
        Path folder =
                Optional.ofNullable(project.file().toAbsolutePath().getParent()).orElse(context.folder());
        RunRequest request = new RunRequest(
                project.runbook(),
                project.inventory(),
                project.pairs(),
                new RunRequest.Options(
                        options.check(),
                        options.forks(),
                        project.selection(),
                        options.flags().diff(),
                        project.extraVars(),
                        answers),
                new RunRequest.Places(
                        project.inventoryName(),
                        new RunRequest.ProjectFilePaths(
                                ProjectFileFinder.canonicalPath(project.file()),
                                ProjectFileFinder.canonicalPath(project.inventoryPath())),
                        folder,
                        projectRoot(folder),
                        context.state(),
                        new RunRequest.CommandLine(
                                maskSecrets(options.words(), project), context.folder(), options.resumeTarget())));
        if (options.isDiscard()) {
            return new DiscardPlay(modules).of(request);
        }
        return options.isRollback()
                ? new Rollback(modules).of(request, options.flags().restart())
                : request;
    }

    /** The command line for the journal. It also masks secrets that are too short to be found in other texts. */
    private static List<String> maskSecrets(List<String> words, Project project) {
        Set<String> secrets = project.secrets();
        return new ExtraVarArgs(words).replaceValues(value -> Optional.of(value.withMasked(secrets)));
    }

    /** The folder that contains {@code runbooks/}. */
    private static Path projectRoot(Path runbookFolder) {
        Path parent = runbookFolder.getParent();
        return parent != null && runbookFolder.endsWith("runbooks") ? parent : runbookFolder;
    }

    private static void startRedrawThread(TextReport report) {
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
