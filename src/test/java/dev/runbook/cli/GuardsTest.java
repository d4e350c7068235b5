package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effect on a run of a failed assertion, and of a question without a terminal. */
class GuardsTest {

    @TempDir
    Path folder;

    @Test
    void anAssertionThatDoesNotHoldIsAFailureWithItsPlace() throws IOException {
        ProgramExit ended = run(tasks("- assert: {that: [pair.name == 'other']}"));
        assertThat(ended.exit()).as(ended.out()).isEqualTo(Exit.FAILED);
        assertThat(ended.out()).contains("does not hold: pair.name == 'other'", "runbooks/r.yml:3:23");
    }

    @Test
    void anAssertionCanBeRescuedAndIgnored() throws IOException {
        assertThat(run(tasks(
                                "- block: [{assert: {that: pair.name == 'other'}}]",
                                "  rescue: [{debug: {msg: \"rescued {{ failed_task.module }}\"}}]"))
                        .out())
                .contains("rescued assert");
        ProgramExit ignored = run(tasks("- {assert: {that: [false]}, ignore_errors: true}", "- debug: {msg: went on}"));
        assertThat(ignored.exit()).as(ignored.out()).isZero();
        assertThat(ignored.out()).contains("went on");
    }

    @Test
    void aQuestionNobodyCanAnswerIsAFailureThatSaysHowToAnswer() throws IOException {
        ProgramExit ended = run(tasks("- pause: {prompt: \"Go on?\"}"));
        assertThat(ended.exit()).as(ended.out()).isEqualTo(Exit.FAILED);
        assertThat(ended.out())
                .contains("needs an answer", "give -y, or start it at a terminal")
                .doesNotContain("credentials");
        assertThat(run(tasks("- {pause: {prompt: \"Go on?\"}, ignore_errors: true}"))
                        .exit())
                .isZero();
    }

    private ProgramExit run(String runbook) throws IOException {
        return new SmallProject(folder).with("r", runbook).call("run", "r");
    }

    private static String tasks(String... lines) {
        return "- name: Play\n  tasks:\n    " + String.join("\n    ", lines) + "\n";
    }
}
