package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the keywords of tasks do in a run and in a check, on tasks that touch nothing. */
class KeywordsTest {

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, deeds.modules());
    }

    private RunOutcome run(String runbook) throws Exception {
        return rig.next(KillSwitch.none()).run(RecordingModule.ONE, runbook, false);
    }

    private RunOutcome check(String runbook) throws Exception {
        return rig.run(RecordingModule.ONE, runbook, true);
    }

    private List<String> said() {
        return rig.said();
    }

    private List<String> statuses() {
        return rig.statuses();
    }

    @Nested
    class Verdicts {

        @Test
        void failedWhenTakesThePlaceOfTheModulesVerdictBothWays() throws Exception {
            deeds.failing("bad");
            RunOutcome outcome = run("""
                    - tasks:
                        - {id: forgiven, do: {what: bad}, failed_when: "result.said != 'did bad'", register: r}
                        - {id: tell, debug: {msg: "{{ r.failed }} {{ r.failed_when_result }} {{ r.said }}"}}
                        - {id: condemned, do: {what: good}, failed_when: [result.times == 1, true]}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(RunOutcome.FAILED);
            assertThat(said()).contains("false false did bad");
            assertThat(rig.story()).contains("failed_when result.times == 1 and true is true");
        }

        @Test
        void changedWhenDecidesWhoIsNotified() throws Exception {
            run("""
                    - tasks:
                        - {id: quiet, do: {what: quiet}, changed_when: false, notify: told}
                        - {id: loud, debug: {msg: loud}, changed_when: "result.msg is defined", notify: told}
                      handlers: [{id: told, do: {what: told}}]
                    """);
            assertThat(statuses()).containsExactly("quiet ok", "loud changed", "told changed");
        }

        @Test
        void untilIsTriedAnewUntilItIsMet() throws Exception {
            RunOutcome outcome = run("""
                    - tasks:
                        - id: poll
                          do: {what: look}
                          retry: {max_attempts: 5, delay: 1ms, until: result.times >= 3}
                          register: seen
                        - debug: {msg: "after {{ seen.times }}"}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("look", "look", "look");
            assertThat(said()).contains("after 3");
        }

        @Test
        void untilThatIsNeverMetFailsAndTheSameCommandTriesAgain() throws Exception {
            String runbook = """
                    - tasks:
                        - id: poll
                          do: {what: look}
                          retry: {max_attempts: 2, delay: 1ms, until: result.times >= 3}
                    """;
            assertThat(run(runbook).exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(rig.story()).contains("until result.times >= 3 was not met in 2 attempts");
            assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).hasSize(3);
        }

        @Test
        void aCheckDecidesNothingOnWhatItDoesNotKnow() throws Exception {
            RunOutcome outcome = check("""
                    - tasks:
                        - {do: {what: look}, retry: {max_attempts: 2, until: result.times >= 3}, failed_when: result.times == 9, register: r}
                        - {debug: {msg: "{{ r.times }}"}}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(said())
                    .containsExactly(
                            "failed_when result.times == 9: decided at run time",
                            "until result.times >= 3: decided at run time",
                            "<known when run>");
        }

        @Test
        void aKilledTaskWithAVerdictIsJudgedAnew() throws Exception {
            String runbook = "- tasks: [{id: a, do: {what: a}, failed_when: result.times < 2}]";
            assertThat(run(runbook).exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("a", "a");
        }
    }

    @Nested
    class Manners {

        @Test
        void aDryTaskIsOnlyPredictedInARunToo() throws Exception {
            RunOutcome outcome = run("""
                    - tasks:
                        - {id: dry, do: {what: dry}, check_mode: true, register: r}
                        - {id: wet, do: {what: wet}}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done()).containsExactly("one:wet");
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .extracting(event -> event.event().call().subject() + " "
                            + event.event().mode().predictedOnly())
                    .containsExactly("dry true", "wet false");
        }

        @Test
        void aRunNeverGuessesWhatADryTaskWouldHaveYielded() throws Exception {
            RunOutcome outcome = run("""
                    - tasks:
                        - {do: {what: dry}, check_mode: true, register: r}
                        - {do: {what: wet}, when: r.times == 1}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(RunOutcome.FAILED);
            assertThat(rig.story()).contains("'r.times == 1' depends on something that is not known");
            assertThat(deeds.done()).isEmpty();
        }

        @Test
        void aTaskThatTouchesNothingMayBeCarriedOutInACheck() throws Exception {
            check("""
                    - tasks:
                        - {do: {what: look}, check_mode: false, register: r}
                        - {debug: {msg: "{{ r.said }} {{ check }}"}}
                        - {do: {what: more}}
                    """);
            assertThat(deeds.done()).containsExactly("one:look");
            assertThat(said()).contains("did look true");
            assertThat(rig.events(Event.ChangeAnnounced.class).stream()
                            .map(event -> event.event().mode().appliedInCheck()))
                    .containsExactly(true, false);
        }

        @Test
        void whateverACheckLooksAtItIsCarriedOutThereOnlyOnce() throws Exception {
            RunOutcome outcome = check("""
                    - tasks:
                        - {do: {what: probe}, check_mode: false, register: probe}
                        - {do: {what: work}, register: work}
                        - {do: {what: more}, when: work.times == 1}
                        - {do: {what: other}, when: work.times == 2}
                        - {debug: {msg: "{{ probe.said }}"}}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(rig.events(Event.AlternativeFound.class)).hasSize(2);
            assertThat(deeds.done()).containsExactly("one:probe");
        }

        @Test
        void aProgramThatTakesLongIsHeardOf() throws Exception {
            deeds.besides(deed -> {
                while (rig.events(Event.ChangeAwaited.class).isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
            });
            assertThat(run("- tasks: [{do: {what: work}, timeout: 1m}]").exit())
                    .describedAs(rig.story())
                    .isZero();
            assertThat(rig.events(Event.ChangeAwaited.class))
                    .first()
                    .extracting(event ->
                            event.event().subject() + " " + event.event().status())
                    .isEqualTo("work running");
        }

        @Test
        void aTimeoutHoldsForWhatACheckCarriesOut() throws Exception {
            deeds.besides(deed -> {
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
                deeds.failing("probe");
            });
            check("- tasks: [{do: {what: probe}, check_mode: false, timeout: 1s}]");
            assertThat(rig.story()).contains("the task's timeout is over");
        }

        @Test
        void whatATaskYieldsUnderNoLogIsSecretWhereverItGoes() throws Exception {
            run("""
                    - tasks:
                        - {do: {what: sesame}, no_log: true, register: r}
                        - {debug: {msg: "it said {{ r.said }}"}}
                        - {set: {copy: "{{ r.said | upper }}"}}
                        - {debug: {msg: "and {{ copy }}"}}
                        - {debug: {msg: "changed {{ r.changed }}"}}
                    """);
            assertThat(rig.story()).doesNotContain("did sesame").doesNotContain("DID SESAME");
            assertThat(said()).containsExactly("***", "***", "***", "changed true");
        }
    }

    @Nested
    class Ways {

        @Test
        void aPairEndsWithoutFailingAndItsHandlersAreDone() throws Exception {
            RunOutcome outcome = run("""
                    - tasks:
                        - {do: {what: change}, notify: told}
                        - {end_pair: {msg: enough}, when: true}
                        - {do: {what: never}}
                      handlers: [{id: told, do: {what: told}}]
                    - tasks: [{do: {what: never}}]
                    """);
            assertThat(outcome.exit()).isZero();
            assertThat(deeds.done("one")).containsExactly("change", "told");
            assertThat(rig.events(Event.PairEnded.class))
                    .allMatch(event -> event.event().coverage().complete());
        }

        @Test
        void aLoopMayGoOnAfterAFailedItemAndFailsAllTheSame() throws Exception {
            deeds.failing("b");
            String runbook = "- tasks: [{do: {what: \"{{ item }}\"}, loop: [a, b, c]CONTROL}]";
            run(runbook.replace("CONTROL", ""));
            assertThat(deeds.done("one")).containsExactly("a", "b");
            RunOutcome outcome = run(runbook.replace("CONTROL", ", loop_control: {on_error: continue}"));
            assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(deeds.done("one")).containsExactly("a", "b", "b", "c");
        }

        @Test
        void whatAPersonAnsweredIsAVariableOfThePlay() throws Exception {
            rig.answered("reason", new Value.Text("because"));
            run("- {vars_prompt: [{name: reason, secret: false}], tasks: [{debug: {msg: \"{{ reason }}\"}}]}");
            assertThat(said()).containsExactly("because");
        }

        @Test
        void defaultsOfAModuleAreTheWeakest() throws Exception {
            run("""
                    - module_defaults: {do: {what: "outer {{ pair.name }}"}}
                      tasks:
                        - do: {}
                        - do: {what: own}
                        - {block: [{do: {}}], module_defaults: {do: {what: inner}}}
                    """);
            assertThat(deeds.done("one")).containsExactly("outer one", "own", "inner");
        }
    }

    @Nested
    class OpenConditions {

        private static final String RUNBOOK = """
                - tasks:
                    - {id: look, do: {what: look}, register: seen}
                    - {id: perhaps, do: {what: perhaps}, when: seen.times == 1, register: did}
                    - {id: only, do: {what: only}, when: did is changed}
                    - {id: fails, fail: {msg: broken}, when: seen.times == 7}
                    - {id: ends, end_pair: {}, when: seen.times == 8}
                    - {id: last, do: {what: last}}
                """;

        @Test
        void aCheckSaysSoAndPlansBothWays() throws Exception {
            RunOutcome outcome = check(RUNBOOK);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(said())
                    .contains(
                            "when seen.times == 1: decided at run time",
                            "if it is carried out, it fails: broken",
                            "if it is carried out, the pair ends here");
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .extracting(event -> event.event().call().subject())
                    .containsExactly("look", "perhaps", "only", "last");
            EventRecord<Event.AlternativeFound> otherwise =
                    rig.events(Event.AlternativeFound.class).get(0);
            assertThat(otherwise.task()).isEqualTo("perhaps");
            assertThat(otherwise.event().condition()).isEqualTo("seen.times == 1");
            assertThat(otherwise.event().omittedCalls()).containsExactly("only: test Do only {what: only}");
            assertThat(otherwise.event().addedCalls()).isEmpty();
        }

        @Test
        void aRunDecides() throws Exception {
            assertThat(run(RUNBOOK).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("look", "perhaps", "only", "last");
        }
    }
}
