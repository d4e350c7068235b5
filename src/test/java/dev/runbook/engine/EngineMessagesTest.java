package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.control.Command;
import dev.runbook.port.Shell;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users of comparable tools complain about, each as a case that shows that it is otherwise here. Mistakes in files and on
 * the command line are in the tests of the command line, secrets in the tests that look for one everywhere.
 */
class EngineMessagesTest {

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, deeds.modules(new Command()));
    }

    private List<String> planned() {
        return rig.events(Event.ChangeAnnounced.class).stream()
                .map(event -> event.event().call().subject())
                .toList();
    }

    @Nested
    class ACheckThatDoesNotForesee {

        @BeforeEach
        void letNoProgramRun() {
            rig.with(Shell.class, (command, out, err) -> {
                throw new AssertionError("a check has run " + command);
            });
        }

        /** A program that is not run has no exit code: neither zero nor none. */
        @Test
        void aProgramThatWasNotRunTakesNoWrongTurn() throws Exception {
            RunOutcome outcome = rig.run(RecordingModule.ONE, """
                    - tasks:
                        - {command: {argv: [bin/probe]}, register: probe}
                        - {do: {what: good}, when: probe.rc == 0}
                        - {do: {what: bad}, when: probe.rc != 0}
                        - {debug: {msg: "{{ probe.stdout }}"}}
                    """, true);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(rig.said())
                    .containsExactly(
                            "when probe.rc == 0: decided at run time",
                            "when probe.rc != 0: decided at run time",
                            "<known when run>");
            assertThat(planned()).contains("good", "bad");
            assertThat(rig.events(Event.AlternativeFound.class)).hasSize(2);
        }

        @Test
        void whetherAProgramThatWasNotRunHasFailedIsNotKnown() throws Exception {
            RunOutcome outcome = rig.run(RecordingModule.ONE, """
                    - tasks:
                        - {do: {what: probe}, ignore_errors: true, register: probe}
                        - {do: {what: repair}, when: probe is failed}
                        - {do: {what: poll}, retry: {max_attempts: 2, until: result.said == 'ready'}, register: poll}
                        - {do: {what: late}, when: poll is failed}
                    """, true);
            assertThat(outcome.exit()).describedAs(rig.story()).isZero();
            assertThat(planned()).containsExactly("probe", "repair", "poll", "late");
            assertThat(rig.events(Event.AlternativeFound.class)).hasSize(2);
        }

        @Test
        void aTaskLeftOutLeavesAResultThatCanBeAsked() throws Exception {
            rig.run(RecordingModule.ONE, """
                    - tasks:
                        - {do: {what: first}, when: not check, register: r}
                        - {do: {what: after}, when: r is skipped}
                        - {do: {what: never}, when: r is changed}
                        - {debug: {msg: "{{ r.said | default('-') }}"}}
                    """, true);
            assertThat(planned()).containsExactly("after");
            assertThat(rig.said()).containsExactly("-");
        }

        @Test
        void attemptsAreNotRunToTheirEnd() throws Exception {
            RunOutcome outcome = rig.run(RecordingModule.ONE, """
                    - tasks:
                        - command: {argv: [bin/probe]}
                          retry: {max_attempts: 100, delay: 1h, until: result.rc == 0}
                    """, true);
            assertThat(outcome.exit()).isZero();
            assertThat(rig.events(Event.RetryScheduled.class)).isEmpty();
        }
    }

    @Nested
    class SilenceDuringLongWork {

        @Test
        void aProgramIsHeardWhileItRuns() throws Exception {
            List<Integer> heard = new ArrayList<>();
            rig.with(Shell.class, (call, lines, errors) -> {
                for (int line = 1; line <= 3; line++) {
                    lines.accept("line " + line);
                    heard.add(rig.events(Event.OutputWritten.class).size());
                }
                return 0;
            });
            rig.run(RecordingModule.ONE, "- tasks: [{command: {argv: [bin/long]}}]", false);
            assertThat(heard).describedAs(rig.story()).containsExactly(1, 2, 3);
        }
    }

    @Nested
    class NothingToCarryOn {

        @Test
        void theSameCommandBeginsWhereTheLastOneFailed() throws Exception {
            String runbook =
                    "- tasks: [{do: {what: a}, register: r}, {do: {what: b}}, {debug: {msg: \"{{ r.said }}\"}}]";
            deeds.failing("b");
            rig.run(RecordingModule.ONE, runbook, false);
            deeds.repaired();
            rig.next(KillSwitch.none()).run(RecordingModule.ONE, runbook, false);
            assertThat(deeds.done("one")).containsExactly("a", "b", "b");
            assertThat(rig.said()).contains("did a");
        }
    }

    @Nested
    class LostHandlersAndSurprisingPrecedence {

        @Test
        void aRestartIsNotForgottenBecauseTheTaskThatWantedItIsDone() throws Exception {
            String runbook = """
                    - tasks:
                        - {do: {what: change}, notify: restart}
                        - {do: {what: break}}
                      handlers: [{id: restart, do: {what: restart}}]
                    """;
            deeds.failing("break");
            rig.run(RecordingModule.ONE, runbook, false);
            deeds.repaired();
            rig.next(KillSwitch.none()).run(RecordingModule.ONE, runbook, false);
            assertThat(deeds.done("one")).containsExactly("change", "break", "break", "restart");
        }

        @Test
        void includedTasksAreSeenByTagsAndInTheList() throws Exception {
            rig.file("more.yml", "tasks: [{id: tagged, do: {what: tagged}, tags: mask}, {do: {what: other}}]");
            rig.asking(new Selection.Request(
                    List.of(new Node.Scalar("mask", false, new Source("-t", "mask").start())),
                    List.of(),
                    Optional.empty()));
            rig.run(RecordingModule.ONE, "- tasks: [{include: more.yml}]", false);
            assertThat(deeds.done("one")).containsExactly("tagged");
        }

        @Test
        void whatAFileIsGivenIsStrongerThanWhatATaskHasSet() throws Exception {
            rig.file("say.yml", "inputs: {word: {}}\ntasks: [{do: {what: \"{{ word }}\"}}]");
            rig.run(
                    RecordingModule.ONE,
                    "- tasks: [{set: {word: set}}, {include: say.yml, inputs: {word: given}}, {do: {what: \"{{ word }}\"}}]",
                    false);
            assertThat(deeds.done("one")).containsExactly("given", "set");
        }
    }

    @Test
    void tasksThatTouchNothingConnectToNothingHoweverManyThereAre() throws Exception {
        StringBuilder many = new StringBuilder("- tasks:\n");
        for (int task = 0; task < 300; task++) {
            many.append("    - debug: {msg: \"task ").append(task).append("\"}\n");
        }
        RunOutcome outcome = rig.run(RecordingModule.ONE, many.toString(), false);
        assertThat(outcome.exit()).isZero();
        assertThat(rig.said()).hasSize(300);
        assertThat(rig.connections()).isZero();
    }
}
