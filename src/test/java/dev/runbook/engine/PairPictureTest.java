package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.InstanceSnapshot;
import dev.runbook.journal.ListingTime;
import dev.runbook.modules.control.Debug;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pictures of the replication trees that a run and a check draw before and after their work. */
class PairPictureTest {

    private static final List<String> UNTOUCHED = List.of(
            "mitosis-prod source available",
            "mitosis-prod-replica source available < mitosis-prod",
            "mitosis-demo target available",
            "mitosis-demo-replica target available < mitosis-demo");
    private static final List<String> SWAPPED = List.of(
            "mitosis-prod source available",
            "mitosis-prod-replica source available < mitosis-prod",
            "mitosis-demo new available live",
            "mitosis-demo-replica new available < mitosis-demo live");

    @TempDir
    Path folder;

    @Test
    void aRunDrawsTheTreesItFoundAndThoseItLeaves() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, false);

            assertThat(drawn(rig, ListingTime.BEFORE)).isEqualTo(UNTOUCHED);
            assertThat(drawn(rig, ListingTime.AFTER)).isEqualTo(SWAPPED);
            assertThat(rig.events(Event.InstancesListed.class)).hasSize(4);
        }
    }

    @Test
    void aCheckDrawsTheTreesThatARunWouldLeave() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, true);

            assertThat(drawn(rig, ListingTime.BEFORE)).isEqualTo(UNTOUCHED);
            assertThat(drawn(rig, ListingTime.AFTER)).isEqualTo(SWAPPED);
        }
    }

    @Test
    void aRunThatStopsHalfWayShowsWhatItIsToBecome() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.run(PipelineTest.INVENTORY, "- name: half\n  tasks:\n    - rds-clone: {}\n    - promote: {}\n", false);

            assertThat(drawn(rig, ListingTime.AFTER))
                    .contains("temp-mitosis-demo new available quarantined -> mitosis-demo");
        }
    }

    @Test
    void aRunThatTouchesNothingDrawsNothing() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, List.of(new Debug()))) {
            rig.run(PipelineTest.INVENTORY, "- name: talk\n  tasks:\n    - debug: {msg: hello}\n", false);

            assertThat(rig.events(Event.InstancesListed.class)).isEmpty();
        }
    }

    private static List<String> drawn(EngineFixture rig, ListingTime when) {
        return rig.events(Event.InstancesListed.class).stream()
                .filter(listed -> listed.pair().equals("demo") && listed.event().when() == when)
                .flatMap(listed -> listed.event().instances().stream())
                .map(PairPictureTest::line)
                .toList();
    }

    private static String line(InstanceSnapshot instance) {
        return String.join(
                        " ",
                        instance.name(),
                        instance.role().word(),
                        instance.status(),
                        instance.source().map(source -> "< " + source).orElse(""),
                        instance.state().orElse(""),
                        instance.nameAfterSwap()
                                .filter(name -> !name.equals(instance.name()))
                                .map(name -> "-> " + name)
                                .orElse(""))
                .strip()
                .replaceAll(" +", " ");
    }
}
