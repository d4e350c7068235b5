package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.runbook.Selection;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which refresh the next run is in: the one before goes on only while it is under way, and only for its own instances. */
class ContinueTest {

    private static final String PARTLY = """
            - name: database
              tags: [database]
              tasks:
                - rds-clone: {}
                - promote: {}
                - mask: {}
                - rds-replicas: {}
                - rename: {}
                - hook: {}
                - cleanup: {}
            - name: rest
              tags: [rest]
              tasks:
                - other: {}
            """;

    @TempDir
    Path folder;

    private final AtomicInteger hooks = new AtomicInteger();

    @Test
    void aPartThatEndedWellIsOverAndTheNextRunBeginsANewRefresh() throws Exception {
        try (EngineFixture rig = rig("one")) {
            assertThat(rig.asking(tag("database"))
                            .run(FaultTest.DEMO, PARTLY, false)
                            .exit())
                    .describedAs(rig.story())
                    .isZero();
            String first = refresh(rig);
            assertThat(rig.run(FaultTest.DEMO, PARTLY, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(refresh(rig)).isNotEqualTo(first);
            assertThat(hooks).hasValue(2);
        }
    }

    @Test
    void aPartThatWasKilledIsContinued() throws Exception {
        try (EngineFixture rig = rig("one")) {
            rig.asking(tag("database")).next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 4));
            assertThatThrownBy(() -> rig.run(FaultTest.DEMO, PARTLY, false)).isInstanceOf(KillError.class);
            String first = refresh(rig);
            rig.next(KillSwitch.none());
            assertThat(rig.run(FaultTest.DEMO, PARTLY, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(refresh(rig)).isEqualTo(first);
        }
    }

    @Test
    void theLastTaskAloneDoesNotEndARefreshThatIsHalfDone() throws Exception {
        try (EngineFixture rig = rig("one")) {
            rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
            assertThatThrownBy(() -> rig.run(FaultTest.DEMO, PARTLY, false)).isInstanceOf(KillError.class);
            String first = refresh(rig);
            rig.next(KillSwitch.none());
            assertThat(rig.asking(tag("rest"))
                            .run(FaultTest.DEMO, PARTLY, false)
                            .exit())
                    .isZero();
            assertThat(rig.first(Event.PairEnded.class).coverage().complete()).isFalse();
            rig.asking(Selection.Request.everything());
            assertThat(rig.run(FaultTest.DEMO, PARTLY, false).exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(refresh(rig)).isEqualTo(first);
            assertThat(rig.world().instance(new InstanceId("temp-mitosis-demo")))
                    .isEmpty();
        }
    }

    @Test
    void aRefreshIsNotContinuedForAnotherTarget() throws Exception {
        try (EngineFixture rig = rig("one")) {
            rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
            assertThatThrownBy(() -> rig.run(FaultTest.DEMO, PARTLY, false)).isInstanceOf(KillError.class);
            int made = rig.sandbox().calls().lines().size();
            rig.next(KillSwitch.none());
            String other = FaultTest.DEMO.replace("instance: mitosis-demo", "instance: mitosis-stage");
            assertThat(rig.run(other, PARTLY, false).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story()).contains("was begun for target mitosis-demo, not mitosis-stage");
            String source = FaultTest.DEMO.replace("instance: mitosis-prod,", "instance: mitosis-stage,");
            assertThat(rig.run(source, PARTLY, true).exit()).isEqualTo(RunOutcome.REFUSED);
            assertThat(rig.story()).contains("was begun for source mitosis-prod, not mitosis-stage");
            assertThat(rig.sandbox().calls().lines()).hasSize(made);
        }
    }

    @Test
    void aRefreshWhoseInstancesAreAllGoneIsOver() throws Exception {
        try (EngineFixture rig = rig("one")) {
            rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 7));
            assertThatThrownBy(() -> rig.run(FaultTest.DEMO, PARTLY, false)).isInstanceOf(KillError.class);
        }
        assertThat(hooks).hasValue(1);
        Path journals = folder.resolve("one/state");
        Files.createDirectories(folder.resolve("two"));
        Files.move(journals, folder.resolve("two/state"));
        try (EngineFixture reset = rig("two")) {
            assertThat(reset.run(FaultTest.DEMO, PARTLY, false).exit())
                    .describedAs(reset.story())
                    .isZero();
            assertThat(reset.first(Event.RunStarted.class).resumed()).isFalse();
            assertThat(hooks).hasValue(2);
        }
    }

    private static Selection.Request tag(String tag) {
        Node.Scalar word = new Node.Scalar(tag, false, new Source("-t", tag).start());
        return new Selection.Request(List.of(word), List.of(), Optional.empty());
    }

    private static String refresh(EngineFixture rig) {
        return rig.first(Event.PairStarted.class).refresh();
    }

    private EngineFixture rig(String name) throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(hooks));
        modules.add(new TestModules.Marking(
                "other",
                RefreshTags.State.QUARANTINED,
                List.of(new TestModules.Counting("other", new AtomicInteger(), Change.CompletionMode.ONCE))));
        return new EngineFixture(Files.createDirectories(folder.resolve(name)), modules);
    }
}
