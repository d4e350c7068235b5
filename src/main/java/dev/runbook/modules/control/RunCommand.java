package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Digest;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Program;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a program and keeps what it printed. */
record RunCommand(Program program, Map<String, String> environment, Outcome outcome) implements Change {

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
    public Subject subject() {
        return new Subject.Outside();
    }

    @Override
    public Progress progress(World world) {
        return Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        return List.of();
    }

    @Override
    public Settling settling() {
        return Settling.ONCE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Program.Ended ended = program.run(ports, environment);
        outcome.set("rc", new Value.Whole(ended.exitCode()));
        outcome.set("output", new Value.Text(String.join("\n", ended.lines())));
        outcome.set(
                "lines",
                new Value.Items(
                        ended.lines().stream().<Value>map(Value.Text::new).toList()));
        if (ended.exitCode() != 0) {
            throw program.failure(ended);
        }
    }
}
