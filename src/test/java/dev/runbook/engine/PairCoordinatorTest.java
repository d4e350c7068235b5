package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.plan.PlanRecorder;
import dev.runbook.port.Approval;
import dev.runbook.yaml.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What pairs do together: batches, lockstep, once for all, few at a time. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PairCoordinatorTest {

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();
    private ModuleException objection = ModuleException.failure("objects", "");

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        Module objecting = new TestModules.Thinking("object", true, context -> {
            if (context.purpose() == PlanningContext.Purpose.RUN) {
                throw objection;
            }
        });
        rig = new EngineFixture(folder, deeds.modules(objecting));
    }

    private List<String> said() {
        return rig.said();
    }

    private RunOutcome all(String runbook) throws Exception {
        return rig.next(KillSwitch.none()).run(RecordingModule.INVENTORY, runbook, false);
    }

    @Test
    void batchesGoOneAfterTheOther() throws Exception {
        all("- {serial: [1, 2], tasks: [{do: {what: a}}, {do: {what: b}}]}");
        assertThat(deeds.done().subList(0, 2)).containsExactly("one:a", "one:b");
        assertThat(deeds.done()).hasSize(6);
    }

    @Test
    void aFailedBatchDoesNotKeepTheNextOneBack() throws Exception {
        deeds.failing("one:a");
        RunOutcome outcome = all("- {serial: 1, tasks: [{do: {what: a}}]}");
        assertThat(deeds.done()).containsExactly("one:a", "two:a", "three:a");
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
    }

    @Test
    void noPairIsAheadInLockstepEvenWithFewForks() throws Exception {
        for (int forks : List.of(1, 2, 5)) {
            RecordingModule own = new RecordingModule();
            try (EngineFixture fresh =
                    new EngineFixture(folder.resolve("forks" + forks), own.modules()).withForks(forks)) {
                fresh.run(
                        RecordingModule.INVENTORY,
                        "- {lockstep: true, tasks: [{do: {what: a}}, {do: {what: b}}]}",
                        false);
                assertThat(own.done().subList(0, 3)).allMatch(deed -> deed.endsWith(":a"));
                assertThat(own.done().subList(3, 6)).allMatch(deed -> deed.endsWith(":b"));
            }
        }
    }

    @Test
    void aTaskIsDoneOnceForAllAndTheirResultIsTheSame() throws Exception {
        all("""
            - tasks:
                - {id: once, do: {what: once}, run_once: true, register: r}
                - {do: {what: "{{ r.said }}"}}
            """);
        assertThat(deeds.done().get(0)).isEqualTo("one:once");
        assertThat(deeds.done().stream().skip(1))
                .containsExactlyInAnyOrder("one:did once", "two:did once", "three:did once");
    }

    @Test
    void whatIsDoneOnceIsNotDoneAgainWhenTheRestIsFinished() throws Exception {
        deeds.failing("two:rest");
        String runbook = """
            - tasks:
                - {id: once, do: {what: once}, run_once: true, register: r}
                - {do: {what: rest}}
                - {debug: {msg: "{{ r.said }}"}}
            """;
        assertThat(all(runbook).exit()).isEqualTo(RunOutcome.FAILED);
        deeds.repaired();
        assertThat(all(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done().stream().filter(deed -> deed.endsWith(":once"))).hasSize(1);
        assertThat(said()).contains("did once");
    }

    @Test
    void aFailureOfWhatIsDoneOnceStopsAll() throws Exception {
        deeds.failing("once");
        RunOutcome outcome = all("- tasks: [{do: {what: once}, run_once: true}, {do: {what: rest}}]");
        assertThat(deeds.done()).containsExactly("one:once");
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.FAILED);
    }

    @Test
    void fewPairsAtATimeWorkOnAThrottledTask() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        deeds.besides(deed -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            for (int spin = 0; spin < 200_000; spin++) {
                Thread.onSpinWait();
            }
            now.decrementAndGet();
        });
        all("- tasks: [{do: {what: restore}, throttle: 1}]");
        assertThat(deeds.done()).hasSize(3);
        assertThat(most).hasValue(1);
    }

    @Test
    void tasksThatAreTidiedUpAreDoneThoughAnotherPairHasStoppedAll() throws Exception {
        deeds.failing("one:a");
        all("""
            - any_errors_fatal: true
              serial: 1
              tasks:
                - block: [{do: {what: a}}]
                  always: [{do: {what: tidy}}]
            """);
        assertThat(deeds.done()).containsExactly("one:a", "one:tidy", "two:tidy", "three:tidy");
    }

    @Test
    void inLockstepAHandlerIsDoneOnceByThePairThatItConcerns() throws Exception {
        RunOutcome outcome = all("""
            - lockstep: true
              tasks:
                - {do: {what: a}, changed_when: "pair.name == 'two'", notify: h}
                - flush_handlers: {}
                - {do: {what: after}}
              handlers:
                - {id: h, name: h, do: {what: handled}, run_once: true}
            """);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done()).containsOnlyOnce("two:handled");
        assertThat(deeds.done("one")).containsExactly("a", "after");
        assertThat(deeds.done().indexOf("two:handled")).isLessThan(6);
    }

    @Test
    void inLockstepARescueIsDoneOnceByThePairThatNeedsIt() throws Exception {
        deeds.failing("two:a");
        RunOutcome outcome = all("""
            - lockstep: true
              tasks:
                - block: [{do: {what: a}}]
                  rescue: [{do: {what: repair}, run_once: true}]
                - {do: {what: after}}
            """);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("two")).containsExactly("a", "repair", "after");
        assertThat(deeds.done("one")).containsExactly("a", "after");
    }

    @Test
    void inLockstepAnIncludedTaskIsDoneOnceByThePairThatIncludesIt() throws Exception {
        rig.file("more.yml", "tasks: [{id: m, do: {what: more}, run_once: true}]");
        RunOutcome outcome = all("""
            - lockstep: true
              tasks:
                - {id: inc, include: more.yml, when: "pair.name == 'two'"}
                - {do: {what: after}}
            """);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("two")).containsExactly("more", "after");
        assertThat(deeds.done("three")).containsExactly("after");
    }

    @Test
    void inLockstepAPairThatHasFailedDoesItsHandlersThoughOthersAreOnTheirWay() throws Exception {
        deeds.failing("two:b");
        RunOutcome outcome = all("""
            - lockstep: true
              force_handlers: true
              tasks:
                - {do: {what: a}, changed_when: "pair.name == 'two'", notify: h}
                - {do: {what: b}}
                - {do: {what: c}}
              handlers:
                - {id: h, name: h, do: {what: handled}, run_once: true}
            """);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
        assertThat(deeds.done("two")).containsExactly("a", "b", "handled");
        assertThat(deeds.done("one")).containsExactly("a", "b", "c");
        assertThat(deeds.done("three")).containsExactly("a", "b", "c");
    }

    @Test
    void everyPairRescuesWhatHasFailedOnceForAll() throws Exception {
        deeds.failing("once");
        RunOutcome outcome = all("""
            - any_errors_fatal: true
              tasks:
                - block: [{do: {what: once}, run_once: true}]
                  rescue: [{do: {what: repair}}]
            """);
        assertThat(deeds.done().subList(1, 4)).containsExactlyInAnyOrder("one:repair", "two:repair", "three:repair");
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.FINISHED);
        assertThat(rig.events(Event.PairEnded.class))
                .allMatch(end -> end.event().counts().rescued() == 1);
    }

    private static final String OBJECTING = """
            - tasks:
                - block: [{object: {}, run_once: true}]
                  rescue: [{do: {what: repair}}]
            """;

    @Test
    void noPairRescuesWhatWasRefusedOnceForAll() throws Exception {
        objection = ModuleException.refusal("a promise forbids it", "leave it");
        RunOutcome outcome = all(OBJECTING);
        assertThat(deeds.done()).isEmpty();
        assertThat(outcome.exit()).isEqualTo(RunOutcome.REFUSED);
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.REFUSED);
        assertThat(rig.events(Event.TaskEnded.class))
                .hasSize(3)
                .allMatch(end -> end.event().isRefused());
    }

    @Test
    void noPairRescuesAMistakeThatWasMetOnceForAll() throws Exception {
        objection = ModuleException.invalidArgument(new Source("file.yml", "").start(), "is no such thing", "");
        RunOutcome outcome = all(OBJECTING);
        assertThat(deeds.done()).isEmpty();
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.FAILED);
        assertThat(rig.events(Event.TaskEnded.class))
                .hasSize(3)
                .allMatch(end ->
                        end.event().failure().orElseThrow().place().orElse("").startsWith("file.yml"));
    }

    @Test
    void whatIsLeftOutOnceForAllIsAskedForAgain() throws Exception {
        String runbook = "- tasks: [{name: once, do: {what: once}, run_once: true}, {do: {what: rest}}]";
        for (boolean wanted : List.of(false, true)) {
            rig.with(Approval.class, new Approval() {
                @Override
                public boolean isGranted(String question) {
                    return true;
                }

                @Override
                public boolean isWanted(String pair, String task) {
                    return wanted || !task.endsWith("once");
                }
            });
            assertThat(all(runbook).exit()).describedAs(rig.story()).isZero();
            assertThat(rig.events(Event.PairEnded.class))
                    .allMatch(end -> end.event().coverage().complete() == wanted);
        }
        assertThat(deeds.done().stream().filter(deed -> deed.endsWith("once"))).containsExactly("one:once");
    }

    @Test
    void aCheckListsWhatIsDoneOnceForOnePairWhateverConditionsTurnOutToBe() throws Exception {
        PlanRecorder recorder = new PlanRecorder(folder);
        rig.with(Plans.forRecorder(recorder)).run(RecordingModule.INVENTORY, """
                - tasks:
                    - {id: once, do: {what: once}, run_once: true}
                    - {id: rest, do: {what: rest}, register: r}
                    - {id: perhaps, do: {what: perhaps}, when: "r.times == 1"}
                """, true);
        assertThat(rig.events(Event.AlternativeFound.class))
                .hasSize(3)
                .allMatch(event -> event.event().addedCalls().isEmpty())
                .allMatch(event -> event.event().omittedCalls().isEmpty());
        assertThat(recorder.calls())
                .extracting(call -> call.task() + " " + call.condition())
                .containsExactlyInAnyOrder(
                        "once ",
                        "rest ",
                        "perhaps r.times == 1",
                        "rest ",
                        "perhaps r.times == 1",
                        "rest ",
                        "perhaps r.times == 1");
    }
}
