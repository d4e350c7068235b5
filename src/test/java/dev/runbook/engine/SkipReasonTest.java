package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.SkipReason;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event of what is skipped says why, and tells what AWS shows from what the journal remembers. */
class SkipReasonTest {

    private static final String RUNBOOK = """
            - tasks:
                - {id: never, do: {what: never}, when: 1 == 2}
                - {id: none, do: {what: none}, loop: []}
                - {id: neither, do: {what: neither}, loop: [a, b], when: item == 'c'}
                - {id: once, do: {what: once}, run_once: true}
                - {id: each, do: {what: each}, loop: [a, b]}
                - {id: bad, do: {what: bad}}
            """;

    @TempDir
    Path folder;

    @Test
    void aTaskSaysWhyItWasNotCarriedOut() throws Exception {
        RecordingModule deeds = new RecordingModule();
        try (EngineFixture rig = new EngineFixture(folder, deeds.modules())) {
            deeds.failing("bad");
            rig.run(RecordingModule.INVENTORY, RUNBOOK, false);
            assertThat(reasons(rig, "one"))
                    .containsExactly(
                            "never condition_false",
                            "none no_items",
                            "neither items_skipped",
                            "once ",
                            "each ",
                            "bad ");
            assertThat(reasons(rig, "two")).contains("once done_for_all_pairs");
            deeds.repaired();
            rig.next(KillSwitch.none()).run(RecordingModule.INVENTORY, RUNBOOK, false);
            assertThat(rig.events(Event.ChangeSkipped.class))
                    .isNotEmpty()
                    .allMatch(skipped -> skipped.event().reason().equals("already there"))
                    .allMatch(skipped -> skipped.event().skipReason().orElseThrow() == SkipReason.RECORDED);
        }
    }

    private static List<String> reasons(EngineFixture rig, String pair) {
        return rig.events(Event.TaskEnded.class).stream()
                .filter(end -> end.pair().equals(pair))
                .map(end -> end.task() + " "
                        + end.event().skipReason().map(SkipReason::word).orElse(""))
                .toList();
    }

    @Test
    void aChangeThatAwsShowsSaysSo() throws Exception {
        String runbook = "- {tasks: [{rds-clone: {}}, {promote: {}}, {mask: {}}]}";
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
            assertThatThrownBy(() -> rig.run(FaultTest.DEMO, runbook, false)).isInstanceOf(KillError.class);
            rig.next(KillSwitch.none()).run(FaultTest.DEMO, runbook, false);
            assertThat(rig.events(Event.ChangeSkipped.class))
                    .describedAs(rig.story())
                    .isNotEmpty()
                    .allMatch(skipped -> skipped.event().skipReason().orElseThrow() == SkipReason.EXISTS_IN_AWS);
        }
    }
}
