package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.port.Approval;
import dev.runbook.world.RefreshTags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that a person leaves out is asked for again by the same command. */
class UnselectedTasksTest {

    private static final String RUNBOOK = PipelineTest.RUNBOOK + "    - other: {}\n";

    @TempDir
    Path folder;

    private final AtomicInteger others = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        modules.add(new TestModules.Marking(
                "other",
                RefreshTags.State.QUARANTINED,
                List.of(new TestModules.Counting("other", others, Change.CompletionMode.ONCE))));
        rig = new EngineFixture(folder, modules);
    }

    @Test
    void theSameCommandCarriesOutWhatWasLeftOutAndNothingElse() throws Exception {
        rig.with(Approval.class, leavingOut("other"));
        assertThat(rig.run(FaultTest.DEMO, RUNBOOK, false).exit())
                .describedAs(rig.story())
                .isZero();
        assertThat(others).hasValue(0);
        assertThat(asked).hasSize(8).startsWith("demo: 1/8 rds-clone");
        EventRecord<Event.PairEnded> end = rig.events(Event.PairEnded.class).get(0);
        assertThat(end.event().coverage().complete()).isFalse();
        assertThat(end.event().counts().skipped()).isEqualTo(1);
        String first = refresh();

        rig.with(Approval.class, leavingOut("nothing")).next(KillSwitch.none());
        assertThat(rig.run(FaultTest.DEMO, RUNBOOK, false).exit())
                .describedAs(rig.story())
                .isZero();
        assertThat(refresh()).isEqualTo(first);
        assertThat(rig.events(Event.ChangeAnnounced.class))
                .extracting(EventRecord::task)
                .containsExactly("other");
        assertThat(others).hasValue(1);
        assertThat(rig.first(Event.PairEnded.class).coverage().complete()).isTrue();
    }

    @Test
    void aCheckAsksToo() throws Exception {
        rig.with(Approval.class, leavingOut("other"));
        assertThat(rig.run(FaultTest.DEMO, RUNBOOK, true).exit()).isZero();
        assertThat(asked).hasSize(8);
        assertThat(rig.events(Event.ChangeAnnounced.class))
                .extracting(EventRecord::task)
                .doesNotContain("other");
    }

    private String refresh() {
        return rig.first(Event.PairStarted.class).refresh();
    }

    private Approval leavingOut(String name) {
        return new Approval() {
            @Override
            public boolean isGranted(String question) {
                throw new IllegalStateException("nothing asks here: " + question);
            }

            @Override
            public boolean isWanted(String pair, String task) {
                asked.add(pair + ": " + task);
                return !task.endsWith(" " + name);
            }
        };
    }
}
