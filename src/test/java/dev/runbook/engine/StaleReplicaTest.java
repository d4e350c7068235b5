package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.DataTimeQualifier;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.world.InstanceId;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica whose replication is broken is never promoted, and one that is not there yet is waited for. */
class StaleReplicaTest {

    private static final String REFRESH = "- {tasks: [{rds-clone: {}}, {promote: {}, timeout: 10s}]}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"error", "stopped"})
    void brokenReplicationIsAFailureAndNothingIsPromoted(String state) throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            onceCloned(rig, state);
            assertThat(rig.run(FaultTest.DEMO, REFRESH, false).exit()).isEqualTo(4);
            assertThat(rig.events(Event.TaskEnded.class)
                            .get(1)
                            .event()
                            .message()
                            .orElse(""))
                    .contains("the replication from mitosis-prod is broken (" + state, "delete temp-mitosis-demo");
            assertThat(rig.sandbox().calls().lines()).noneMatch(line -> line.contains("PromoteReadReplica"));
        }
    }

    @Test
    void replicationThatHasNotBegunIsToldAndWaitedFor() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            AtomicInteger told = new AtomicInteger();
            rig.hearing(event -> {
                order(rig, event, "connecting");
                if (isTold(event) && told.incrementAndGet() == 3) {
                    rig.sandbox().setReplication("temp-mitosis-demo", "replicating");
                }
            });
            assertThat(rig.run(FaultTest.DEMO, REFRESH, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(told).hasValueGreaterThanOrEqualTo(3);
            assertThat(rig.world()
                            .instance(new InstanceId("temp-mitosis-demo"))
                            .orElseThrow()
                            .source())
                    .isEmpty();
            // No database answers here, so that nobody knows how far it was behind.
            Event.PairEnded ended = rig.first(Event.PairEnded.class);
            assertThat(ended.dataAsOf().orElseThrow().qualifier()).contains(DataTimeQualifier.AT_MOST);
            assertThat(rig.events(Event.TaskEnded.class).get(1).event().result().show())
                    .contains("not known: sql:connect");
        }
    }

    @Test
    void theWaitEndsWithTheTimeoutOfTheTask() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            onceCloned(rig, "connecting");
            String impatient = REFRESH.replace("10s", "300ms");
            assertThat(rig.run(FaultTest.DEMO, impatient, false).exit()).isEqualTo(4);
            assertThat(rig.events(Event.TaskEnded.class)
                            .get(1)
                            .event()
                            .message()
                            .orElse(""))
                    .contains("the replication from mitosis-prod is 'connecting'");
            assertThat(rig.sandbox().calls().lines()).noneMatch(line -> line.contains("PromoteReadReplica"));
        }
    }

    private static void onceCloned(EngineFixture rig, String state) {
        rig.hearing(event -> order(rig, event, state));
    }

    private static void order(EngineFixture rig, EventRecord<?> event, String state) {
        if (event.event() instanceof Event.ChangeDone done && done.key().equals("create mitosis-demo")) {
            rig.sandbox().setReplication("temp-mitosis-demo", state);
        }
    }

    private static boolean isTold(EventRecord<?> event) {
        return event.event() instanceof Event.ChangeAwaited wait
                && wait.status().contains("the replication from mitosis-prod is 'connecting'");
    }
}
