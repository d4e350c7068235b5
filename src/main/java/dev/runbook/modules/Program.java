package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.port.Ticker;
import dev.runbook.yaml.ValueType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A program as a task asks for it, in the arguments {@code argv} or {@code shell}, {@code folder} and {@code timeout}.
 *
 * @param argv program and arguments; a part may be known only when run, none is a secret
 * @param folder where it starts
 */
public record Program(Value.Items argv, String folder, Duration timeout) {

    /** The arguments that name the program, of which one is given. */
    public static final List<String> ALTERNATIVES = List.of("argv", "shell");

    private static final String AS_ARGV = "argv: [program, argument, ...]";
    private static final int TIMED_OUT = 124;
    private static final int LINES_NAMED = 5;
    private static final int LINES_KEPT = 10_000;

    /** The arguments that describe a program, for a module's own list. */
    public static List<ParamSpec> params(String timeout) {
        return List.of(
                ParamSpec.optional(
                        "argv",
                        ValueType.LIST,
                        "Program and arguments, each as it is; no shell looks at them. Either this or `shell`.",
                        "[bin/restart, --wait]"),
                ParamSpec.optional(
                        "shell",
                        ValueType.TEXT,
                        "Script for `sh -c`. Either this or `argv`.",
                        "\"kubectl rollout restart deploy/shop\""),
                ParamSpec.optional(
                                "folder",
                                ValueType.TEXT,
                                "Where the program starts; a relative path begins where the engine was started.",
                                "deploy")
                        .or("."),
                ParamSpec.optional(
                                "timeout",
                                ValueType.DURATION,
                                "After this time the program and all it has started are ended, and the task fails.",
                                "15m")
                        .or(timeout));
    }

    /** What every module with a program asks of its arguments. */
    public static void check(GivenArgs args) {
        args.notEmpty("argv", AS_ARGV);
    }

    /** The program of a task; refused when a secret would show in the process list of the machine. */
    public static Program of(Args args) throws ModuleException {
        Value.Items argv = args.has("argv")
                ? new Value.Items(args.list("argv"))
                : new Value.Items(List.of(new Value.Text("sh"), new Value.Text("-c"), args.value("shell")));
        String name = args.has("argv") ? "argv" : "shell";
        if (argv.items().isEmpty()) {
            throw ModuleException.at(args.position(name), "'argv' is empty", AS_ARGV);
        }
        for (Value part : argv.items()) {
            if (part instanceof Value.Secret) {
                throw ModuleException.at(
                        args.position(name),
                        "'" + name
                                + "' holds a secret, and every user of this machine can read the arguments of a program",
                        "hand it over as a variable in the task's 'environment'");
            }
            if (part instanceof Value.Items || part instanceof Value.Fields || part instanceof Value.Null) {
                throw ModuleException.at(
                        args.position(name),
                        "'" + name + "' holds " + part.kind() + " where a text is needed",
                        "put one text per argument");
            }
        }
        return new Program(argv, args.text("folder"), args.duration("timeout"));
    }

    /** What came of a program. */
    public record Ended(int exitCode, List<String> lines) {
        public Ended {
            lines = List.copyOf(lines);
        }
    }

    /** Runs it and shows its output; the lines kept are the last ones. */
    public Ended run(Ports ports, Map<String, String> environment) throws PortException, InterruptedException {
        Shell.Command command =
                new Shell.Command(argv.items().stream().map(Value::show).toList(), environment, folder, timeout);
        Deque<String> lines = new ArrayDeque<>();
        try (Ticker.Output output = ports.ticker().output()) {
            int exitCode = ports.shell().run(command, line -> {
                output.line(line);
                keep(line, lines);
            });
            synchronized (lines) {
                return new Ended(exitCode, new ArrayList<>(lines));
            }
        }
    }

    private static void keep(String line, Deque<String> lines) {
        synchronized (lines) {
            lines.add(line);
            if (lines.size() > LINES_KEPT) {
                lines.removeFirst();
            }
        }
    }

    /** Why it failed, with the end of its output. */
    public PortException failure(Ended ended) {
        List<String> lines = ended.lines();
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES_NAMED), lines.size());
        String reason = ended.exitCode() == TIMED_OUT
                ? "ended after " + timeout.toSeconds() + " s without being done (exit code 124)"
                : "exit code " + ended.exitCode();
        String output = last.isEmpty() ? "; it printed nothing" : "; it printed last:\n  " + String.join("\n  ", last);
        return new PortException(Kind.BROKEN, "process:" + name(), reason + output);
    }

    /** The program's name, for messages. */
    public String name() {
        return argv.items().get(0).show();
    }
}
