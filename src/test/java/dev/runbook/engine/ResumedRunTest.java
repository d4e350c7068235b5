package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.RunRelation;
import dev.runbook.world.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/** One run by its id is carried on, whatever else has run since; and refused when it is over. */
class ResumedRunTest {

    @TempDir
    Path folder;

    private final AtomicInteger hooks = new AtomicInteger();

    @Test
    void aKilledRunIsCarriedOnInItsOwnRefreshAndEndsLikeAnUndisturbedOne() throws Exception {
        try (EngineFixture rig = rig()) {
            String first = killed(rig);
            rig.next(KillSwitch.none()).resuming(first);
            assertThat(rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(rig.first(Event.RunStarted.class)
                            .reference(RunRelation.RESUMES)
                            .orElse(""))
                    .isEqualTo(first);
            assertThat(rig.first(Event.PairStarted.class).refresh()).isEqualTo(first);
            assertThat(hooks).hasValue(1);
            assertThat(rig.world().instances().keySet())
                    .noneMatch(id -> id.name().startsWith("old-"));
            assertThat(rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false).exit())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story()).contains("has continued pair demo");
        }
    }

    @Test
    void aRunWhoseInstancesAreGoneIsOver() throws Exception {
        try (EngineFixture rig = rig()) {
            String first = killed(rig);
            for (Instance made : rig.world().instancesOf(first, "demo")) {
                rig.rds()
                        .delete(DeleteDbInstanceRequest.builder()
                                .dbInstanceIdentifier(made.id().name())
                                .skipFinalSnapshot(true)
                                .build());
            }
            while (!rig.world().instancesOf(first, "demo").isEmpty()) {
                Thread.onSpinWait();
            }
            rig.next(KillSwitch.none()).resuming(first);
            assertThat(rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false).exit())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story())
                    .contains("every instance that refresh " + first + " has made for pair demo is gone");
        }
    }

    @Test
    void aRunOfAnotherRunbookIsNotCarriedOn() throws Exception {
        try (EngineFixture rig = rig()) {
            rig.resuming("20260101-000000-0001");
            assertThat(rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false).exit())
                    .isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story()).contains("run 20260101-000000-0001 is of another runbook or inventory");
        }
    }

    private static String killed(EngineFixture rig) {
        rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
        assertThatThrownBy(() -> rig.run(FaultTest.DEMO, PipelineTest.RUNBOOK, false))
                .isInstanceOf(KillError.class);
        return rig.first(Event.RunStarted.class).run().orElse("");
    }

    private EngineFixture rig() throws Exception {
        return new EngineFixture(Files.createDirectories(folder.resolve("rig")), PipelineTest.modules(hooks));
    }
}
