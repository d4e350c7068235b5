package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ChangeKeyDigest;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.ExternalChange;
import dev.runbook.modules.ExternalProgram;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs a program and keeps its output for the task's result. */
record RunCommand(ExternalProgram program, Map<String, String> environment, ChangeResult result)
        implements ExternalChange {

    RunCommand {
        environment = Map.copyOf(environment);
    }

    @Override
    public String key() {
        return "command " + ChangeKeyDigest.of(program);
    }

    @Override
    public CallDescription describe() {
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
        return new CallDescription("process", "Run", program.name(), new Value.Fields(parameters), "");
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public Optional<String> startProblem(Shell shell) {
        return program.startProblem(shell, environment);
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        ExternalProgram.ProgramResult programResult = program.run(ports, environment);
        programResult.writeTo(result);
        if (programResult.exitCode() != 0) {
            throw program.failure(programResult);
        }
    }
}
