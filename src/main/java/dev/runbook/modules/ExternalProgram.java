package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import dev.runbook.port.ProgressListener;
import dev.runbook.port.Shell;
import dev.runbook.yaml.ValueType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that a task runs, given by the arguments {@code argv} or {@code shell}, {@code folder} and {@code timeout}.
 *
 * @param argv program and arguments; parts may be known only at run time, none is a secret
 * @param folder the working directory
 */
public record ExternalProgram(Value.Items argv, String folder, Duration timeout) {

    /** The arguments that specify the program; a task gives exactly one of them. */
    public static final List<String> ALTERNATIVES = List.of("argv", "shell");

    private static final String AS_ARGV = "argv: [program, argument, ...]";
    private static final int TIMED_OUT = 124;
    private static final int FAILURE_LINES_MAX = 5;
    private static final int LINES_MAX = 10_000;

    /** The parameters that describe a program, for the list of a module. */
    public static List<ParamSpec> params(String timeout) {
        return List.of(
                ParamSpec.optional(
                        "argv",
                        ValueType.LIST,
                        "Program and arguments, run without a shell. Either this or `shell`.",
                        "[bin/restart, --wait]"),
                ParamSpec.optional(
                        "shell",
                        ValueType.TEXT,
                        "Script for `sh -c`. Either this or `argv`.",
                        "\"kubectl rollout restart deploy/shop\""),
                ParamSpec.optional(
                                "folder",
                                ValueType.TEXT,
                                "Working directory of the program, relative to the one in which runbook was started.",
                                "deploy")
                        .withDefault("."),
                ParamSpec.optional(
                                "timeout",
                                ValueType.DURATION,
                                "After this time the program and its child processes are stopped, and the task fails.",
                                "15m")
                        .withDefault(timeout));
    }

    /** Reports an empty the argument "argv". */
    public static void check(UnevaluatedArgs args) {
        args.requireItems("argv", AS_ARGV);
    }

    /**
     * Reads the program of a task.
     *
     * @throws ModuleException if the argument "argv" is empty or holds a value that is not text, or if one of the arguments holds a
     *     secret, which every user of the machine could see in the process list
     */
    public static ExternalProgram of(Args args) throws ModuleException {
        Value.Items argv = args.has("argv")
                ? new Value.Items(args.list("argv"))
                : new Value.Items(List.of(new Value.Text("sh"), new Value.Text("-c"), args.value("shell")));
        String name = args.has("argv") ? "argv" : "shell";
        if (argv.items().isEmpty()) {
            throw ModuleException.invalidArgument(args.position(name), "'argv' is empty", AS_ARGV);
        }
        for (Value part : argv.items()) {
            if (part instanceof Value.Secret) {
                throw ModuleException.invalidArgument(
                        args.position(name),
                        "'" + name
                                + "' holds a secret, and every user of this machine can read the arguments of a program",
                        "pass it as a variable in the task's 'environment'");
            }
            if (part instanceof Value.Items || part instanceof Value.Fields || part instanceof Value.Null) {
                throw ModuleException.invalidArgument(
                        args.position(name),
                        "'" + name + "' holds " + part.kind() + " where a text is needed",
                        "put one text per argument");
            }
        }
        return new ExternalProgram(argv, args.text("folder"), args.duration("timeout"));
    }

    /** The result of a task that runs a program, with all values unknown. */
    public static ChangeResult newResult(String... more) {
        List<String> names = new ArrayList<>(List.of("rc", "stdout", "stdout_lines", "stderr", "stderr_lines"));
        names.addAll(List.of(more));
        return new ChangeResult(names.toArray(String[]::new));
    }

    /**
     * Exit code and last output of a program.
     *
     * @param outLines the last lines of standard output
     * @param errLines the last lines of standard error
     */
    public record ProgramResult(int exitCode, List<String> outLines, List<String> errLines) {
        public ProgramResult {
            outLines = List.copyOf(outLines);
            errLines = List.copyOf(errLines);
        }

        public void writeTo(ChangeResult result) {
            result.set("rc", new Value.Whole(exitCode));
            writeTo("stdout", outLines, result);
            writeTo("stderr", errLines, result);
        }

        private static void writeTo(String stream, List<String> lines, ChangeResult result) {
            result.set(stream, new Value.Text(String.join("\n", lines)));
            result.set(
                    stream + "_lines",
                    new Value.Items(lines.stream().<Value>map(Value.Text::new).toList()));
        }
    }

    /** Why the program cannot be started; empty if it can, or if its name or folder is known only at run time. */
    public Optional<String> startProblem(Shell shell, Map<String, String> environment) {
        boolean open = argv.items().get(0) instanceof Value.Unknown || folder.equals(Value.Unknown.DISPLAY_TEXT);
        return open ? Optional.empty() : shell.findProblem(command(environment));
    }

    private Shell.ShellCommand command(Map<String, String> environment) {
        return new Shell.ShellCommand(argv.items().stream().map(Value::show).toList(), environment, folder, timeout);
    }

    /**
     * Runs the program, shows its output and keeps the last lines of each stream.
     *
     * @throws PortException if the program cannot be run; a failing program is a result with another exit code than 0
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    public ProgramResult run(Ports ports, Map<String, String> environment) throws PortException, InterruptedException {
        try (OutputTail out = new OutputTail(ports.progress().output());
                OutputTail err = new OutputTail(ports.progress().output())) {
            int exitCode = ports.shell().run(command(environment), out::line, err::line);
            return new ProgramResult(exitCode, out.lastLines(), err.lastLines());
        }
    }

    /** Shows one stream and keeps its last lines. Each stream has its own output, so that a secret with line breaks is found. */
    private static final class OutputTail implements AutoCloseable {

        private final ProgressListener.LineOutput output;
        private final Deque<String> lastLines = new ArrayDeque<>();

        OutputTail(ProgressListener.LineOutput shown) {
            this.output = shown;
        }

        void line(String text) {
            output.line(text);
            keep(text);
        }

        private synchronized void keep(String text) {
            lastLines.add(text);
            if (lastLines.size() > LINES_MAX) {
                lastLines.removeFirst();
            }
        }

        synchronized List<String> lastLines() {
            return new ArrayList<>(lastLines);
        }

        @Override
        public void close() {
            output.close();
        }
    }

    /** The failure of the program, with the last lines of its output and errors. */
    public PortException failure(ProgramResult programResult) {
        List<String> last = new ArrayList<>(lastLines(programResult.outLines()));
        last.addAll(lastLines(programResult.errLines()));
        String reason = programResult.exitCode() == TIMED_OUT
                ? "stopped after its timeout of " + timeout.toSeconds() + " s (exit code 124)"
                : "exit code " + programResult.exitCode();
        String output = last.isEmpty() ? "; no output" : "; last output:\n  " + String.join("\n  ", last);
        return new PortException(Kind.BROKEN, "process:" + name(), reason + output);
    }

    private static List<String> lastLines(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - FAILURE_LINES_MAX), lines.size());
    }

    /** The program's name, for messages. */
    public String name() {
        return argv.items().get(0).show();
    }
}
