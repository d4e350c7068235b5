package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.control.Debug;
import dev.runbook.modules.rds.WaitFor;
import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;

/** Waiting for what RDS says of an instance. */
class WaitForTest {

    private static final String WAIT = """
            - tasks:
                - wait-for: {instance: mitosis-demo, every: 1s, within: WITHIN, is: VALUE}
                  register: seen
                - debug: {msg: "it is {{ seen.value }}"}
            """;

    @TempDir
    Path folder;

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, List.of(new WaitFor(), new Debug()));
    }

    private RunOutcome run(String within, String value, boolean check) throws Exception {
        return rig.run(FaultTest.DEMO, WAIT.replace("WITHIN", within).replace("VALUE", value), check);
    }

    @Test
    void whatIsThereAlreadyNeedsNoWait() throws Exception {
        assertThat(run("1m", "[available, stopped]", false).exit())
                .describedAs(rig.story())
                .isZero();
        assertThat(rig.events(Event.ChangeAnnounced.class)).isEmpty();
        assertThat(rig.story()).contains("it is available");
    }

    @Test
    void itIsWaitedForUntilItIsThere() throws Exception {
        rig.rds()
                .reboot(RebootDbInstanceRequest.builder()
                        .dbInstanceIdentifier("mitosis-demo")
                        .build());
        assertThat(run("1m", "available", false).exit())
                .describedAs(rig.story())
                .isZero();
        assertThat(rig.story()).contains("it is available");
    }

    @Test
    void whatNeverComesFailsAndSaysWhatIsThere() throws Exception {
        RunOutcome outcome = run("1s", "deleted", false);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(rig.story()).contains("mitosis-demo DBInstanceStatus is available after 1 seconds, and not deleted");
    }

    @Test
    void aPlanHoldsNoWaitForItMayBeOverOrNeededWhenItsTimeComes() throws Exception {
        PlanRecorder recorder = new PlanRecorder(folder);
        rig.with(Plans.forRecorder(recorder));
        assertThat(run("1s", "available", true).exit()).isZero();
        SavedPlan without =
                recorder.toPlan(PlanGuardTest.origin(), PlanGuardTest.asked()).orElseThrow();
        rig.with(Plans.forRecorder(recorder)).next(KillSwitch.none());
        assertThat(run("1s", "stopped", true).exit()).isZero();
        SavedPlan with =
                recorder.toPlan(PlanGuardTest.origin(), PlanGuardTest.asked()).orElseThrow();
        assertThat(with.pairs().get(0).calls())
                .isEqualTo(without.pairs().get(0).calls())
                .isEmpty();
        rig.with(Plans.forRun(without, "digest")).next(KillSwitch.none());
        assertThat(run("1s", "stopped", false).exit())
                .describedAs("it is waited for, and in vain")
                .isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void aCheckShowsWhatWouldBeWaitedFor() throws Exception {
        RunOutcome outcome = run("1m", "stopped", true);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.events(Event.ChangeAnnounced.class))
                .extracting(event -> event.event().call().action() + " "
                        + event.event().call().subject())
                .containsExactly("Look mitosis-demo");
        assertThat(rig.events(Event.OutputWritten.class))
                .extracting(event -> event.event().text())
                .containsExactly("<known when run>");
        assertThat(outcome.changed()).isFalse();
    }
}
