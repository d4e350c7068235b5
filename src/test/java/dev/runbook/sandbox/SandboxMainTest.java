package dev.runbook.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's own command line. */
class SandboxMainTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"status", "env"})
    void whatOnlyARunningSandboxTellsIsAWrongQuestionToOneThatDoesNotRun(String command) {
        assertThat(SandboxMain.run(command, "--state", folder.toString())).isEqualTo(2);
    }
}
