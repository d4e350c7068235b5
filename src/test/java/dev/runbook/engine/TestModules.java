package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.modules.Subject;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Modules for tests of the engine: a mask that only marks, a hook that only counts. */
final class TestModules {

    private TestModules() {}

    /** Does nothing but what a test has to say to its planning. */
    record Thinking(String name, boolean runsWithoutCredentials, Thought thought) implements Module {

        /** What happens when the module plans. */
        interface Thought {
            void at(PlanningContext context) throws ModuleException, PortException;
        }

        @Override
        public List<ParamSpec> params() {
            return List.of();
        }

        @Override
        public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException {
            thought.at(context);
            return Plan.of(List.of());
        }
    }

    /** No database answers. */
    static final class Unanswering implements Database {

        @Override
        public Session openReadOnly(DatabaseAddress address) throws PortException {
            throw new PortException(PortException.Kind.RETRYABLE, "sql:connect " + address.place(), "nothing answers");
        }

        @Override
        public Session open(DatabaseAddress address) throws PortException {
            return openReadOnly(address);
        }
    }

    /** Marks what the refresh has made with a state. */
    record Marking(String name, RefreshTags.State state, List<Change> first) implements Module {

        Marking {
            first = List.copyOf(first);
        }

        @Override
        public List<ParamSpec> params() {
            return List.of();
        }

        @Override
        public Plan plan(Args args, PlanningContext context) {
            List<Change> changes = new ArrayList<>(first);
            for (Instance made : context.world()
                    .instancesOf(context.refresh().id(), context.refresh().pair())) {
                boolean behind = made.refreshTags().orElseThrow().state().compareTo(state) < 0;
                if (behind) {
                    changes.add(new SetRefreshState(
                            made, state, state == RefreshTags.State.MASKED ? Optional.of("digest") : Optional.empty()));
                }
            }
            return Plan.of(changes);
        }
    }

    /** Masks the data of the clone, as a test keeps it, and then marks what the refresh has made. */
    record MaskingModule(Data data) implements Module {

        @Override
        public String name() {
            return "mask";
        }

        @Override
        public List<ParamSpec> params() {
            return List.of();
        }

        @Override
        public Plan plan(Args args, PlanningContext context) {
            Plan marks = new Marking("mask", RefreshTags.State.MASKED, List.of()).plan(args, context);
            List<Change> changes = new ArrayList<>();
            for (Change mark : marks.changes()) {
                if (mark instanceof SetRefreshState state) {
                    changes.add(new Scrub(data, state.instance()));
                }
            }
            changes.addAll(marks.changes());
            return Plan.of(changes);
        }
    }

    /** The data of every instance that holds none of production's any more, by resource id. */
    record Data(Set<ResourceId> masked) {

        /** Whether an instance shows production's data: its own, or that of the instance it replicates from. */
        boolean isMasked(Instance instance, World world) {
            Instance root = instance;
            while (root.source().flatMap(world::instance).isPresent()) {
                root = root.source().flatMap(world::instance).get();
            }
            return masked.contains(root.resourceId());
        }
    }

    private record Scrub(Data data, Instance instance) implements Change {

        @Override
        public String key() {
            return "scrub";
        }

        @Override
        public CallDescription describe() {
            return new CallDescription("sql", "UPDATE", instance.id().name(), new Value.Fields(Map.of()), "");
        }

        @Override
        public Subject subject() {
            return new Subject.OwnDatabase(instance.id());
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
        public CompletionMode completionMode() {
            return CompletionMode.IMMEDIATE;
        }

        @Override
        public void apply(Ports ports) {
            data.masked().add(instance.resourceId());
        }
    }

    /** Does what a test says, in one change that leaves no trace in AWS. */
    record Acting(String name, Act act) implements Module {

        /** What is done, for which pair. */
        interface Act {
            void run(String pair) throws PortException, InterruptedException;
        }

        @Override
        public List<ParamSpec> params() {
            return List.of();
        }

        @Override
        public Plan plan(Args args, PlanningContext context) {
            return Plan.of(List.of(new ActingChange(name, context.refresh().pair(), act)));
        }
    }

    private record ActingChange(String key, String pair, Acting.Act act) implements Change {

        @Override
        public CallDescription describe() {
            return new CallDescription("test", "act", key, new Value.Fields(Map.of()), "");
        }

        @Override
        public Subject subject() {
            return new Subject.External();
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
        public CompletionMode completionMode() {
            return CompletionMode.ONCE;
        }

        @Override
        public void apply(Ports ports) throws PortException, InterruptedException {
            act.run(pair);
        }
    }

    /** A change that leaves no trace in AWS. */
    record Counting(String key, AtomicInteger times, CompletionMode completionMode) implements Change {

        @Override
        public CallDescription describe() {
            return new CallDescription("process", "run", key, new Value.Fields(Map.of()), "");
        }

        @Override
        public Subject subject() {
            return new Subject.External();
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
        public void apply(Ports ports) {
            times.incrementAndGet();
        }
    }
}
