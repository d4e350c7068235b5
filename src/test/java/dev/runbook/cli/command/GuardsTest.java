package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
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
        CommandResult result = run(tasks("- assert: {that: [pair.name == 'other']}"));
        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("does not hold: pair.name == 'other'", "runbooks/r.yml:3:23");
    }

    @Test
    void anAssertionCanBeRescuedAndIgnored() throws IOException {
        assertThat(run(tasks(
                                "- block: [{assert: {that: pair.name == 'other'}}]",
                                "  rescue: [{debug: {msg: \"rescued {{ failed_task.module }}\"}}]"))
                        .out())
                .contains("rescued assert");
        CommandResult ignored =
                run(tasks("- {assert: {that: [false]}, ignore_errors: true}", "- debug: {msg: went on}"));
        assertThat(ignored.exit()).as(ignored.out()).isZero();
        assertThat(ignored.out()).contains("went on");
    }

    @Test
    void aQuestionNobodyCanAnswerIsAFailureThatSaysHowToAnswer() throws IOException {
        CommandResult result = run(tasks("- pause: {prompt: \"Go on?\"}"));
        assertThat(result.exit()).as(result.out()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("needs an answer", "give -y, or start it at a terminal")
                .doesNotContain("credentials");
        assertThat(run(tasks("- {pause: {prompt: \"Go on?\"}, ignore_errors: true}"))
                        .exit())
                .isZero();
    }

    private CommandResult run(String runbook) throws IOException {
        return new ProjectFixture(folder).addRunbook("r", runbook).run("run", "r");
    }

    private static String tasks(String... lines) {
        return "- name: Play\n  tasks:\n    " + String.join("\n    ", lines) + "\n";
    }
}
