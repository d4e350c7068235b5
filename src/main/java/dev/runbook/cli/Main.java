package dev.runbook.cli;

import dev.runbook.engine.Modules;
import dev.runbook.port.PortException;
import dev.runbook.report.GithubLines;
import dev.runbook.report.ProblemReport;
import dev.runbook.yaml.Printable;
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

    static final String VERSION = "runbook 0.1.0";

    private static final int HELP_WIDTH_MIN = 80;
    private static final int HELP_WIDTH_MAX = 110;

    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private static final String ALL_PROBLEMS = "--all-problems";

    /** The commands that read files which can contain mistakes. */
    private static final Set<String> READ_FILES =
            Set.of("run", "resume", "rollback", "discard", "validate", "list", "inventory");

    private final Surroundings surroundings;

    Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) {
        // Otherwise picocli searches every jar for Groovy closures at each start.
        System.setProperty("picocli.disable.closures", "true");
        Path folder = Path.of("").toAbsolutePath();
        Map<String, String> environment = System.getenv();
        Path home = Optional.ofNullable(environment.get("RUNBOOK_HOME"))
                .map(Path::of)
                .orElse(folder);
        Surroundings surroundings = new Surroundings(
                folder, home, environment, writer(FileDescriptor.out), writer(FileDescriptor.err), System.in);
        int exit = new Main(surroundings).run(args);
        boolean lost = surroundings.out().checkError() && !readerLeft();
        if (lost) {
            surroundings.err().println("runbook: the output could not be written");
        }
        surroundings.err().flush();
        System.exit(lost && exit == Exit.OK ? Exit.INTERNAL : exit);
    }

    int run(String... args) {
        if (List.of(args).equals(List.of("--version"))) {
            // Scripts call this often, and building the command line takes longer than the answer.
            surroundings.out().println(VERSION);
            return Exit.OK;
        }
        Modules.startDiscovery();
        CommandLine command = line(root());
        verbs().forEach((name, verb) -> {
            // Builds only the requested command: reading the options of all of them takes longer than many commands.
            if (args.length == 0 || args[0].equals(name) || !verbs().containsKey(args[0])) {
                command.addSubcommand(name, line(verb.apply(surroundings)));
            }
        });
        command.setOut(surroundings.out());
        command.setErr(surroundings.err());
        command.setParameterExceptionHandler(new Mistakes());
        command.setExecutionExceptionHandler(new Failures());
        command.setExecutionStrategy(new Verb());
        command.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(help()));
        return command.execute(args);
    }

    // Classes, not lambdas: lambdas of these interfaces cannot be archived and would be generated at each start.
    private final class Verb implements IExecutionStrategy {

        @Override
        public int execute(ParseResult parsed) {
            parsed.asCommandLineList().stream()
                    .filter(CommandLine::isUsageHelpRequested)
                    .forEach(line -> layOut(line, surroundings));
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            if (!parsed.hasSubcommand()) {
                parsed.commandSpec().commandLine().usage(surroundings.err());
                return Exit.USAGE;
            }
            List<Problem> problems = surroundings.settings().problems();
            return problems.isEmpty()
                    ? new CommandLine.RunLast().execute(parsed)
                    : failed(new ProblemException(problems), parsed.subcommand());
        }
    }

    /** Formats a help page: the width of the terminal, and a blank line before each section. */
    static void layOut(CommandLine command, Surroundings surroundings) {
        int width = Terminal.of(surroundings).display(false).width();
        command.setUsageHelpWidth(Math.max(HELP_WIDTH_MIN, Math.min(width, HELP_WIDTH_MAX)));
        boolean parameters = !command.getCommandSpec().positionalParameters().isEmpty();
        command.getCommandSpec()
                .usageMessage()
                .synopsisHeading("%nUsage: ")
                .descriptionHeading("%n")
                .parameterListHeading(parameters ? "%n" : "")
                .optionListHeading(parameters ? "" : "%n");
    }

    private final class Failures implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine verb, ParseResult parsed) {
            return failed(failure, verb.getParseResult());
        }
    }

    /** Prints a failure and returns the exit code. */
    private int failed(Exception failure, ParseResult parsed) {
        PrintWriter err = surroundings.err();
        surroundings.out().flush();
        OptionalInt told = told(failure, err);
        if (told.isPresent()) {
            return told.getAsInt();
        }
        if (failure instanceof ProblemException found) {
            List<Problem> problems = found.problems();
            int most = parsed.matchedOptionValue(ALL_PROBLEMS, false) ? Integer.MAX_VALUE : ProblemReport.SHOWN_MAX;
            if (surroundings.settings().annotates(Optional.ofNullable(parsed.matchedOptionValue("--output", null)))) {
                problems.stream().limit(most).map(GithubLines::of).forEach(surroundings.out()::println);
            }
            new ProblemReport(Terminal.of(surroundings).display(false))
                    .lines(problems, most)
                    .forEach(err::println);
            return Project.areOptions(problems)
                    ? Exit.USAGE
                    : problems.stream().anyMatch(Problem::isRefusal) ? Exit.REFUSED : Exit.INVALID;
        }
        if (failure instanceof PortException outside) {
            err.println(Printable.of("runbook: " + outside.getMessage()));
            return Exit.NOT_CONNECTED;
        }
        Optional<UsageException> unusable = new Unusable(surroundings).of(failure);
        if (unusable.isPresent()) {
            return failed(unusable.get(), parsed);
        }
        err.println("runbook: internal error, not a mistake in your files; please report it with the lines below");
        failure.printStackTrace(err);
        return Exit.INTERNAL;
    }

    /** Prints a failure that needs only a message and a hint and returns its exit code; empty for every other failure. */
    private static OptionalInt told(Exception failure, PrintWriter err) {
        if (failure instanceof UsageException wrong) {
            err.println(Printable.of("runbook: " + wrong.getMessage()));
            if (!wrong.hint().isEmpty()) {
                err.println(Printable.of("  hint: " + wrong.hint()));
            }
            return OptionalInt.of(Exit.USAGE);
        }
        if (failure instanceof UnwritableStateException state) {
            err.println(Printable.of("runbook: " + state.getMessage()));
            err.println(Printable.of("  do: " + state.hint()));
            return OptionalInt.of(Exit.UNRECORDED);
        }
        if (failure instanceof RefusedException refused) {
            err.println(Printable.of("runbook: refused: " + refused.getMessage()));
            refused.places().forEach(place -> err.println(Printable.of("    " + place)));
            err.println(Printable.of("  do: " + refused.hint()));
            return OptionalInt.of(Exit.REFUSED);
        }
        return OptionalInt.empty();
    }

    private static Map<String, Function<Surroundings, Object>> verbs() {
        Map<String, Function<Surroundings, Object>> verbs = new LinkedHashMap<>();
        verbs.put("run", RunVerb::new);
        verbs.put("resume", ResumeVerb::new);
        verbs.put("rollback", RollbackVerb::new);
        verbs.put("discard", DiscardVerb::new);
        verbs.put("history", HistoryVerb::new);
        verbs.put("show", ShowVerb::new);
        verbs.put("report", ReportVerb::new);
        verbs.put("validate", ValidateVerb::new);
        verbs.put("list", ListVerb::new);
        verbs.put("inventory", InventoryVerb::new);
        verbs.put("doc", DocVerb::new);
        verbs.put("sandbox", SandboxVerb::new);
        verbs.put("init", InitVerb::new);
        verbs.put("config", ConfigVerb::new);
        verbs.put("schema", SchemaVerb::new);
        verbs.put("man", ManVerb::new);
        verbs.put("help", HelpVerb::new);
        verbs.put("completion", CompletionVerb::new);
        verbs.put(CompleteVerb.NAME, CompleteVerb::new);
        return verbs;
    }

    /** The command line with all commands, for help, manual pages and completion. */
    static CommandLine everyVerb(Surroundings surroundings) {
        CommandLine command = line(root());
        verbs().forEach((name, verb) -> command.addSubcommand(name, line(verb.apply(surroundings))));
        command.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(help()));
        return command;
    }

    /** The command line of one command. {@code @FILE} is an ordinary argument: picocli does not expand it. */
    static CommandLine line(Object verb) {
        CommandLine line = new CommandLine(verb).setExpandAtFiles(false);
        if (READ_FILES.contains(line.getCommandName())) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder(ALL_PROBLEMS)
                            .type(boolean.class)
                            .description("show all mistakes in the files, not only the first "
                                    + ProblemReport.SHOWN_MAX)
                            .build());
        }
        return line;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create()
                .name("runbook")
                .version(VERSION)
                .addOption(help())
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

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build();
    }

    /** Whether the output is a pipe or socket, where a write fails only because the reader ({@code | head}) has closed it. */
    private static boolean readerLeft() {
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
