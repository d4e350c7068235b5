package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.ProgramVersion;
import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.FileErrorTranslator;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.Terminal;
import dev.runbook.engine.Modules;
import dev.runbook.port.PortException;
import dev.runbook.report.ci.GithubLines;
import dev.runbook.report.text.ProblemReport;
import dev.runbook.yaml.PrintableText;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.ProblemException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Entry point: parses the command line, runs the command and exits with its exit code. */
public final class Main {

    private static final int HELP_WIDTH_MIN = 80;
    private static final int HELP_WIDTH_MAX = 110;

    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private static final String ALL_PROBLEMS = "--all-problems";

    /** The commands that read files which can contain mistakes. */
    private static final Set<String> FILE_COMMANDS =
            Set.of("run", "resume", "rollback", "discard", "validate", "list", "inventory");

    private final ProcessContext context;

    Main(ProcessContext context) {
        this.context = context;
    }

    public static void main(String[] args) {
        // Otherwise picocli searches every jar for Groovy closures at each start.
        System.setProperty("picocli.disable.closures", "true");
        Path folder = Path.of("").toAbsolutePath();
        Map<String, String> environment = System.getenv();
        Path home = Optional.ofNullable(environment.get("RUNBOOK_HOME"))
                .map(Path::of)
                .orElse(folder);
        ProcessContext context = new ProcessContext(
                folder, home, environment, writer(FileDescriptor.out), writer(FileDescriptor.err), System.in);
        int exit = new Main(context).run(args);
        boolean lost = context.out().checkError() && !isReaderGone();
        if (lost) {
            context.err().println("runbook: the output could not be written");
        }
        context.err().flush();
        System.exit(lost && exit == ExitCode.OK ? ExitCode.INTERNAL : exit);
    }

