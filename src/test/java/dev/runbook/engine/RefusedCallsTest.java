package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.engine.change.RefusalLimit;
import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.modules.Module;
import dev.runbook.port.PortException;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.world.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** A refusal that may pass is told while it is waited for, and is not waited for as long as work is. */
class RefusedCallsTest {

    private static final int FOR_EVER = 100_000;

    private static final String IMPATIENT = "- {capacity_timeout: 400ms, tasks: [{rds-clone: {}}, {promote: {}}]}";

    private static final String PATIENT = "- {tasks: [{rds-clone: {}}, {promote: {}}]}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "CreateDBInstanceReadReplica, INSUFFICIENT_CAPACITY, take another instance class for the target",
        "CreateDBInstanceReadReplica, INVALID_STATE, it has shown no work meanwhile",
        "PromoteReadReplica, INVALID_STATE, it has shown no work meanwhile",
        "ModifyDBInstance, INSUFFICIENT_CAPACITY, take another instance class for the target"
    })
    void endsAtALimitOfItsOwnWhateverTheCall(String action, InjectedFault.FaultKind kind, String advice)
            throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, modules())) {
            rig.sandbox().faults().add(new InjectedFault(action, Optional.empty(), kind, FOR_EVER, 0));
            RunOutcome outcome = rig.run(FaultTest.DEMO, IMPATIENT, false);
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(4);
            Event.TaskEnded end = ended(rig);
            assertThat(end.message().orElse("")).contains(action, "as long as capacity_timeout allows");
            assertThat(end.failure().orElseThrow().advice().orElse("")).contains(advice);
            assertThat(rig.events(Event.RetryScheduled.class))
                    .isNotEmpty()
                    .allMatch(event -> event.event().timeLeft().isPresent());
        }
    }

    @Test
    void isSentAgainUntilItPasses() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, modules())) {
            rig.sandbox()
                    .faults()
                    .add(InjectedFault.ofAction(
                            "CreateDBInstanceReadReplica", InjectedFault.FaultKind.INSUFFICIENT_CAPACITY, 3));
            assertThat(rig.run(FaultTest.DEMO, PATIENT, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(rig.events(Event.RetryScheduled.class)).hasSize(3);
        }
    }

    @Test
    void theLimitCountsFromTheFirstOfAnUnbrokenRowAndAnewOnceRdsIsSeenAtWork() {
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        Instant deadline = noon.plusSeconds(6 * 3600);
        TaskAttempt.TimeLimits limits = new TaskAttempt.TimeLimits(Optional.of(deadline), Duration.ofHours(1));
        RefusalLimit refusalLimit = new RefusalLimit(limits, deadline);
        PortException state = new PortException(PortException.Kind.WRONG_STATE, "rds:Call", "not now");
        PortException throttled = new PortException(PortException.Kind.RETRYABLE, "rds:Call", "not so fast");
        refusalLimit.add(state, noon);
        refusalLimit.add(state, noon.plusSeconds(1800));
        assertThat(refusalLimit.limit()).isEqualTo(noon.plusSeconds(3600));
        refusalLimit.work();
        assertThat(refusalLimit.limit()).isEqualTo(deadline);
        refusalLimit.add(state, noon.plusSeconds(2000));
        assertThat(refusalLimit.limit()).isEqualTo(noon.plusSeconds(5600));
        refusalLimit.add(throttled, noon.plusSeconds(2100));
        assertThat(refusalLimit.limit()).isEqualTo(deadline);
        refusalLimit.add(state, deadline.minusSeconds(60));
        assertThat(refusalLimit.limit()).isEqualTo(deadline);
    }

    @Test
    void anUnknownStatusIsWarnedAboutOnceAndWaitedFor() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, modules())) {
            for (String action : List.of("CreateDBInstanceReadReplica", "PromoteReadReplica")) {
                rig.sandbox().faults().add(InjectedFault.ofAction(action, InjectedFault.FaultKind.UNKNOWN_STATUS, 1));
            }
            assertThat(rig.run(FaultTest.DEMO, PATIENT, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(rig.events(Event.WarningIssued.class).stream()
                            .map(event -> event.event().text()))
                    .filteredOn(text -> text.contains("pondering"))
                    .hasSizeLessThanOrEqualTo(2)
                    .isNotEmpty()
                    .allMatch(text ->
                            text.contains("temp-mitosis-demo is 'pondering', which is none of the statuses known"));
            assertThat(rig.world()
                            .instance(new InstanceId("temp-mitosis-demo"))
                            .orElseThrow()
                            .source())
                    .isEmpty();
        }
    }

    @Test
    void aRefusalThatIsForGoodFailsAtOnce() throws Exception {
        String secondOfThatName = "- {tasks: [{rds-clone: {}}]}";
        try (EngineFixture rig = new EngineFixture(folder, modules())) {
            rig.watching(world -> {
                try {
                    rig.rds()
                            .modify(ModifyDbInstanceRequest.builder()
                                    .dbInstanceIdentifier("mitosis-stage")
                                    .newDBInstanceIdentifier("temp-mitosis-demo")
                                    .applyImmediately(true)
                                    .build());
                } catch (PortException e) {
                    assertThat(e.kind()).isNotEqualTo(PortException.Kind.BROKEN);
                }
            });
            assertThat(rig.run(FaultTest.DEMO, secondOfThatName, false).exit()).isEqualTo(4);
            assertThat(rig.events(Event.RetryScheduled.class)).isEmpty();
        }
    }

    private static Event.TaskEnded ended(EngineFixture rig) {
        List<EventRecord<Event.TaskEnded>> ends = rig.events(Event.TaskEnded.class);
        return ends.get(ends.size() - 1).event();
    }

    private static List<Module> modules() {
        return PipelineTest.modules(new AtomicInteger());
    }
}
