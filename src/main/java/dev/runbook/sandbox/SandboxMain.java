package dev.runbook.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The sandbox's command line: up, down, status, reset, env and calls. */
@Command(
        name = "runbook sandbox",
        description = "A small AWS on this machine: RDS with real PostgreSQL servers, STS and S3, on loopback only.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SandboxMain.UpCommand.class,
            SandboxMain.DownCommand.class,
            SandboxMain.StatusCommand.class,
            SandboxMain.ResetCommand.class,
            SandboxMain.EnvCommand.class,
            SandboxMain.CallsCommand.class,
            SandboxMain.ServeCommand.class
        })
public final class SandboxMain {

    /** Where the sandbox keeps what it knows. */
    static final class StateOption {
        @Option(
                names = "--state",
                paramLabel = "DIR",
                defaultValue = ".runbook/sandbox",
                description = "Folder that holds everything of the sandbox (default: ${DEFAULT-VALUE}).")
        @SuppressWarnings("NullAway.Init")
        Path state;

        Daemon daemon() {
            return new Daemon(state.toAbsolutePath().normalize());
        }

        StatusOutput statusOutput() {
            return new StatusOutput(daemon());
        }
    }

    /** What a new sandbox is made from. */
    static final class FleetOption {
        @Option(
                names = "--fleet",
                paramLabel = "FILE",
                defaultValue = "inventories/sandbox-fleet.yml",
                description = "What a new sandbox holds (default: ${DEFAULT-VALUE}).")
        @SuppressWarnings("NullAway.Init")
        Path fleet;
    }

    private SandboxMain() {}

    /** Runs one command and exits with 0, 1 when it failed, or 2 when it was called wrongly or nothing runs to be shown. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new SandboxMain())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("runbook: " + failure.getMessage());
                    return failure instanceof NotRunningException ? 2 : 1;
                })
                .execute(arguments);
    }

    private static PrintStream out() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }

    @Command(name = "up", description = "Start it, or do nothing when it runs; returns when it is ready.")
    static final class UpCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Mixin
        private final FleetOption fleetOption = new FleetOption();

        @Override
        public Integer call() throws IOException {
            stateOption.daemon().up(fleetOption.fleet.toAbsolutePath());
            out().print(stateOption.statusOutput().status());
            return 0;
        }
    }

    @Command(name = "down", description = "Stop it and every server it started; the state stays.")
    static final class DownCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Override
        public Integer call() throws IOException {
            boolean ran = stateOption.daemon().down();
            out().println(ran ? "The sandbox is stopped." : "The sandbox was not running.");
            return 0;
        }
    }

    @Command(name = "status", description = "Show what runs; exit code 2 when nothing does.")
    static final class StatusCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Override
        public Integer call() {
            if (stateOption.daemon().findRunning().isEmpty()) {
                throw new NotRunningException();
            }
            out().print(stateOption.statusOutput().status());
            return 0;
        }
    }

    @Command(name = "reset", description = "Stop it and empty its folder; the next up begins anew.")
    static final class ResetCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Override
        public Integer call() throws IOException {
            stateOption.daemon().reset();
            out().println("The sandbox is stopped and its folder is empty.");
            return 0;
        }
    }

    @Command(name = "env", description = "Print export lines for aws, psql and the SDKs: eval \"$(... sandbox env)\".")
    static final class EnvCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Override
        public Integer call() {
            out().print(stateOption.statusOutput().environment());
            return 0;
        }
    }

    @Command(name = "calls", description = "Show the changing requests that the sandbox received.")
    static final class CallsCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Option(
                names = "--output",
                paramLabel = "text|jsonl",
                defaultValue = "text",
                description = "Form of the list (default: ${DEFAULT-VALUE}).")
        @SuppressWarnings("NullAway.Init")
        private String output;

        @Option(names = "--since", paramLabel = "N", defaultValue = "0", description = "Only calls after number N.")
        private long since;

        @Option(names = "--clear", description = "Forget the calls so far.")
        private boolean clear;

        @Override
        public Integer call() throws IOException {
            if (!output.equals("text") && !output.equals("jsonl")) {
                throw new IOException("--output is text or jsonl, not " + output);
            }
            if (clear) {
                Files.deleteIfExists(stateOption.daemon().calls());
            } else {
                out().print(stateOption.statusOutput().calls(output.equals("jsonl"), since));
            }
            return 0;
        }
    }

    @Command(name = "serve", hidden = true, description = "Run in the foreground until told to stop.")
    static final class ServeCommand implements Callable<Integer> {
        @Mixin
        private final StateOption stateOption = new StateOption();

        @Mixin
        private final FleetOption fleetOption = new FleetOption();

        @Override
        public Integer call() throws IOException, InterruptedException {
            stateOption.daemon().serve(fleetOption.fleet);
            return 0;
        }
    }
}
