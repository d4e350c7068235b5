package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks, handlers and includes in a run and in a check, on tasks that touch nothing. */
class LanguageTest {

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

    private List<String> statuses() {
        return rig.statuses();
    }

    @Nested
    class Blocks {

        private static final String RUNBOOK = """
                - tasks:
                    - block:
                        - {id: work, do: {what: work}}
                        - {id: more, do: {what: more}}
                      rescue:
                        - id: repair
                          do: {what: "repair {{ failed_task.id }}: {{ failed_result.said }}"}
                      always:
                        - {id: tidy, do: {what: tidy}}
                    - {id: next, do: {what: next}}
                """;

        @Test
        void aRescueTakesOverAFailureAndThePairGoesOn() throws Exception {
            deeds.failing("work");
            RunOutcome outcome = run(RUNBOOK);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("work", "repair work: did work", "tidy", "next");
            assertThat(statuses()).containsExactly("work rescued", "repair changed", "tidy changed", "next changed");
            EventRecord<Event.PairEnded> end = rig.events(Event.PairEnded.class).get(0);
            assertThat(end.event().counts().rescued() + " "
                            + end.event().counts().failed())
                    .isEqualTo("1 0");
        }

        @Test
        void withoutAFailureNothingIsRescuedAndAlwaysComes() throws Exception {
            assertThat(run(RUNBOOK).exit()).isZero();
            assertThat(deeds.done("one")).containsExactly("work", "more", "tidy", "next");
        }

        @Test
        void whatIsNotRescuedIsTidiedUpAndFails() throws Exception {
            deeds.failing("work");
            RunOutcome outcome = run(RUNBOOK.replaceAll("(?s)      rescue:.*?(      always)", "$1"));
            assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(deeds.done("one")).containsExactly("work", "tidy");
            assertThat(statuses()).containsExactly("work failed", "tidy changed");
        }

