package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.log.LogDetail;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.sandbox.config.InjectedFault;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** Every changing call is refused, fails, or loses its answer once; the run gets through and does nothing twice. */
class RefusedOrLostCallsTest {

    private static final List<String> ACTIONS = List.of(
            "CreateDBInstanceReadReplica",
            "PromoteReadReplica",
            "ModifyDBInstance",
            "AddTagsToResource",
            "DeleteDBInstance");
    private static final int CALLS_MAX = 30;

    @TempDir
    Path folder;

    @Test
    void whatSomebodyElseHasUnderWayIsWaitedForAndTheCallSentAgain() throws Exception {
        AtomicBoolean meddled = new AtomicBoolean();
        InstanceId replica = new InstanceId("temp-mitosis-demo-replica");
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.watching(world -> {
                boolean there =
                        world.instance(replica).filter(Instance::isAvailable).isPresent();
                if (there && !meddled.getAndSet(true)) {
                    meddle(rig.rds());
                }
            });
            RunOutcome outcome = rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false);
            assertThat(meddled).isTrue();
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        }
    }

    private static void meddle(Rds rds) {
        try {
            rds.modify(ModifyDbInstanceRequest.builder()
                    .dbInstanceIdentifier("temp-mitosis-demo-replica")
                    .autoMinorVersionUpgrade(false)
                    .applyImmediately(true)
                    .build());
        } catch (PortException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFirstReadsAreRepeatedAsThoseBeforeEachCallAre() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            List<String> told = new ArrayList<>();
            rig.noting(line -> {
                if (line.detail() == LogDetail.PATIENCE) {
                    told.add(line.text());
                }
            });
            rig.sandbox()
                    .faults()
                    .add(InjectedFault.ofAction("DescribeDBInstances", InjectedFault.FaultKind.INTERNAL_FAILURE, 6));
            rig.sandbox()
                    .faults()
                    .add(InjectedFault.ofAction("DescribeDBSnapshots", InjectedFault.FaultKind.INTERNAL_FAILURE, 5));
            RunOutcome outcome = rig.run(FaultTest.DEMO, "- tasks: [{rds-clone: {}}]", true);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(told)
                    .hasSize(2)
                    .anyMatch(text -> text.startsWith(
                            "rds:DescribeDBInstances: InternalFailure: An ordered fault.; asking again"))
                    .anyMatch(text -> text.startsWith("rds:DescribeDBSnapshots mitosis-prod: InternalFailure"));
        }
    }

    @Test
    void readsThatAreTurnedAwayForTooLongEndTheRunBeforeItHasBegun() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.sandbox()
                    .faults()
                    .add(InjectedFault.ofAction("DescribeDBInstances", InjectedFault.FaultKind.UNAVAILABLE, 1000));
            RunOutcome outcome = rig.run(FaultTest.DEMO, "- tasks: [{rds-clone: {}}]", false);
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(RunOutcome.UNREACHABLE);
            assertThat(rig.story()).contains("ServiceUnavailable");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = InjectedFault.FaultKind.class,
            names = {"THROTTLING", "REQUEST_LIMIT", "INTERNAL_FAILURE", "UNAVAILABLE", "LOST_ANSWER"})
    void getsThroughWhenEveryCallMeetsIt(InjectedFault.FaultKind kind) throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            for (String action : ACTIONS) {
                rig.sandbox().faults().add(new InjectedFault(action, Optional.empty(), kind, 1, 0));
                for (int call = 0; call < CALLS_MAX; call++) {
                    rig.sandbox().faults().add(new InjectedFault(action, Optional.empty(), kind, 1, 1));
                }
            }
            RunOutcome outcome = rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(rig.events(Event.ChangeAnnounced.class).stream()
                            .map(event -> event.task() + event.event().key()))
                    .doesNotHaveDuplicates();
            assertThat(rig.world().instances().keySet().toString())
                    .isEqualTo(
                            "[mitosis-demo, mitosis-demo-replica, mitosis-prod, mitosis-prod-replica, mitosis-stage]");
        }
    }
}
