package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.Journal;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.RunFolders;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.control.Assert;
import dev.runbook.modules.control.Debug;
import dev.runbook.modules.control.Fail;
import dev.runbook.modules.control.Set;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

    @TempDir
    Path folder;

    private final AtomicInteger times = new AtomicInteger();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        Change once = new TestModules.Counting("count", times, Change.CompletionMode.ONCE);
        modules.addAll(List.of(
                new Debug(),
                new Assert(),
                new Fail(),
                new Set(),
                new TestModules.Marking("count", RefreshTags.State.QUARANTINED, List.of(once))));
        rig = new EngineFixture(folder, modules);
    }

    @Test
    void conditionsLoopsAndRegisteredResultsWorkTogether() throws Exception {
        RunOutcome outcome = run("""
                - tasks:
                    - name: count
                      count: {}
                      loop: [a, b, c]
                      when: item != 'b'
                      register: counted
                    - assert:
                        that:
                          - counted is changed
                          - counted.results | length == 3
                          - counted.results[1].skipped
                          - counted.results[2].item == 'c'
                    - set: {colour: red}
                    - fail: {msg: never}
                      when: colour == 'blue'
                    - debug: {msg: "{{ colour }}"}
                """, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(times).hasValue(2);
        assertThat(rig.events(Event.OutputWritten.class))
                .anyMatch(event -> event.event().text().equals("red"));
    }

    @Test
    void whatWouldFailIsFoundForEveryPairBeforeAnythingIsChanged() throws Exception {
        RunOutcome failed = rig.run(PipelineTest.INVENTORY, """
                - tasks:
                    - name: ignored
                      fail: {msg: not so bad}
                      ignore_errors: true
                      register: bad
                    - assert: {that: bad is failed}
                    - fail: {msg: broken}
                      when: pair.name == 'demo'
                """, false);
        assertThat(failed.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(failed.pairs())
                .isEqualTo(Map.of("demo", RunOutcome.EndStatus.FAILED, "stage", RunOutcome.EndStatus.NOT_STARTED));
    }

    @Test
    void aRefusalOfOnePairStopsAllBeforeAnythingIsCalled() throws Exception {
        String twice = PipelineTest.INVENTORY.replace("instance: mitosis-stage,", "instance: mitosis-prod-replica,");
        RunOutcome outcome = rig.run(twice.replace("protect: [\"mitosis-prod*\"]", ""), PipelineTest.RUNBOOK, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isNotZero();
        assertThat(rig.sandbox().calls().lines()).isEmpty();
        assertThat(rig.events(Event.PairEnded.class)).hasSize(2);
    }

    @Test
    void aChangeThatIsDoneOncePerRefreshIsNotDoneAgainWhenTheRunIsContinued() throws Exception {
        String runbook = """
                - tasks:
                    - rds-clone: {}
                    - count: {}
                    - debug: {msg: end}
                """;
        KillSwitch kill = new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3);
        rig.next(kill);
        try {
            rig.run(FaultTest.DEMO, runbook, false);
        } catch (KillError expected) {
            assertThat(kill.hasStruck()).isTrue();
        }
        assertThat(times).hasValue(1);
        rig.next(KillSwitch.none());
        RunOutcome again = rig.run(FaultTest.DEMO, runbook, false);
        assertThat(again.exit()).isZero();
        assertThat(times).hasValue(1);
        assertThat(rig.first(Event.RunStarted.class).resumed()).isTrue();
        assertThat(rig.world().instance(new InstanceId("temp-mitosis-demo"))).isPresent();
    }

    @Test
    void anInterruptionEndsEveryPairAndIsWrittenDown() throws Exception {
        Cancellation cancellation = new Cancellation();
        rig.watching(world -> cancellation.ask(130));
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, false, cancellation);
        assertThat(outcome.exit()).isEqualTo(130);
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.INTERRUPTED);
        RunFolders folders = new RunFolders(rig.state());
        assertThat(Journal.read(folders.journal(outcome.run())))
                .flatMap(event -> event.as(Event.PairEnded.class).stream().toList())
                .allMatch(end -> end.event().status() == PairStatus.INTERRUPTED)
                .hasSize(2);
        rig.watching(world -> {});
        assertThat(rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, false).exit())
                .isZero();
    }

    @Test
    void theEndOfAPairSaysWhenItsDataWasCutLooseFromProduction() throws Exception {
        String runbook = """
                - tasks:
                    - rds-clone: {}
                    - promote: {}
                    - name: count
                      count: {}
                """;
        assertThat(run(runbook, true).exit()).isZero();
        assertThat(rig.first(Event.PairEnded.class).dataAsOf()).isEmpty();
        Instant before = Instant.now();
        KillSwitch kill = new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3);
        rig.next(kill);
        assertThatThrownBy(() -> run(runbook, false)).isInstanceOf(KillError.class);
        Instant killed = Instant.now();
        rig.next(KillSwitch.none());
        assertThat(run(runbook, false).exit()).describedAs(rig.story()).isZero();
        Instant asOf = rig.first(Event.PairEnded.class).dataAsOf().orElseThrow().moment();
        assertThat(asOf).isBetween(before, killed);
    }

    @Test
    void aCheckLeavesNothingBehind() throws Exception {
        assertThat(rig.run(PipelineTest.INVENTORY, PipelineTest.RUNBOOK, true).exit())
                .isZero();
        assertThat(rig.state()).doesNotExist();
    }

    @Test
    void noSecretReachesAnyEvent() throws Exception {
        RunOutcome outcome = run("""
                - tasks:
                    - set: {derived: "user:{{ lookup('secret', 'database') }}"}
                    - debug: {msg: "{{ derived }} and more"}
                """, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.story()).doesNotContain("not-told-to-anybody");
    }

    private RunOutcome run(String runbook, boolean check) throws Exception {
        return rig.run(FaultTest.DEMO, runbook, check);
    }
}
