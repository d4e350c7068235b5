package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ChangeKeyDigest;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.ExternalChange;
import dev.runbook.modules.ExternalProgram;
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
record RunHook(HookCall call, HookAttempts attempts, SwappedTree tree, ChangeResult result) implements ExternalChange {

    /**
     * A program and its environment.
     *
     * @param refreshVariables the variables about the refresh; the plan shows their values
     * @param taskVariables the variables of the task; their values are not shown
     */
    record HookCall(ExternalProgram program, Map<String, Value> refreshVariables, Map<String, String> taskVariables) {
        HookCall {
            refreshVariables = Collections.unmodifiableMap(new LinkedHashMap<>(refreshVariables));
            taskVariables = Map.copyOf(taskVariables);
        }
    }

    /** The maximum number of attempts, and the pause between them. */
    record HookAttempts(long count, Duration delay) {}

    @Override
    public String key() {
        return "hook " + ChangeKeyDigest.of(call.program()) + tree.keySuffix();
    }

    @Override
    public CallDescription describe() {
        ExternalProgram program = call.program();
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("argv", program.argv());
        parameters.put("folder", new Value.Text(program.folder()));
        parameters.put("timeout_seconds", new Value.Whole(program.timeout().toSeconds()));
        parameters.put("environment", new Value.Fields(call.refreshVariables()));
        if (!call.taskVariables().isEmpty()) {
            List<String> names = call.taskVariables().keySet().stream().sorted().toList();
            parameters.put(
                    "environment_of_task",
                    new Value.Items(names.stream().<Value>map(Value.Text::new).toList()));
        }
        return new CallDescription("process", "Run", program.name(), new Value.Fields(parameters), "");
    }

    @Override
    public Progress progress(World world) {
        return tree.isLive(world) ? Progress.done() : Progress.needed();
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public Optional<String> startProblem(Shell shell) {
        return call.program().startProblem(shell, call.taskVariables());
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Map<String, String> environment = new HashMap<>(call.taskVariables());
        call.refreshVariables().forEach((name, value) -> environment.put(name, value.show()));
        for (long attempt = 1; ; attempt++) {
            ExternalProgram.ProgramResult programResult = call.program().run(ports, environment);
            programResult.writeTo(result);
            result.set("attempts", new Value.Whole(attempt));
            if (programResult.exitCode() == 0) {
                return;
            }
            PortException failure = call.program().failure(programResult);
            if (attempt >= attempts.count()) {
                throw new PortException(Kind.BROKEN, failure.call(), advice(failure), failure);
            }
            ports.progress()
                    .line("attempt " + attempt + " of " + attempts.count() + " failed: " + failure.getMessage());
            ports.clock().sleep(attempts.delay());
        }
    }

    private String advice(PortException failure) {
        String said = String.valueOf(failure.getMessage());
        String reason = said.startsWith(failure.call() + ": ")
                ? said.substring(failure.call().length() + 2)
                : said;
        return reason + "\n" + tree.advice("repair the hook");
    }
}
