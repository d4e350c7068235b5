package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.engine.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code run}, on runbooks without external calls. */
class RunOptionsTest {

    private static final String INVENTORY = """
            accounts:
              main: {region: eu-west-1}
            pairs:
              demo:
                source: {instance: mitosis-prod, account: main}
                target: {instance: mitosis-demo, account: main}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAProject() throws IOException {
        Files.createDirectories(folder.resolve("inventories"));
        Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        Files.writeString(folder.resolve("talk.yml"), "- tasks: [{debug: {msg: hello}}]\n");
        Files.writeString(folder.resolve("wait.yml"), "- tasks: [{pause: {for: 0s}}]\n");
        Files.writeString(folder.resolve("broken.yml"), "- tasks: [{pause: {for: 0s}}, {fail: {msg: as wished}}]\n");
    }

    @Test
    void theDetailedExitCodeTellsPendingChangesFromNone() {
        assertThat(run("talk.yml", "--check", "--detailed-exitcode").exit()).isZero();
        assertThat(ExitCode.of(outcome(RunOutcome.OK, true), true)).isEqualTo(10);
        assertThat(ExitCode.of(outcome(RunOutcome.OK, false), true)).isZero();
        assertThat(ExitCode.of(outcome(RunOutcome.OK, true), false)).isZero();
        assertThat(ExitCode.of(outcome(RunOutcome.REFUSED, true), true)).isEqualTo(5);
    }

    @Test
    void aCheckThatFailsEndsAsItDoesWithoutTheDetailedExitCode() {
        assertThat(run("broken.yml", "--check", "--detailed-exitcode").exit()).isEqualTo(4);
    }

    @Test
    void theDetailedExitCodeWithoutACheckStartsNoRun() {
        CommandResult result = run("wait.yml", "--detailed-exitcode");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--detailed-exitcode needs --check, and this is a run", "hint: add --check");
        assertThat(folder.resolve(".runbook")).doesNotExist();
    }

    @Test
    void toBeAskedBeforeEachTaskNeedsATerminal() {
        CommandResult result = run("talk.yml", "--step");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--step asks before each task, and there is no terminal");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void toBeAskedAndToHaveAnsweredContradictEachOther() {
        CommandResult result = run("talk.yml", "--step", "--yes");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--yes answers in advance");
    }

    private static RunOutcome outcome(int exit, boolean changed) {
        return new RunOutcome("20261121-054900-0000", exit, changed, Map.of());
    }

    private CommandResult run(String runbook, String... options) {
        String[] words =
                Stream.concat(Stream.of("run", runbook), Stream.of(options)).toArray(String[]::new);
        return CommandResult.runInProcess(folder, folder, Map.of(), words);
    }
}
