package dev.runbook.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Processes of the local machine. */
public interface Shell {

    /**
     * Runs a program to completion and passes on each line of its output immediately, from one thread per stream. The program and
     * all its descendants are terminated after the timeout (exit code 124) or when the thread is interrupted.
     *
     * @param out receives the lines of standard output
     * @param err receives the lines of standard error
     * @return the exit code
     * @throws PortException NOT_FOUND when the program or the folder does not exist, or the program cannot be started
     */
    int run(ShellCommand command, Consumer<String> out, Consumer<String> err)
            throws PortException, InterruptedException;

    /** Why a program cannot be started, as far as can be checked without starting it; empty when it probably can. */
    default Optional<String> findProblem(ShellCommand command) {
        return Optional.empty();
    }

    /**
     * A program to run.
     *
     * @param argv program and arguments; must not contain a secret, because every user of the machine can read it
     * @param environment added to the environment of this process; the only way to pass a secret to the program
     * @param folder the working directory
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
