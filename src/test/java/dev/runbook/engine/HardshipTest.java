package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.sandbox.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every changing call is refused, fails, or loses its answer once; the run gets through and does nothing twice. */
class HardshipTest {

    private static final List<String> ACTIONS = List.of(
            "CreateDBInstanceReadReplica",
            "PromoteReadReplica",
            "ModifyDBInstance",
            "AddTagsToResource",
            "DeleteDBInstance");
    private static final int CALLS_MAX = 30;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"THROTTLING", "REQUEST_LIMIT", "INTERNAL_FAILURE", "UNAVAILABLE", "LOST_ANSWER"})
    void getsThroughWhenEveryCallMeetsIt(Fault.Kind kind) throws Exception {
        try (Rig rig = new Rig(folder, PipelineTest.modules(new AtomicInteger()))) {
            for (String action : ACTIONS) {
                rig.sandbox().faults().add(new Fault(action, Optional.empty(), kind, 1, 0));
                for (int call = 0; call < CALLS_MAX; call++) {
                    rig.sandbox().faults().add(new Fault(action, Optional.empty(), kind, 1, 1));
                }
            }
            Outcome outcome = rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(rig.events(Event.Kind.CHANGE).stream().map(event -> event.task() + event.text("key")))
                    .doesNotHaveDuplicates();
            assertThat(rig.world().instances().keySet().toString())
                    .isEqualTo(
                            "[mitosis-demo, mitosis-demo-replica, mitosis-prod, mitosis-prod-replica, mitosis-stage]");
        }
    }
}