    int run(String... args) {
        if (List.of(args).equals(List.of("--version"))) {
            // Scripts call this often, and building the command line takes longer than the answer.
            context.out().println(ProgramVersion.text());
            return ExitCode.OK;
        }
        Modules.startDiscovery();
        CommandLine command = commandLine(rootCommand());
        commandFactories().forEach((name, verb) -> {
            // Builds only the requested command: reading the options of all of them takes longer than many commands.
            if (args.length == 0 || args[0].equals(name) || !commandFactories().containsKey(args[0])) {
                command.addSubcommand(name, commandLine(verb.apply(context)));
            }
        });
        command.setOut(context.out());
        command.setErr(context.err());
        command.setParameterExceptionHandler(new UsageErrors());
        command.setExecutionExceptionHandler(new FailureHandler());
        command.setExecutionStrategy(new CommandStrategy());
        command.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(helpOption()));
        return command.execute(args);
    }

    // Classes, not lambdas: lambdas of these interfaces cannot be archived and would be generated at each start.
    private final class CommandStrategy implements IExecutionStrategy {

        @Override
        public int execute(ParseResult parsed) {
            parsed.asCommandLineList().stream()
                    .filter(CommandLine::isUsageHelpRequested)
                    .forEach(line -> formatHelp(line, context));
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            if (!parsed.hasSubcommand()) {
                parsed.commandSpec().commandLine().usage(context.err());
                return ExitCode.USAGE;
            }
            List<Problem> problems = context.settings().problems();
            return problems.isEmpty()
                    ? new CommandLine.RunLast().execute(parsed)
                    : reportFailure(new ProblemException(problems), parsed.subcommand());
        }
    }

    /** Formats a help page: the width of the terminal, and a blank line before each section. */
    static void formatHelp(CommandLine command, ProcessContext context) {
        int width = Terminal.of(context).display(false).width();
        command.setUsageHelpWidth(Math.max(HELP_WIDTH_MIN, Math.min(width, HELP_WIDTH_MAX)));
        boolean parameters = !command.getCommandSpec().positionalParameters().isEmpty();
        command.getCommandSpec()
                .usageMessage()
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .parameterListHeading(parameters ? "%n" : "")
                .optionListHeading(parameters ? "" : "%n");
    }

    private final class FailureHandler implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine verb, ParseResult parsed) {
            return reportFailure(failure, verb.getParseResult());
        }
    }

    /** Prints a failure and returns the exit code. */
    private int reportFailure(Exception failure, ParseResult parsed) {
        PrintWriter err = context.err();
        context.out().flush();
        OptionalInt told = reportUserError(failure, err);
        if (told.isPresent()) {
            return told.getAsInt();
        }
        if (failure instanceof ProblemException found) {
            List<Problem> problems = found.problems();
            int most = parsed.matchedOptionValue(ALL_PROBLEMS, false) ? Integer.MAX_VALUE : ProblemReport.SHOWN_MAX;
            if (context.settings()
                    .writesAnnotations(Optional.ofNullable(parsed.matchedOptionValue("--output", null)))) {
                problems.stream().limit(most).map(GithubLines::of).forEach(context.out()::println);
            }
            new ProblemReport(Terminal.of(context).display(false))
                    .lines(problems, most)
                    .forEach(err::println);
            return Project.areAllInOptions(problems)
                    ? ExitCode.USAGE
                    : problems.stream().anyMatch(Problem::isRefusal) ? ExitCode.REFUSED : ExitCode.INVALID;
        }
        if (failure instanceof PortException outside) {
            err.println(PrintableText.of("runbook: " + outside.getMessage()));
            return ExitCode.NOT_CONNECTED;
        }
        Optional<UsageException> unusable = new FileErrorTranslator(context).translate(failure);
        if (unusable.isPresent()) {
            return reportFailure(unusable.get(), parsed);
        }
        err.println("runbook: internal error, not a mistake in your files; please report it with the lines below");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    /** Prints a failure that needs only a message and a hint and returns its exit code; empty for every other failure. */
    private static OptionalInt reportUserError(Exception failure, PrintWriter err) {
        if (failure instanceof UsageException wrong) {
            err.println(PrintableText.of("runbook: " + wrong.getMessage()));
            if (!wrong.hint().isEmpty()) {
                err.println(PrintableText.of("  hint: " + wrong.hint()));
            }
            return OptionalInt.of(ExitCode.USAGE);
        }
        if (failure instanceof UnwritableStateException state) {
            err.println(PrintableText.of("runbook: " + state.getMessage()));
            err.println(PrintableText.of("  do: " + state.hint()));
            return OptionalInt.of(ExitCode.UNRECORDED);
        }
        if (failure instanceof RefusedException refused) {
            err.println(PrintableText.of("runbook: refused: " + refused.getMessage()));
            refused.places().forEach(place -> err.println(PrintableText.of("    " + place)));
            err.println(PrintableText.of("  do: " + refused.hint()));
            return OptionalInt.of(ExitCode.REFUSED);
        }
        return OptionalInt.empty();
    }

    private static Map<String, Function<ProcessContext, Object>> commandFactories() {
        Map<String, Function<ProcessContext, Object>> verbs = new LinkedHashMap<>();
        verbs.put("run", RunRunbookCommand::new);
        verbs.put("resume", ResumeCommand::new);
        verbs.put("rollback", RollbackCommand::new);
        verbs.put("discard", DiscardCommand::new);
        verbs.put("history", HistoryCommand::new);
        verbs.put("show", ShowCommand::new);
        verbs.put("report", ReportCommand::new);
        verbs.put("validate", ValidateCommand::new);
        verbs.put("list", ListCommand::new);
        verbs.put("inventory", InventoryCommand::new);
        verbs.put("doc", DocCommand::new);
        verbs.put("sandbox", SandboxCommand::new);
        verbs.put("init", InitCommand::new);
        verbs.put("config", ConfigCommand::new);
        verbs.put("schema", SchemaCommand::new);
        verbs.put("man", ManCommand::new);
        verbs.put("help", HelpCommand::new);
        verbs.put("completion", CompletionCommand::new);
        verbs.put(CompleteCommand.NAME, CompleteCommand::new);
        return verbs;
    }

    /** The command line with all commands, for help, manual pages and completion. */
    static CommandLine allCommands(ProcessContext context) {
        CommandLine command = commandLine(rootCommand());
        commandFactories().forEach((name, verb) -> command.addSubcommand(name, commandLine(verb.apply(context))));
        command.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(helpOption()));
        return command;
    }

    /** The command line of one command. {@code @FILE} is an ordinary argument: picocli does not expand it. */
    static CommandLine commandLine(Object verb) {
        CommandLine line = new CommandLine(verb).setExpandAtFiles(false);
        if (FILE_COMMANDS.contains(line.getCommandName())) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder(ALL_PROBLEMS)
                            .type(boolean.class)
                            .description(
                                    "show all mistakes in the files, not only the first " + ProblemReport.SHOWN_MAX)
                            .build());
        }
        return line;
    }

    private static CommandSpec rootCommand() {
        CommandSpec root = CommandSpec.create()
                .name("runbook")
                .versionProvider(() -> new String[] {ProgramVersion.text()})
                .addOption(helpOption())
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("show the version")
                        .build());
        root.usageMessage()
                .header("Refreshes non-production databases and buckets from production.")
                .synopsisHeading("Usage: ")
                .commandListHeading("%nCommands:%n");
        return root;
    }

    private static OptionSpec helpOption() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build();
    }

    /** Whether the output is a pipe or socket, where a write fails only because the reader ({@code | head}) has closed it. */
    private static boolean isReaderGone() {
        try {
            int mode = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode");
            return (mode & FILE_TYPE) == PIPE || (mode & FILE_TYPE) == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
