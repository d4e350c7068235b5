package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.Description;
import dev.runbook.modules.Digest;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.OutsideChange;
import dev.runbook.modules.Program;
import dev.runbook.modules.Progress;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program that restarts the application. */
record RunHook(Call call, Attempts attempts, Swapped swapped, Outcome outcome) implements OutsideChange {

    /**
     * A program and its environment.
     *
     * @param told the variables about the refresh; the plan shows their values
     * @param given the variables of the task; their values are not shown
     */
    record Call(Program program, Map<String, Value> told, Map<String, String> given) {
        Call {
            told = Collections.unmodifiableMap(new LinkedHashMap<>(told));
            given = Map.copyOf(given);
        }
    }

    /** The maximum number of attempts, and the pause between them. */
    record Attempts(long count, Duration delay) {}

    @Override
    public String key() {
        return "hook " + Digest.of(call.program()) + swapped.since();
    }

    @Override
    public Description describe() {
        Program program = call.program();
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("argv", program.argv());
        parameters.put("folder", new Value.Text(program.folder()));
        parameters.put("timeout_seconds", new Value.Whole(program.timeout().toSeconds()));
        parameters.put("environment", new Value.Fields(call.told()));
        if (!call.given().isEmpty()) {
            List<String> names = call.given().keySet().stream().sorted().toList();
            parameters.put(
                    "environment_of_task",
                    new Value.Items(names.stream().<Value>map(Value.Text::new).toList()));
        }
        return new Description("process", "Run", program.name(), new Value.Fields(parameters), "");
    }

    @Override
    public Progress progress(World world) {
        return swapped.isLive(world) ? Progress.done() : Progress.needed();
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public Optional<String> hindrance(Shell shell) {
        return call.program().missing(shell, call.given());
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Map<String, String> environment = new HashMap<>(call.given());
        call.told().forEach((name, value) -> environment.put(name, value.show()));
        for (long attempt = 1; ; attempt++) {
            Program.Ended ended = call.program().run(ports, environment);
            ended.report(outcome);
            outcome.set("attempts", new Value.Whole(attempt));
            if (ended.exitCode() == 0) {
                return;
            }
            PortException failure = call.program().failure(ended);
            if (attempt >= attempts.count()) {
                throw new PortException(Kind.BROKEN, failure.call(), advice(failure), failure);
            }
            ports.ticker().line("attempt " + attempt + " of " + attempts.count() + " failed: " + failure.getMessage());
            ports.clock().sleep(attempts.delay());
        }
    }

    private String advice(PortException failure) {
        String said = String.valueOf(failure.getMessage());
        String reason = said.startsWith(failure.call() + ": ")
                ? said.substring(failure.call().length() + 2)
                : said;
        return reason + "\n" + swapped.advice("repair the hook");
    }
}