        @Test
        void aRescueThatFailsIsAFailure() throws Exception {
            deeds.failing("work", "repair work: did work");
            assertThat(run(RUNBOOK).exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(deeds.done("one")).last().isEqualTo("tidy");
        }

        @Test
        void aMistakeInWritingIsNotRescued() throws Exception {
            RunOutcome outcome = run("""
                    - tasks:
                        - block: [{debug: {msg: "{{ 1 / (pair.name | length - 3) }}"}}]
                          rescue: [{do: {what: repair}}]
                    """);
            assertThat(outcome.exit()).isEqualTo(RunOutcome.INVALID);
            assertThat(deeds.done()).isEmpty();
        }

        @Test
        void anInterruptionIsTidiedUpAfterToo() throws Exception {
            for (int signal : List.of(130, 143)) {
                Cancellation cancellation = new Cancellation();
                RecordingModule own = new RecordingModule();
                own.besides(deed -> {
                    if (deed.equals("one:work")) {
                        cancellation.ask(signal);
                    }
                });
                try (EngineFixture fresh = new EngineFixture(folder.resolve("signal" + signal), own.modules())) {
                    RunOutcome outcome = fresh.run(RecordingModule.ONE, RUNBOOK, false, cancellation);
                    assertThat(outcome.exit()).describedAs(fresh.story()).isEqualTo(signal);
                    assertThat(own.done("one")).containsExactly("work", "tidy");
                    assertThat(outcome.pairs()).containsValue(RunOutcome.EndStatus.INTERRUPTED);
                }
            }
        }

        @Test
        void anInterruptionWhileTidyingUpDoesNotDisturbIt() throws Exception {
            Cancellation cancellation = new Cancellation();
            deeds.besides(deed -> {
                if (deed.equals("one:tidy")) {
                    cancellation.ask(130);
                }
            });
            String twice = RUNBOOK.replace(
                    "- {id: tidy, do: {what: tidy}}", "- {id: tidy, do: {what: tidy}}\n        - do: {what: sweep}");
            RunOutcome outcome = rig.run(RecordingModule.ONE, twice, false, cancellation);
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(130);
            assertThat(deeds.done("one")).containsExactly("work", "more", "tidy", "sweep");
        }

        @Test
        void theSameCommandGoesOnAfterAnUnrescuedFailure() throws Exception {
            deeds.failing("more");
            String plain = RUNBOOK.replaceAll("(?s)      rescue:.*?(      always)", "$1");
            assertThat(run(plain).exit()).isEqualTo(RunOutcome.FAILED);
            deeds.repaired();
            assertThat(run(plain).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("work", "more", "tidy", "work", "more", "tidy", "next");
        }

        @Test
        void aCheckForeseesWhatIsRescued() throws Exception {
            check("""
                    - tasks:
                        - block: [{fail: {msg: broken}}]
                          rescue: [{do: {what: "repair: {{ failed_result.msg }}"}}]
                    """);
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .extracting(event -> event.event().call().subject())
                    .containsExactly("repair: broken");
        }
    }

    @Nested
    class HandlersOfAPlay {

        private static final String RUNBOOK = """
                - tasks:
                    - {id: change, do: {what: change}, notify: [second, first topic]}
                    - {id: again, do: {what: again}, notify: second}
                    - {id: same, debug: {msg: nothing new}, notify: third}
                    - {id: last, do: {what: last}}
                  handlers:
                    - {id: first, do: {what: first}, listen: first topic}
                    - {id: second, do: {what: second}}
                    - {id: third, do: {what: third}}
                """;

        @Test
        void whatIsNotifiedIsDoneOnceAtTheEndInItsOwnOrder() throws Exception {
            assertThat(run(RUNBOOK).exit()).isZero();
            assertThat(deeds.done("one")).containsExactly("change", "again", "last", "first", "second");
            assertThat(rig.events(Event.HandlerNotified.class))
                    .extracting(event -> event.event().handler())
                    .containsExactly("second", "first", "second");
        }

        @Test
        void aCheckForeseesThem() throws Exception {
            check(RUNBOOK);
            assertThat(rig.events(Event.ChangeAnnounced.class))
                    .extracting(event -> event.event().call().subject())
                    .containsExactly("change", "again", "last", "first", "second");
            assertThat(deeds.done()).isEmpty();
        }

        @Test
        void theyCanBeFlushedInTheMiddle() throws Exception {
            run(RUNBOOK.replace("    - {id: same", "    - flush_handlers: {}\n    - {id: same"));
            assertThat(deeds.done("one")).containsExactly("change", "again", "first", "second", "last");
        }

        @Test
        void theyAreKeptWhenALaterTaskFailsAndDoneByTheSameCommand() throws Exception {
            deeds.failing("last");
            assertThat(run(RUNBOOK).exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(deeds.done("one")).containsExactly("change", "again", "last");
            deeds.repaired();
            assertThat(run(RUNBOOK).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("change", "again", "last", "last", "first", "second");
        }

        @Test
        void criticalAndForcedOnesAreDoneAfterAFailureToo() throws Exception {
            deeds.failing("last");
            run(RUNBOOK.replace("{id: first,", "{id: first, critical: true,"));
            assertThat(deeds.done("one")).containsExactly("change", "again", "last", "first");
        }

        @Test
        void allOfThemAreForcedByThePlay() throws Exception {
            deeds.failing("last");
            RunOutcome outcome = run(RUNBOOK.replace("- tasks:", "- force_handlers: true\n  tasks:"));
            assertThat(outcome.exit()).isEqualTo(RunOutcome.FAILED);
            assertThat(deeds.done("one")).containsExactly("change", "again", "last", "first", "second");
        }

        @Test
        void oneThatFailedIsDoneAgainByTheSameCommand() throws Exception {
            deeds.failing("first");
            assertThat(run(RUNBOOK).exit()).isEqualTo(RunOutcome.FAILED);
            deeds.repaired();
            assertThat(run(RUNBOOK).exit()).isZero();
            assertThat(deeds.done("one")).containsExactly("change", "again", "last", "first", "first", "second");
        }

        @Test
        void noKillAtAnyEventLosesOne() throws Exception {
            int moments = 0;
            for (int event = 1; event < 80; event++) {
                RecordingModule own = new RecordingModule();
                try (EngineFixture fresh = new EngineFixture(folder.resolve("kill" + event), own.modules())) {
                    fresh.next(new KillSwitch(KillSwitch.Moment.AFTER_ANY_EVENT, event));
                    try {
                        fresh.run(RecordingModule.ONE, RUNBOOK, false);
                        break;
                    } catch (KillError killed) {
                        moments++;
                    }
                    fresh.next(KillSwitch.none()).run(RecordingModule.ONE, RUNBOOK, false);
                    assertThat(own.done("one"))
                            .describedAs("killed after event %d\n%s", event, fresh.story())
                            .contains("first", "second");
                }
            }
            assertThat(moments).isGreaterThan(25);
        }
    }

    @Nested
    class Includes {

        @Test
        void aFileIsCarriedOutForEachItemWithItsInputs() throws Exception {
            rig.file("copy.yml", """
                    inputs:
                      bucket: {type: text}
                      keep: {type: whole, default: 2}
                    tasks:
                      - {id: copy, do: {what: "copy {{ bucket }} {{ keep }}"}, register: copied}
                      - {id: tell, debug: {msg: "{{ copied.said }}"}}
                    """);
            RunOutcome outcome = run("""
                    - tasks:
                        - include: copy.yml
                          inputs: {bucket: "{{ item }}", keep: "{{ 1 + 2 }}"}
                          loop: [media, mail]
                          when: item != 'none'
                        - include: copy.yml
                          id: other
                          inputs: {bucket: last}
                    """);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("copy media 3", "copy mail 3", "copy last 2");
            assertThat(statuses())
                    .containsExactly(
                            "copy[0].copy changed",
                            "copy[0].tell ok",
                            "copy[1].copy changed",
                            "copy[1].tell ok",
                            "other.copy changed",
                            "other.tell ok");
        }

        @Test
        void oneThatIsLeftOutAccountsForItsTasks() throws Exception {
            rig.file("say.yml", "tasks: [{id: say, do: {what: say}}]");
            run("- tasks: [{include: say.yml, when: not true}, {include: say.yml, id: empty, loop: []}]");
            assertThat(statuses()).containsExactly("say.say skipped", "empty.say skipped");
        }

        @Test
        void anInputOfTheWrongTypeIsNamedWithItsPlace() throws Exception {
            rig.file("say.yml", "inputs: {count: {type: whole}}\ntasks: [{do: {what: \"{{ count }}\"}}]");
            RunOutcome outcome = run("- tasks: [{include: say.yml, inputs: {count: \"{{ 'many' }}\"}}]");
            assertThat(outcome.exit()).isEqualTo(RunOutcome.INVALID);
            assertThat(rig.story()).contains("the input 'count' must be a whole number, not text");
        }

        @Test
        void theSameCommandGoesOnInTheMiddleOfALoop() throws Exception {
            rig.file("copy.yml", "inputs: {bucket: {}}\ntasks: [{id: copy, do: {what: \"{{ bucket }}\"}}]");
            String runbook = "- tasks: [{include: copy.yml, inputs: {bucket: \"{{ item }}\"}, loop: [a, b, c]}]";
            deeds.failing("b");
            run(runbook);
            deeds.repaired();
            assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
            assertThat(deeds.done("one")).containsExactly("a", "b", "b", "c");
        }
    }

    @Test
    void everyKindOfEventIsKeptAsOneLine() throws Exception {
        run(HandlersOfAPlay.RUNBOOK);
        List<EventRecord<?>> read =
                rig.story().lines().<EventRecord<?>>map(EventFixture::event).toList();
        assertThat(read).hasSize(rig.events().size());
    }
}
