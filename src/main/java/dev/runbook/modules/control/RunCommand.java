package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Description;
import dev.runbook.modules.Digest;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.OutsideChange;
import dev.runbook.modules.Program;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs a program and keeps its output for the task's result. */
record RunCommand(Program program, Map<String, String> environment, Outcome outcome) implements OutsideChange {

    RunCommand {
        environment = Map.copyOf(environment);
    }

    @Override
    public String key() {
        return "command " + Digest.of(program);
    }

    @Override
    public Description describe() {
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("argv", program.argv());
        parameters.put("folder", new Value.Text(program.folder()));
        parameters.put("timeout_seconds", new Value.Whole(program.timeout().toSeconds()));
        if (!environment.isEmpty()) {
            parameters.put(
                    "environment",
                    new Value.Items(environment.keySet().stream()
                            .sorted()
                            .<Value>map(Value.Text::new)
                            .toList()));
        }
        return new Description("process", "Run", program.name(), new Value.Fields(parameters), "");
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public Optional<String> hindrance(Shell shell) {
        return program.missing(shell, environment);
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Program.Ended ended = program.run(ports, environment);
        ended.report(outcome);
        if (ended.exitCode() != 0) {
            throw program.failure(ended);
        }
    }
}
