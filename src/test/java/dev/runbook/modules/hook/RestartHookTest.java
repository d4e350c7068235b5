package dev.runbook.modules.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.FixedPlanningContext;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext.Purpose;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.RefreshTags.State;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

class RestartHookTest {

    private final RestartHook module = new RestartHook();
    private final FixedPlanningContext view = new FixedPlanningContext();

    @Test
    void tellsTheProgramAboutTheNewTreeAndMarksItLiveAfterTheHealthCheck() throws Exception {
        view.world(swapped(State.MASKED)).environment("TOKEN", "s3cr3t");
        Plan plan = plan("argv", List.of("bin/restart"), "health", Map.of("http", "http://stage.example.com/health"));
        assertThat(plan.changes().stream().map(change -> change.key().split(" ", -1)[0]))
                .containsExactly("hook", "health", "mark");
        assertThat(plan.changes().get(0).describe().toString()).doesNotContain("s3cr3t");
        AtomicInteger asked = new AtomicInteger();
        FixedPorts outside = new FixedPorts()
                .shell((command, out, err) -> {
                    assertThat(command.environment())
                            .containsEntry("TOKEN", "s3cr3t")
                            .containsEntry("RUNBOOK_PAIR", "stage")
                            .containsEntry("RUNBOOK_RUN", "run-1")
                            .containsEntry("RUNBOOK_ENDPOINT", "stage.host")
                            .containsEntry("RUNBOOK_PORT", "5432")
                            .containsEntry("RUNBOOK_DATABASE", "shop")
                            .containsEntry("RUNBOOK_RESOURCE_ID", "db-stage")
                            .containsEntry("RUNBOOK_OLD_RESOURCE_ID", "db-old-stage")
                            .containsEntry("RUNBOOK_REPLICA_ENDPOINTS", "stage-replica.host:5432");
                    out.accept("restarted");
                    return 0;
                })
                .http((uri, timeout) -> asked.incrementAndGet() < 4 ? 503 : 200);
        plan.changes().get(0).apply(outside.ports());
        plan.changes().get(1).apply(outside.ports());

        assertThat(asked).hasValue(4);
        assertThat(outside.lines()).containsExactly("restarted");
        assertThat(plan.result().apply(view.world()).fields()).containsEntry("rc", new Value.Whole(0));
        World after = plan.changes().get(2).predict(view.world());
        view.world(after);
        assertThat(plan("argv", List.of("bin/restart")).changes()).isEmpty();
    }

    @Test
    void anEditedProgramIsAnotherChange() throws Exception {
        view.world(swapped(State.MASKED));
        String key = plan("argv", List.of("bin/restart")).changes().get(0).key();
        assertThat(plan("argv", List.of("bin/restart"), "timeout", "9m")
                        .changes()
                        .get(0)
                        .key())
                .isEqualTo(key);
        assertThat(plan("argv", List.of("bin/restart", "all")).changes().get(0).key())
                .isNotEqualTo(key);
        assertThat(plan("argv", List.of("bin/restart all")).changes().get(0).key())
                .isNotEqualTo(key);
    }

    @Test
    void isRefusedBeforeTheSwapAndWhenTheDataIsNotMasked() {
        view.world(World.of(List.of(instance("stage", Optional.empty(), List.of())), List.of(), Set.of()));
        assertRefused("the swap has not happened");
        view.world(swapped(State.QUARANTINED));
        assertRefused("not masked");
        view.world(World.of(List.of(), List.of(), Set.of()));
        assertRefused("there is no instance stage");
    }

    @Test
    void aProgramThatFailsIsStartedAgainAndThenKeepsTheOldTree() throws Exception {
        view.world(swapped(State.MASKED));
        AtomicInteger runs = new AtomicInteger();
        FixedPorts outside = new FixedPorts().shell((command, out, err) -> {
            out.accept("run " + runs.incrementAndGet());
            return 1;
        });
        Change hook =
                plan("shell", "false", "retries", 2, "delay", "1s").changes().get(0);

        assertThatThrownBy(() -> hook.apply(outside.ports()))
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("run 3")
                .hasMessageContaining("old tree is kept");
        assertThat(runs).hasValue(3);
        assertThat(outside.pauses()).hasSize(2);
        assertThat(hook.completionMode()).isEqualTo(Change.CompletionMode.ONCE);
    }

