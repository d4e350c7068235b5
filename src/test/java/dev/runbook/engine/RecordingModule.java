package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.ExternalChange;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.control.Assert;
import dev.runbook.modules.control.Debug;
import dev.runbook.modules.control.EndPair;
import dev.runbook.modules.control.Fail;
import dev.runbook.modules.control.FlushHandlers;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A module {@code do} that notes what it is told to do, and fails or does more when a test says so; with all modules that
 * touch nothing.
 */
final class RecordingModule implements Module {

    static final String INVENTORY = """
            accounts: {main: {region: eu-west-1}}
            pairs:
              one: {source: {instance: prod}, target: {instance: stage-one}}
              two: {source: {instance: prod}, target: {instance: stage-two}}
              three: {source: {instance: prod}, target: {instance: stage-three}}
            """;
    static final String ONE = INVENTORY.replaceAll("(?m)^ {2}(two|three):.*\n", "");

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
    private Consumer<String> besides = deed -> {};

    /** What has been done: {@code pair:what}, in order. */
    List<String> done() {
        return List.copyOf(done);
    }

    /** What has been done for one pair. */
    List<String> done(String pair) {
        return done().stream()
                .filter(deed -> deed.startsWith(pair + ":"))
                .map(deed -> deed.substring(pair.length() + 1))
                .toList();
    }

    RecordingModule failing(String... deeds) {
        failing.addAll(List.of(deeds));
        return this;
    }

    RecordingModule repaired() {
        failing.clear();
        return this;
    }

    /** What else happens, right after a deed is noted. */
    RecordingModule besides(Consumer<String> more) {
        besides = more;
        return this;
    }

    /** Those of every test about the language, and what it needs besides. */
    List<Module> modules(Module... besides) {
        List<Module> modules = new ArrayList<>(List.of(
                this,
                new Debug(),
                new dev.runbook.modules.control.Set(),
                new Fail(),
                new Assert(),
                new EndPair(),
                new FlushHandlers()));
        modules.addAll(List.of(besides));
        return modules;
    }

    @Override
    public String name() {
        return "do";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(ParamSpec.required("what", ValueType.TEXT, "What to do.", "work"));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        ChangeResult result = new ChangeResult("said", "times");
        String what = args.value("what").show();
        return Plan.of(
                List.of(new RecordedChange(context.refresh().pair(), what, args.value("what"), result)),
                world -> result.fields());
    }

    private final class RecordedChange implements ExternalChange {

        private final String pair;
        private final String what;
        private final Value given;
        private final ChangeResult result;

        RecordedChange(String pair, String what, Value given, ChangeResult result) {
            this.pair = pair;
            this.what = what;
            this.given = given;
            this.result = result;
        }

        @Override
        public String key() {
            return "do " + what;
        }

        @Override
        public CallDescription describe() {
            return new CallDescription("test", "Do", what, new Value.Fields(Map.of("what", given)), "");
        }

        @Override
        public void apply(Ports ports) throws PortException {
            done.add(pair + ":" + what);
            long times = done.stream().filter((pair + ":" + what)::equals).count();
            result.set("said", new Value.Text("did " + what));
            result.set("times", new Value.Whole(times));
            ports.progress().line("doing " + what);
            besides.accept(pair + ":" + what);
            if (failing.contains(what) || failing.contains(pair + ":" + what)) {
                throw new PortException(PortException.Kind.BROKEN, "test:do " + what, "cannot " + what);
            }
        }
    }
}
