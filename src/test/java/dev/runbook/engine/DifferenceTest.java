package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.Module;
import dev.runbook.modules.control.Debug;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes make different is told of each call, and of a task as {@code diff} of its result, when that is asked for. */
class DifferenceTest {

    private static final String RUNBOOK = """
            - tasks:
                - rds-clone: {}
                - {promote: {}, register: promoted}
                - debug: {msg: "diff {{ promoted.diff | default({}) | to_json }}"}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isToldOfCallsAndTasksInARunAndInACheck(boolean check) throws Exception {
        try (EngineFixture rig = rig().withDiff()) {
            rig.run(PipelineTest.INVENTORY, RUNBOOK, check);
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .describedAs(rig.story())
                    .anyMatch(event -> event.event().call().action().equals("PromoteReadReplica")
                            && event.event()
                                    .diff()
                                    .orElseThrow()
                                    .show()
                                    .contains("ReadReplicaSourceDBInstanceIdentifier"));
            assertThat(rig.said())
                    .anyMatch(
                            line -> line.startsWith("diff {")
                                    && line.contains(
                                            "temp-mitosis-demo.ReadReplicaSourceDBInstanceIdentifier\": {\"before\": \"mitosis-prod\""));
        }
    }

    @Test
    void ofSeveralChangesOfASettingTellsWhatItWasBeforeAllOfThem() throws Exception {
        try (EngineFixture rig = rig().withDiff()) {
            rig.run(PipelineTest.INVENTORY, RUNBOOK, false);
            assertThat(rig.said())
                    .anyMatch(line -> line.contains("temp-mitosis-demo.DBParameterGroups\": {\"before\": "
                            + "[{\"DBParameterGroupName\": \"shop-production\", \"ParameterApplyStatus\": \"in-sync\"}], \"after\": "
                            + "[{\"DBParameterGroupName\": \"shop-demo\", \"ParameterApplyStatus\": \"in-sync\"}]}"));
        }
    }

    @Test
    void isNotToldUnasked() throws Exception {
        try (EngineFixture rig = rig()) {
            rig.run(PipelineTest.INVENTORY, RUNBOOK, false);
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .noneMatch(event -> event.event().diff().isPresent());
            assertThat(rig.said()).contains("diff {}");
        }
    }

    @Test
    void isToldOfATaskThatAsks() throws Exception {
        try (EngineFixture rig = rig()) {
            rig.run(
                    PipelineTest.INVENTORY,
                    RUNBOOK.replace("{promote: {}, register", "{promote: {}, diff: true, register"),
                    false);
            assertThat(rig.said()).anyMatch(line -> line.contains("ReadReplicaSourceDBInstanceIdentifier"));
        }
    }

    private EngineFixture rig() throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        modules.add(new Debug());
        return new EngineFixture(folder, modules);
    }
}
