package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.SavedPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the journal knows to be done is done again when there is a new occasion for it, and only then. */
class RepeatedTasksTest {

    private static final String FROZEN = """
            - tasks:
                - block:
                    - {id: freeze, do: {what: freeze}}
                    - {id: work, do: {what: work}}
                    - {id: more, do: {what: more}}
                  rescue:
                    - {id: page, do: {what: page}}
                    - {id: give-up, fail: {msg: still broken}}
                  always:
                    - {id: thaw, do: {what: thaw}}
                    - {id: tell, do: {what: tell}}
                - {id: next, do: {what: next}}
            """;

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

    @Test
    void aHandlerNotifiedAfterItWasFlushedIsCarriedOutOnceMore() throws Exception {
        String runbook = """
                - tasks:
                    - {do: {what: first}, notify: restart}
                    - flush_handlers: {}
                    - {do: {what: second}, notify: restart}
                  handlers: [{id: restart, do: {what: restart}}]
                """;
        rig.run(RecordingModule.ONE, runbook, true);
        assertThat(rig.events(Event.ChangeAnnounced.class))
                .extracting(event -> event.event().call().subject())
                .containsExactly("first", "restart", "second", "restart");
        run(runbook);
        assertThat(deeds.done("one")).containsExactly("first", "restart", "second", "restart");
    }

    @Test
    void aHandlerThatALaterRunNotifiesIsCarriedOutThere() throws Exception {
        String runbook = """
                - tasks:
                    - {do: {what: first}, notify: restart}
                    - {do: {what: broken}}
                    - {do: {what: second}, notify: restart}
                  handlers: [{id: restart, critical: true, do: {what: restart}}]
                """;
        deeds.failing("broken");
        assertThat(run(runbook).exit()).isEqualTo(RunOutcome.FAILED);
        deeds.repaired();
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one")).containsExactly("first", "broken", "restart", "broken", "second", "restart");
    }

    @Test
    void aBlockThatFailedIsBegunAnewAndRescuedAndTidiedUpEachTime() throws Exception {
        deeds.failing("work");
        run(FROZEN);
        run(FROZEN);
        deeds.repaired();
        assertThat(run(FROZEN).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one"))
                .containsExactly(
                        "freeze", "work", "page", "thaw", "tell", "freeze", "work", "page", "thaw", "tell", "freeze",
                        "work", "more", "thaw", "tell", "next");
    }

    @Test
    void aRunHeldToAPlanTidiesUpABlockThatFails() throws Exception {
        String runbook = FROZEN.replaceAll("(?s)      rescue:.*?(      always)", "$1");
        PlanRecorder recorder = new PlanRecorder(folder);
        rig.with(Plans.forRecorder(recorder));
        assertThat(rig.run(RecordingModule.ONE, runbook, true).exit()).isZero();
        SavedPlan plan =
                recorder.toPlan(PlanGuardTest.origin(), PlanGuardTest.asked()).orElseThrow();
        deeds.failing("work");
        rig.with(Plans.forRun(plan, "digest"));
        assertThat(run(runbook).exit()).describedAs(rig.story()).isEqualTo(RunOutcome.FAILED);
        assertThat(deeds.done("one")).containsExactly("freeze", "work", "thaw", "tell");
        deeds.repaired();
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one")).endsWith("freeze", "work", "more", "thaw", "tell", "next");
    }

    @Test
    void aBlockThatEndedWellIsNotBegunAnew() throws Exception {
        deeds.failing("next");
        run(FROZEN);
        deeds.repaired();
        run(FROZEN);
        assertThat(deeds.done("one")).containsExactly("freeze", "work", "more", "thaw", "tell", "next", "next");
    }

    @Test
    void onlyThePassageThatFailedIsBegunAnew() throws Exception {
        rig.file("copy.yml", """
                inputs: {bucket: {type: text}}
                tasks:
                  - block:
                      - {id: lock, do: {what: "lock {{ bucket }}"}}
                      - {id: copy, do: {what: "copy {{ bucket }}"}}
                    always:
                      - {id: unlock, do: {what: "unlock {{ bucket }}"}}
                """);
        String runbook = "- tasks: [{include: copy.yml, inputs: {bucket: '{{ item }}'}, loop: [media, mail]}]";
        deeds.failing("copy mail");
        run(runbook);
        deeds.repaired();
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one"))
                .containsExactly(
                        "lock media",
                        "copy media",
                        "unlock media",
                        "lock mail",
                        "copy mail",
                        "unlock mail",
                        "lock mail",
                        "copy mail",
                        "unlock mail");
    }

    @Test
    void killedAtAnyMomentNothingIsDoneUnfrozenOrLeftFrozen() throws Exception {
        int moments = 0;
        for (int event = 1; event < 120; event++) {
            RecordingModule own = new RecordingModule().failing("more");
            try (EngineFixture fresh = new EngineFixture(folder.resolve("kill" + event), own.modules())) {
                fresh.next(new KillSwitch(KillSwitch.Moment.AFTER_ANY_EVENT, event));
                try {
                    fresh.run(RecordingModule.ONE, FROZEN, false);
                    break;
                } catch (KillError killed) {
                    moments++;
                }
                fresh.next(KillSwitch.none()).run(RecordingModule.ONE, FROZEN, false);
                own.repaired();
                RunOutcome last = fresh.next(KillSwitch.none()).run(RecordingModule.ONE, FROZEN, false);
                assertThat(last.exit()).describedAs(fresh.story()).isZero();
                isWorkedOnFrozenAndThawed(own.done("one"), event);
            }
        }
        assertThat(moments).isGreaterThan(25);
    }

    private static void isWorkedOnFrozenAndThawed(List<String> done, int event) {
        boolean frozen = false;
        boolean told = true;
        for (String deed : done) {
            if (List.of("work", "more").contains(deed)) {
                assertThat(frozen).as("killed after event %d: %s", event, done).isTrue();
                told = false;
            }
            frozen = deed.equals("freeze") || (frozen && !deed.equals("thaw"));
            told |= deed.equals("tell");
        }
        assertThat(frozen).as("killed after event %d: %s", event, done).isFalse();
        assertThat(told).as("killed after event %d: %s", event, done).isTrue();
    }
}
