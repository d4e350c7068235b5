package dev.runbook.engine;

import dev.runbook.port.PortException;
import dev.runbook.port.Shell;
import java.util.Optional;
import java.util.function.Consumer;

/** A machine without any program. */
final class ProcessGoneError implements Shell {

    @Override
    public int run(ShellCommand command, Consumer<String> out, Consumer<String> err) throws PortException {
        throw new PortException(PortException.Kind.NOT_FOUND, "process:" + command, "there is no program");
    }

    @Override
    public Optional<String> findProblem(ShellCommand command) {
        return Optional.of("there is no program");
    }
}
