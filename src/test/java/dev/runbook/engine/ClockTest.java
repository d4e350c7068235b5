package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.RunFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which run is the latest does not hang on the clock, and a run that found nothing to do is told as one. */
class ClockTest {

    private static final String RUNBOOK = "- tasks: [{do: {what: clone}}, {do: {what: mask}}]\n";
    private static final Duration TOMORROW = Duration.ofDays(1);

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, deeds.modules());
    }

    private RunOutcome run(Duration clockOff) throws Exception {
        return rig.next(KillSwitch.none()).withClockOff(clockOff).run(RecordingModule.ONE, RUNBOOK, false);
    }

    @Test
    void aClockThatGoesBackDoesNotMakeTheNextNightsContinueAnOldRefresh() throws Exception {
        deeds.failing("mask");
        run(TOMORROW);
        deeds.repaired();
        assertThat(run(Duration.ZERO).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one")).containsExactly("clone", "mask", "mask");
        for (int night = 1; night <= 2; night++) {
            RunOutcome next = run(Duration.ofHours(night));
            assertThat(next.pairs()).isEqualTo(Map.of("one", RunOutcome.EndStatus.FINISHED));
            assertThat(rig.first(Event.PairStarted.class).refresh()).isEqualTo(next.run());
            assertThat(deeds.done("one")).hasSize(3 + 2 * night);
        }
        assertThat(rig.first(Event.RunStarted.class).resumed()).isFalse();
    }

    @Test
    void runsWithoutANotedOrderComeFirstByTheirTimeAndThoseOfAnOlderVersionAfterwardsLast() throws Exception {
        run(TOMORROW);
        run(Duration.ZERO);
        RunFolders folders = new RunFolders(rig.state());
        List<String> ids = folders.ids();
        assertThat(ids.get(0)).isGreaterThan(ids.get(1));
        Path order = rig.state().resolve("order");
        String noted = Files.readString(order);
        Files.delete(order);
        assertThat(folders.ids()).containsExactly(ids.get(1), ids.get(0));
        run(Duration.ZERO);
        assertThat(folders.ids()).startsWith(ids.get(1), ids.get(0)).hasSize(3);
        Files.writeString(order, noted + "torn");
        Files.createDirectory(folders.folder("20200101-000000-0000"));
        String third = folders.ids().get(3);
        run(Duration.ZERO);
        assertThat(folders.ids())
                .startsWith(ids.get(0), ids.get(1), "20200101-000000-0000", third)
                .hasSize(5);
    }

    @Test
    void aRefreshThatHadComeToItsEndBringsNoSuccessOfANewNight() throws Exception {
        rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
        assertThatThrownBy(() -> rig.run(RecordingModule.ONE, RUNBOOK, false)).isInstanceOf(KillError.class);
        assertThat(deeds.done("one")).containsExactly("clone", "mask");
        RunOutcome night = run(Duration.ofDays(1));
        assertThat(night.exit()).isZero();
        assertThat(night.pairs()).isEqualTo(Map.of("one", RunOutcome.EndStatus.EARLIER));
        assertThat(rig.first(Event.WarningIssued.class).text())
                .contains("nothing was left to do", "no new data was taken", "run the same command again");
        assertThat(deeds.done("one")).hasSize(2);
        assertThat(run(Duration.ofDays(2)).pairs()).isEqualTo(Map.of("one", RunOutcome.EndStatus.FINISHED));
        assertThat(deeds.done("one")).hasSize(4);
    }
}
