package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.aws.AwsAccount;
import dev.runbook.adapter.aws.AwsAccounts;
import dev.runbook.adapter.process.SystemClock;
import dev.runbook.engine.run.DiscardPlay;
import dev.runbook.engine.run.Rollback;
import dev.runbook.engine.run.Run;
import dev.runbook.engine.run.RunInputs;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Lookups;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.Journal;
import dev.runbook.journal.ProcessIdentity;
import dev.runbook.log.LogLine;
import dev.runbook.modules.Module;
import dev.runbook.port.Approval;
import dev.runbook.port.AssumedAccess;
import dev.runbook.port.Clock;
import dev.runbook.port.Database;
import dev.runbook.port.Http;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.port.RetryPolicy;
import dev.runbook.port.Shell;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Selection;
import dev.runbook.sandbox.Sandbox;
import dev.runbook.sandbox.config.Fleet;
import dev.runbook.world.Instance;
import dev.runbook.world.Password;
import dev.runbook.world.World;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** An engine on a sandbox without servers, with what a test replaces. */
final class EngineFixture implements AutoCloseable {

    static final Set<String> CHANGING =
            Set.of("createReplica", "restore", "promote", "modify", "reboot", "delete", "addTags");

    private static final Set<String> WRITING = Set.of("copy", "copyInParts", "store", "delete");

    private static final PollPolicy QUICK = new PollPolicy(
            Duration.ofMillis(3), Duration.ofMillis(10), 2, 2, Duration.ofMillis(300), Duration.ofSeconds(20), true);

    private final Path folder;
    private final Sandbox sandbox;
    private final AwsAccounts accounts;
    private final List<Module> modules;
    private final Map<Class<?>, Object> ports = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final List<EventRecord<?>> events = Collections.synchronizedList(new ArrayList<>());
    private Consumer<World> beforeEachCall = world -> {};
    private KillSwitch reaper = KillSwitch.none();
    private Selection.Request asked = Selection.Request.everything();
    private Optional<RunRequest.ResumeTarget> earlier = Optional.empty();
    private Optional<PortException> locked = Optional.empty();
    private final List<String> changedAs = Collections.synchronizedList(new ArrayList<>());
    private String strange = "";
    private Consumer<EventRecord<?>> listener = event -> {};
    private Consumer<LogLine> notes = line -> {};
    private Plans plans = Plans.none();
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, Value> prompted = new HashMap<>();
    private int process = 4_190_000;
    private int forks = 5;
    private boolean diff;
    private Duration clockOffset = Duration.ZERO;
    private Journal.Disk disk = Journal.Disk.system();

    EngineFixture(Path folder, List<Module> modules) throws IOException {
        this.folder = folder;
        this.modules = List.copyOf(modules);
        Fleet fleet = Fleet.read(Files.readString(Path.of("inventories/sandbox-fleet.yml")), "fleet");
        this.sandbox = Sandbox.startOnFreePorts(
                fleet.withoutServers().withoutBuckets().withDurations(Duration.ofMillis(4)), folder.resolve("sandbox"));
        this.accounts = new AwsAccounts(
                List.of(account("main", Optional.empty()), account("pinned", Optional.of("111111111111"))));
        secrets.put("database", "not-told-to-anybody");
    }

