package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
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

            assertThat(drawn(rig, "before")).isEqualTo(UNTOUCHED);
            assertThat(drawn(rig, "after")).isEqualTo(SWAPPED);
            assertThat(rig.events(Event.Kind.WORLD)).hasSize(4);
        }
    }

    @Test
    void aCheckDrawsTheTreesThatARunWouldLeave() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, true);

            assertThat(drawn(rig, "before")).isEqualTo(UNTOUCHED);
            assertThat(drawn(rig, "after")).isEqualTo(SWAPPED);
        }
    }

    @Test
    void aRunThatStopsHalfWayShowsWhatItIsToBecome() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()))) {
            rig.run(PipelineTest.INVENTORY, "- name: half\n  tasks:\n    - rds-clone: {}\n    - promote: {}\n", false);

            assertThat(drawn(rig, "after")).contains("temp-mitosis-demo new available quarantined -> mitosis-demo");
        }
    }

    @Test
    void aRunThatTouchesNothingDrawsNothing() throws Exception {
        try (EngineFixture rig = new EngineFixture(folder, List.of(new Debug()))) {
            rig.run(PipelineTest.INVENTORY, "- name: talk\n  tasks:\n    - debug: {msg: hello}\n", false);

            assertThat(rig.events(Event.Kind.WORLD)).isEmpty();
        }
    }

    private static List<String> drawn(EngineFixture rig, String when) {
        return rig.events(Event.Kind.WORLD).stream()
                .filter(event ->
                        event.pair().equals("demo") && event.text("when").equals(when))
                .flatMap(event -> ((Value.Items) event.fields().get("instances").orElseThrow()).items().stream())
                .map(instance -> line((Value.Fields) instance))
                .toList();
    }

    private static String line(Value.Fields instance) {
        String becomes = text(instance, "becomes");
        return String.join(
                        " ",
                        text(instance, "name"),
                        text(instance, "part"),
                        text(instance, "status"),
                        text(instance, "source").isEmpty() ? "" : "< " + text(instance, "source"),
                        text(instance, "state"),
                        becomes.isEmpty() || becomes.equals(text(instance, "name")) ? "" : "-> " + becomes)
                .strip()
                .replaceAll(" +", " ");
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }
}
