package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.modules.Module;
import dev.runbook.modules.control.Debug;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the failure of one pair means for the others, and what is refused before anything has been changed. */
class PairsTest {

    private static final String BREAKING = PipelineTest.RUNBOOK.replace("- mask: {}", "- breaking: {}\n    - mask: {}");

    @TempDir
    Path folder;

    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        modules.add(new Debug());
        modules.add(new TestModules.Acting("breaking", this::breakPair));
        rig = new EngineFixture(folder, modules);
    }

    @Test
    void onePairFailsTheOthersGoOnAndTheSameCommandFinishesOnlyWhatIsMissing() throws Exception {
        broken.add("demo");
        RunOutcome first = rig.run(PipelineTest.INVENTORY, BREAKING, false);
        assertThat(first.exit()).describedAs(rig.story()).isEqualTo(RunOutcome.FAILED);
        assertThat(first.pairs())
                .isEqualTo(Map.of("demo", RunOutcome.EndStatus.FAILED, "stage", RunOutcome.EndStatus.FINISHED));

        broken.clear();
        RunOutcome second = rig.next(KillSwitch.none()).run(PipelineTest.INVENTORY, BREAKING, false);
        assertThat(second.exit()).describedAs(rig.story()).isZero();
        assertThat(second.pairs())
                .isEqualTo(Map.of("demo", RunOutcome.EndStatus.FINISHED, "stage", RunOutcome.EndStatus.EARLIER));
        assertThat(rig.events(Event.ChangeAnnounced.class))
                .allMatch(event -> event.pair().equals("demo"));
        assertThat(rig.events(Event.PairEnded.class))
                .hasSize(2)
                .allSatisfy(event -> assertThat(
                                event.event().dataAsOf().orElseThrow().moment())
                        .isBefore(event.at()));
    }

    @Test
    void aPlayMayEndEveryPairWithTheFirstFailure() throws Exception {
        broken.add("demo");
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, """
                - any_errors_fatal: true
                  tasks:
                    - breaking: {}
                    - debug: {msg: too far}
                """, false);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.FAILED);
        assertThat(rig.story()).contains("stopped because another pair failed").doesNotContain("too far");
    }

    @Test
    void nothingIsTriedAgainOnceTheRunIsToStop() throws Exception {
        Cancellation cancellation = new Cancellation();
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        modules.add(new TestModules.Acting("stopping", pair -> {
            cancellation.ask(130);
            throw new PortException(Kind.RETRYABLE, "test:stop " + pair, "canceling statement due to user request");
        }));
        try (EngineFixture own = new EngineFixture(folder.resolve("own"), modules)) {
            RunOutcome outcome = own.run(FaultTest.DEMO, "- tasks: [{stopping: {}}]", false, cancellation);
            assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.INTERRUPTED);
            assertThat(own.events(Event.RetryScheduled.class))
                    .describedAs(own.story())
                    .isEmpty();
        }
    }

    @Test
    void aPairThatNeverCameToItsFirstTaskIsNotStarted() throws Exception {
        broken.add("demo");
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, """
                - any_errors_fatal: true
                  serial: 1
                  tasks:
                    - breaking: {}
                """, false);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(outcome.pairs())
                .isEqualTo(Map.of("demo", RunOutcome.EndStatus.FAILED, "stage", RunOutcome.EndStatus.NOT_STARTED));
        assertThat(rig.story()).contains("not begun because another pair failed");
    }

    @Test
    void whoIsNotLetInChangesNothingAndEndsWithSix() throws Exception {
        rig.locked(new PortException(Kind.DENIED, "sts:GetCallerIdentity", "the token has expired"));
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, false);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.UNREACHABLE);
        assertThat(outcome.changed()).isFalse();
        assertThat(rig.sandbox().calls().lines()).isEmpty();
        assertThat(rig.events(Event.PairEnded.class))
                .hasSize(2)
                .allMatch(event -> event.event().message().orElse("").contains("the token has expired"));
    }

    @Test
    void swappedSourceAndTargetAreRefused() throws Exception {
        String swapped = PipelineTest.INVENTORY
                .replaceFirst("instance: mitosis-demo,", "instance: elsewhere,")
                .replaceFirst("instance: mitosis-prod,", "instance: mitosis-demo,")
                .replaceFirst("instance: elsewhere,", "instance: mitosis-prod,");
        String unprotected = swapped.replace("protect: [\"mitosis-prod*\"]", "");
        for (String inventory : List.of(swapped, unprotected)) {
            assertThatThrownBy(() -> rig.run(inventory, PipelineTest.RUNBOOK, false))
                    .hasMessageContaining("refused-")
                    .hasMessageContaining("target 'mitosis-prod'");
        }
        assertThat(rig.connections()).isZero();
    }

    @Test
    void aLeftoverOfAnEarlierRefreshIsRefusedWithTheCommandThatHelps() throws Exception {
        rig.rds()
                .modify(software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest.builder()
                        .dbInstanceIdentifier("mitosis-stage")
                        .newDBInstanceIdentifier("old-mitosis-demo")
                        .applyImmediately(true)
                        .build());
        waitUntil(() -> rig.world().instances().keySet().toString().contains("old-mitosis-demo"));
        int before = rig.sandbox().calls().lines().size();
        RunOutcome outcome = rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isNotZero();
        assertThat(rig.story()).contains("old-mitosis-demo", "aws rds ");
        assertThat(rig.sandbox().calls().lines()).hasSize(before);
    }

    @Test
    void tasksThatTouchNothingNeedNoWayInAndNoLease() throws Exception {
        rig.locked(new PortException(Kind.DENIED, "sts:GetCallerIdentity", "the token has expired"));
        for (boolean check : List.of(true, false)) {
            RunOutcome outcome =
                    rig.run(PipelineTest.INVENTORY, "- tasks: [{debug: {msg: \"of {{ pair.name }}\"}}]", check);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(rig.story()).contains("of demo", "of stage");
        }
        assertThat(rig.connections()).isZero();
        assertThat(rig.state().resolve("leases")).doesNotExist();
    }

    /** Breaks the broken pairs; every other one waits for them to end. */
    private void breakPair(String pair) throws PortException, InterruptedException {
        if (broken.contains(pair)) {
            throw new PortException(Kind.BROKEN, "test:break " + pair, "as wished");
        }
        waitUntil(() -> broken.stream()
                .allMatch(other -> rig.events(Event.PairEnded.class).stream()
                        .anyMatch(event -> event.pair().equals(other))));
    }

    private static void waitUntil(BooleanSupplier truth) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!truth.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(5);
        }
    }
}
