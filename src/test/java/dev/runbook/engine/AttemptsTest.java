package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.modules.Module;
import dev.runbook.modules.control.Debug;
import dev.runbook.modules.control.Set;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.runbook.Selection;
import dev.runbook.world.InstanceId;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that are tried again, take too long, are decided later, or are left out. */
class AttemptsTest {

    @TempDir
    Path folder;

    private final AtomicInteger tries = new AtomicInteger();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        List<Module> modules = new ArrayList<>(PipelineTest.modules(new AtomicInteger()));
        modules.add(new Debug());
        modules.add(new Set());
        modules.add(new TestModules.Acting("third-time", pair -> {
            if (tries.incrementAndGet() < 3) {
                throw new PortException(Kind.BROKEN, "test:try", "not yet");
            }
        }));
        modules.add(new TestModules.Acting("full", pair -> {
            tries.incrementAndGet();
            throw new PortException(Kind.BROKEN, "test:try", "no room").withCode("SnapshotQuotaExceeded");
        }));
        modules.add(new TestModules.Acting("endless", pair -> {
            tries.incrementAndGet();
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        }));
        rig = new EngineFixture(folder, modules);
    }

    @Test
    void aTaskIsTriedAsOftenAsItSays() throws Exception {
        String runbook = "- tasks: [{third-time: {}, retry: {max_attempts: ATTEMPTS, delay: 1ms}}]";
        assertThat(run(runbook.replace("ATTEMPTS", "2")).exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(tries).hasValue(2);
        tries.set(0);
        assertThat(run(runbook.replace("ATTEMPTS", "3")).exit()).isZero();
        assertThat(tries).hasValue(3);
        assertThat(rig.events(Event.RetryScheduled.class))
                .hasSize(2)
                .allMatch(event -> event.event().reason().contains("not yet"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "full: {}| on: SnapshotQuotaExceeded| 3",
                "full: {}| on: [Throttling, SnapshotQuotaExceeded]| 3",
                "full: {}| on: [Throttling]| 1",
                "third-time: {}| on: [Throttling]| 1",
                "full: {}, failed_when: result is failed| on: [Throttling]| 1",
                "full: {}, failed_when: result is failed| on: [SnapshotQuotaExceeded]| 3",
                "full: {}, failed_when: false| on: [Throttling], until: false| 3"
            })
    void aFailureWithoutAListedErrorCodeIsNotTriedAgain(String task, String on, int attempts) throws Exception {
        String runbook = "- tasks: [{" + task + ", retry: {max_attempts: 3, delay: 1ms, " + on + "}}]";
        assertThat(run(runbook).exit()).describedAs(rig.story()).isEqualTo(RunOutcome.FAILED);
        assertThat(tries).hasValue(attempts);
    }

    @Test
    void aTimeoutEndsWhatIsUnderWayAsAFailureOfItsOwn() throws Exception {
        RunOutcome outcome = run("""
                - tasks:
                    - endless: {}
                      timeout: 1s
                      ignore_errors: true
                    - debug: {msg: the next task is not interrupted}
                    - endless: {}
                      name: again
                      timeout: 1s
                """);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(outcome.pairs()).containsValue(RunOutcome.EndStatus.FAILED);
        assertThat(tries).hasValue(2);
        assertThat(rig.events(Event.TaskEnded.class))
                .extracting(event -> event.event().status().word())
                .containsExactly("ignored", "ok", "failed");
        EventRecord<Event.TaskEnded> last = rig.events(Event.TaskEnded.class).get(2);
        assertThat(last.event().message().orElse("")).contains("the task's timeout is over");
        assertThat(last.event().failure().orElseThrow().advice().orElse(""))
                .contains("AWS completes what it has started");
    }

    @Test
    void anInterruptionIsNoTimeout() throws Exception {
        Cancellation cancellation = new Cancellation();
        new Thread(() -> {
                    while (tries.get() == 0) {
                        Thread.onSpinWait();
                    }
                    cancellation.ask(143);
                })
                .start();
        RunOutcome outcome = rig.run(FaultTest.DEMO, "- tasks: [{endless: {}, timeout: 1h}]", false, cancellation);
        assertThat(outcome.exit()).isEqualTo(143);
        assertThat(outcome.pairs()).containsValue(RunOutcome.EndStatus.INTERRUPTED);
    }

    @Test
    void aCheckSaysWhatIsDecidedOnlyWhenRun() throws Exception {
        RunOutcome outcome = rig.run(FaultTest.DEMO, """
                - tasks:
                    - debug: {msg: "id {{ run_id }}"}
                      when: run_id != 'x'
                    - debug: {msg: "{{ item }}"}
                      loop: "{{ run_id | split('-') }}"
                """, true);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.events(Event.OutputWritten.class))
                .extracting(event -> event.event().text())
                .containsExactly(
                        "when run_id != 'x': decided at run time",
                        "<known when run>",
                        "the items are decided at run time");
    }

    @Test
    void whatATaskSetsIsStrongerThanTheVariablesOfLaterTasks() throws Exception {
        RunOutcome outcome = run("""
                - vars: {colour: play}
                  tasks:
                    - debug: {msg: "{{ colour }}"}
                      vars: {colour: task}
                    - set: {colour: set}
                    - debug: {msg: "{{ colour }}"}
                      vars: {colour: task}
                """);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.events(Event.OutputWritten.class))
                .extracting(event -> event.event().text())
                .containsExactly("task", "set");
    }

    @Test
    void aHalfDoneRefreshIsFinishedFromATaskOn() throws Exception {
        die();
        rig.asking(from("mask"));
        RunOutcome rest = run(PipelineTest.RUNBOOK);
        assertThat(rest.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.events(Event.TaskStarted.class)).hasSize(5);
        assertThat(rig.events(Event.PairEnded.class))
                .allMatch(event -> event.event().status().word().equals("finished")
                        && event.event().coverage().complete());
        assertThat(rig.world().instance(new InstanceId("old-mitosis-demo"))).isEmpty();
    }

    @Test
    void tasksChosenByTagLeaveARefreshToBeContinued() throws Exception {
        String runbook = PipelineTest.RUNBOOK.replace("- mask: {}", "- mask: {}\n      tags: data");
        die();
        rig.asking(new Selection.Request(List.of(word("data")), List.of(), Optional.empty()));
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(rig.events(Event.TaskStarted.class)).hasSize(1);
        assertThat(rig.events(Event.PairEnded.class))
                .noneMatch(event -> event.event().coverage().complete());
        String refresh = rig.first(Event.PairStarted.class).refresh();

        rig.next(KillSwitch.none()).asking(Selection.Request.everything());
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        EventRecord<Event.PairStarted> began =
                rig.events(Event.PairStarted.class).get(0);
        assertThat(began.event().refresh()).isEqualTo(refresh);
        assertThat(began.event().resumed()).isTrue();
        assertThat(rig.world().instance(new InstanceId("old-mitosis-demo"))).isEmpty();
    }

    /** A process that dies when the clone is promoted. */
    private void die() {
        rig.next(new KillSwitch(KillSwitch.Moment.AFTER_EVENT, 3));
        assertThatThrownBy(() -> run(PipelineTest.RUNBOOK)).isInstanceOf(KillError.class);
        rig.next(KillSwitch.none());
    }

    private static Selection.Request from(String task) {
        return new Selection.Request(List.of(), List.of(), Optional.of(word(task)));
    }

    private static Node.Scalar word(String text) {
        return new Node.Scalar(text, false, new Source("the command line", text).start());
    }

    private RunOutcome run(String runbook) throws Exception {
        return rig.run(FaultTest.DEMO, runbook, false);
    }
}
