package dev.runbook.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Processes of the machine the engine runs on. */
public interface Shell {

    /**
     * Runs a program to its end and hands over each line of its output as it comes, from a thread for each stream. The
     * program and everything it started are ended when the time is over (exit code 124) or the thread is interrupted.
     *
     * @param out takes the lines of standard output
     * @param err takes the lines of standard error
     * @return its exit code
     * @throws PortException NOT_FOUND when there is no such program or folder
     */
    int run(ShellCommand command, Consumer<String> out, Consumer<String> err)
            throws PortException, InterruptedException;

    /** Why a program cannot be started, as far as that shows without starting it; empty when it can, or nobody knows. */
    default Optional<String> missing(ShellCommand command) {
        return Optional.empty();
    }

    /**
     * A program to run.
     *
     * @param argv program and arguments; never holds a secret, because every user of a machine can read it
     * @param environment added to the engine's own; the only way for a secret to reach the program
     * @param folder where it starts
     */
    record ShellCommand(List<String> argv, Map<String, String> environment, String folder, Duration timeout) {
        public ShellCommand {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return argv.toString();
        }
    }
}