    /** @param id the number that the inventory gives; that of the sandbox is another */
    private AwsAccount account(String name, Optional<String> id) {
        return new AwsAccount(
                name,
                id,
                Optional.of("eu-west-1"),
                Optional.empty(),
                Optional.of(new AwsAccount.Keys("sandbox", new Password("sandbox-secret"))),
                Optional.empty(),
                AwsAccount.Endpoints.all(sandbox.rdsEndpoint()));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Path state() {
        return folder.resolve("state");
    }

    <P> EngineFixture with(Class<P> port, P real) {
        ports.put(port, real);
        return this;
    }

    /** Looks at the whole world right before each changing call of RDS. */
    EngineFixture watching(Consumer<World> watcher) {
        beforeEachCall = watcher;
        return this;
    }

    /** Only what the command line asks for, from the next run on. */
    EngineFixture asking(Selection.Request request) {
        asked = request;
        return this;
    }

    /** A file that the runbook may include. */
    EngineFixture file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** What a person has answered to a prompt. */
    EngineFixture answered(String name, Value answer) {
        prompted.put(name, answer);
        return this;
    }

    EngineFixture withForks(int number) {
        forks = number;
        return this;
    }

    EngineFixture withDiff() {
        diff = true;
        return this;
    }

    /** The clock of the machine is wrong by this much, from the next run on. */
    EngineFixture withClockOff(Duration offset) {
        clockOffset = offset;
        return this;
    }

    /** The disk of the state folder, from the next run on. */
    EngineFixture withDisk(Journal.Disk other) {
        disk = other;
        return this;
    }

    /** From the next run on, an earlier one is carried on; {@code ""} for none. */
    EngineFixture resuming(String run) {
        earlier = Optional.of(run)
                .filter(id -> !id.isEmpty())
                .map(id -> new RunRequest.ResumeTarget(id, RunRequest.ResumeKind.RESUME));
        return this;
    }

    /** From the next run on, an earlier one is taken back. */
    EngineFixture rollingBack(String run) {
        earlier = Optional.of(new RunRequest.ResumeTarget(run, RunRequest.ResumeKind.ROLL_BACK));
        return this;
    }

    /** From the next run on, what an earlier one has made is deleted. */
    EngineFixture discarding(String run) {
        earlier = Optional.of(new RunRequest.ResumeTarget(run, RunRequest.ResumeKind.DISCARD));
        return this;
    }

    /** Held to a plan, or drawing one up, from the next run on. */
    EngineFixture with(Plans some) {
        plans = some;
        return this;
    }

    /** The credentials of this name lead into another account. */
    void strange(String account) {
        strange = account;
    }

    /** The account that each changing call of RDS went into, by the name it was asked for. */
    List<String> changedAs() {
        return List.copyOf(changedAs);
    }

    /** Hears every event. */
    void hearing(Consumer<EventRecord<?>> other) {
        listener = other;
    }

    /** Hears every line for whoever looks for a fault. */
    void noting(Consumer<LogLine> other) {
        notes = other;
    }

    /** Nobody is let into any account. */
    EngineFixture locked(PortException reason) {
        locked = Optional.of(reason);
        return this;
    }

    /** How often an account was asked for. */
    int connections() {
        return connections.get();
    }

    /** RDS itself, past everything that is counted. */
    Rds rds() {
        return accounts.rds("main");
    }

    /** The next run dies at this moment, and is a process of its own. */
    EngineFixture next(KillSwitch moment) {
        reaper = moment;
        process++;
        return this;
    }

    List<EventRecord<?>> events() {
        return List.copyOf(events);
    }

    <E extends Event> List<EventRecord<E>> events(Class<E> kind) {
        return events().stream().flatMap(event -> event.as(kind).stream()).toList();
    }

    /** The first event of a kind. */
    <E extends Event> E first(Class<E> kind) {
        return events(kind).get(0).event();
    }

    /** What the last run has put out, line by line. */
    List<String> said() {
        return events(Event.OutputWritten.class).stream()
                .map(event -> event.event().text())
                .toList();
    }

    /** How each task of the last run has ended: {@code work changed}. */
    List<String> statuses() {
        return events(Event.TaskEnded.class).stream()
                .map(event -> event.task() + " " + event.event().status().word())
                .toList();
    }

    /** The events of the last run, for the message of a test that fails. */
    String story() {
        StringBuilder story = new StringBuilder();
        events().forEach(event -> story.append(EventLines.write(event)).append('\n'));
        return story.toString();
    }

    /** What exists now; read on a thread of its own, so that a thread that is being interrupted can look, too. */
    World world() {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        List<Instance> instances = accounts.rds("main").instances().stream()
                                .map(Instance::new)
                                .toList();
                        return World.of(instances, List.of(), Set.of());
                    } catch (PortException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
    }

    RunOutcome run(String inventoryText, String runbookText, boolean check) throws IOException {
        return run(inventoryText, runbookText, check, new Cancellation());
    }

    RunOutcome run(String inventoryText, String runbookText, boolean check, Cancellation cancellation)
            throws IOException {
        events.clear();
        Problems problems = new Problems();
        Modules all = Modules.of(modules);
        Inventory inventory = Inventory.read(List.of(new Source("inventory.yml", inventoryText)), problems)
                .orElseThrow(() -> new AssertionError(problems.toSortedList()));
        Set<String> names = new HashSet<>(Scope.BUILT_IN);
        names.addAll(inventory.variableNames());
        LoadContext loadContext = new LoadContext(
                all,
                (path, namedIn) -> Optional.ofNullable(files.get(path)).map(text -> new Source(path, text)),
                names);
        Source source = new Source("runbook.yml", runbookText);
        Runbook runbook = Runbook.read(source, loadContext, problems)
                .orElseThrow(() -> new AssertionError(problems.toSortedList()));
        Node.Scalar everything = new Node.Scalar("all", false, source.start());
        List<Pair> pairs = inventory.select(everything, problems);
        Selection selection = Selection.of(runbook, asked, problems);
        assertThat(problems.toSortedList()).isEmpty();
        RunRequest request = new RunRequest(
                runbook,
                inventory,
                pairs,
                new RunRequest.Options(check, forks, selection, diff, Map.<String, Value>of(), prompted),
                new RunRequest.Places(
                        "inventory.yml",
                        new RunRequest.ProjectFilePaths(Path.of("runbook.yml"), Path.of("inventory.yml")),
                        folder,
                        folder,
                        state(),
                        new RunRequest.CommandLine(List.of("run", "runbook.yml"), folder, earlier)));
        if (request.places().command().isRollback()) {
            request = new Rollback(all).of(request, true);
        } else if (request.places().command().isDiscard()) {
            request = new DiscardPlay(all).of(request);
        }
        return Run.execute(
                request, new RunInputs(all, new FixtureEnvironment(), reaper.over(drawn()), cancellation, plans));
    }

    private EventSink drawn() {
        return new EventSink() {
            @Override
            public void take(EventRecord<?> event) {
                events.add(event);
                listener.accept(event);
                plans.recorder().ifPresent(recorder -> recorder.record(event));
            }

            @Override
            public void note(LogLine line) {
                notes.accept(line);
            }
        };
    }

    @Override
    public void close() {
        accounts.close();
        sandbox.close();
    }

    /** The outside of the engine: the sandbox's RDS, and whatever else the test has put in. */
    private final class FixtureEnvironment implements Environment {

        @Override
        public Clock clock() {
            Clock real = new SystemClock();
            return new Clock() {
                @Override
                public Instant now() {
                    return real.now().plus(clockOffset);
                }

                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    real.sleep(duration);
                }
            };
        }

        @Override
        public ProcessIdentity owner() {
            // No process has such a number, so that the lease of a killed run is free at once.
            return new ProcessIdentity(
                    "tester",
                    ProcessIdentity.current().host(),
                    process,
                    Optional.empty(),
                    ProcessIdentity.current().pidNamespace());
        }

        @Override
        public RandomGenerator random() {
            return RandomGenerator.getDefault();
        }

        @Override
        public Lookups lookups() {
            return request -> Optional.ofNullable(secrets.get(request.name()))
                    .filter(secret -> request.kind() == Lookups.LookupKind.SECRET)
                    .map(Value.Secret::new)
                    .orElseThrow(() -> new LookupException(
                            LookupException.Kind.NOT_FOUND,
                            "no " + request.kind().word() + " " + request.name()));
        }

        @Override
        public Rds rds(String account) {
            connections.incrementAndGet();
            return reaper.over(Rds.class, accounts.rds(account), CHANGING, () -> {
                changedAs.add(account);
                beforeEachCall.accept(world());
            });
        }

        @Override
        public ObjectStore store(String account) {
            connections.incrementAndGet();
            return reaper.over(ObjectStore.class, port(ObjectStore.class), WRITING, () -> {});
        }

        @Override
        public PollPolicy polling(String account) {
            return QUICK;
        }

        @Override
        public RetryPolicy retrying(String account) {
            return new RetryPolicy(Duration.ofMillis(3), Duration.ofMillis(20), 1.5, Integer.MAX_VALUE);
        }

        @Override
        public String verify(String account) throws PortException {
            connections.incrementAndGet();
            if (locked.isPresent()) {
                throw locked.get();
            }
            return account.equals(strange)
                    ? "999999999999"
                    : accounts.verify(account).accountId();
        }

        @Override
        public String assume(String account, AssumedAccess access) {
            return accounts.assume(account, access);
        }

        /** The sandbox has no servers here, so that nothing answers where an instance says it is. */
        @Override
        public Database database() {
            return ports.containsKey(Database.class) ? port(Database.class) : new TestModules.Unanswering();
        }

        @Override
        public Shell shell() {
            return reaper.over(Shell.class, port(Shell.class), Set.of("run"), () -> {});
        }

        @Override
        public Http http() {
            return port(Http.class);
        }

        @Override
        public Journal.Disk disk() {
            return disk;
        }

        @Override
        public Approval approval() {
            return ports.containsKey(Approval.class)
                    ? port(Approval.class)
                    : question -> {
                        throw new IllegalStateException("nobody to ask in this test: " + question);
                    };
        }

        private <P> P port(Class<P> type) {
            return Optional.ofNullable(ports.get(type)).map(type::cast).orElseGet(() -> missing(type));
        }
    }

    private static <P> P missing(Class<P> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            throw new IllegalStateException("no " + port.getSimpleName() + " in this test: " + method.getName());
        }));
    }
}