    @Test
    void anApplicationThatStaysIllFailsTheTask() throws Exception {
        view.world(swapped(State.MASKED));
        Map<String, String> health = Map.of("http", "http://stage.example.com/", "timeout", "1m", "interval", "20s");
        Change check = plan("argv", List.of("x"), "health", health).changes().get(1);
        FixedPorts outside = new FixedPorts().http((uri, timeout) -> {
            throw new PortException(PortException.Kind.RETRYABLE, "http:GET", "refused");
        });

        assertThatThrownBy(() -> check.apply(outside.ports()))
                .hasMessageContaining("not well after 60 s")
                .hasMessageContaining("refused")
                .hasMessageContaining("old tree is kept");
        assertThat(outside.pauses()).hasSize(3);
    }

    @Test
    void mistakesInTheHealthCheckAreNamed() {
        view.world(swapped(State.MASKED));
        assertHealth(Map.of(), "either 'http' or 'sql'");
        assertHealth(Map.of("http", "ftp://x"), "not an http or https URL");
        assertHealth(Map.of("http", "http://x", "stats", 200), "no key 'stats'");
        assertHealth(Map.of("http", "http://x", "expect", "1"), "'expect' goes with 'sql'");
        assertHealth(Map.of("sql", "select 1"), "no database or no user");
        assertHealth(Map.of("http", "http://x", "status", 99), "not an HTTP status");
    }

    @Test
    void aCheckShowsWhatIsKnownOnlyWhenRun() throws Exception {
        World world = swapped(State.MASKED);
        Instance unnamed =
                world.instance(new InstanceId("stage")).orElseThrow().with(edit -> edit.endpoint(endpoint -> {}));
        view.world(world.with(unnamed)).purpose(Purpose.CHECK);
        assertThat(plan("argv", List.of("x"))
                        .changes()
                        .get(0)
                        .describe()
                        .parameters()
                        .show())
                .contains("RUNBOOK_ENDPOINT: <known when run>");
        view.purpose(Purpose.RUN);
        assertThatThrownBy(() -> plan("argv", List.of("x"))).hasMessageContaining("RUNBOOK_ENDPOINT");
    }

    private void assertRefused(String words) {
        assertThatThrownBy(() -> plan("argv", List.of("x")))
                .isInstanceOfSatisfying(
                        ModuleException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessageContaining(words);
    }

    private void assertHealth(Map<String, ?> health, String words) {
        assertThatThrownBy(() -> plan("argv", List.of("x"), "health", health)).hasMessageContaining(words);
    }

    private Plan plan(Object... args) throws Exception {
        return module.plan(FixedArgs.of(module, args), view);
    }

    private static World swapped(State state) {
        RefreshTags refreshTags = new RefreshTags(
                "run-1",
                "stage",
                RefreshTags.Role.CLONE,
                new InstanceId("prod"),
                new InstanceId("stage"),
                new ResourceId("db-old-stage"),
                state,
                Optional.empty());
        return World.of(
                List.of(
                        instance("stage", Optional.of(refreshTags), List.of("stage-replica")),
                        instance("stage-replica", Optional.empty(), List.of())),
                List.of(),
                Set.of());
    }

    private static Instance instance(String name, Optional<RefreshTags> marks, List<String> replicas) {
        List<Tag> tags = new ArrayList<>();
        marks.ifPresent(found -> found.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build())));
        return new Instance(DBInstance.builder()
                .dbInstanceIdentifier(name)
                .dbiResourceId("db-" + name)
                .dbInstanceArn("arn:aws:rds:eu-west-1:123456789012:db:" + name)
                .dbInstanceStatus("available")
                .engine("postgres")
                .endpoint(endpoint -> endpoint.address(name + ".host").port(5432))
                .readReplicaDBInstanceIdentifiers(replicas)
                .tagList(tags)
                .build());
    }
}
