package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run ends on a signal of the system. */
@Tag("slow")
class SignalsTest {

    /** Starts the run in the background, sends it a signal once it waits, and exits with its exit code. */
    private static final String SEND = """
        %s runbook run wait -l demo >out 2>&1 &
        until grep -q waiting out 2>/dev/null; do sleep 0.1; done
        for signal in %s; do kill -$signal $!; done
        wait $!
        code=$?
        cat out
        exit $code
        """;

    @TempDir
    private Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("wait", """
            - tasks:
                - block:
                    - debug: {msg: waiting}
                    - {name: Wait, pause: {for: 5s}}
                  always:
                    - debug: {msg: tidied up}
            """);
    }

    @ParameterizedTest
    @CsvSource({"HUP,129", "HUP HUP,129", "TERM,143"})
    void theRunStopsInOrderAndItsTargetIsFree(String signals, int exit) throws IOException, InterruptedException {
        CommandResult result = project.runSystemCommand("bash", "-c", SEND.formatted("", signals));
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(exit);
        assertThat(result.out()).contains("stopping in order", "| tidied up");
        assertThat(project.run("history").out()).contains("interrupted  " + exit, "demo interrupted");
        CommandResult resumed = project.run("resume", "last");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isZero();
    }

    @Test
    void aRunThatIsNotToHearOfALostTerminalGoesOn() throws IOException, InterruptedException {
        CommandResult result = project.runSystemCommand("bash", "-c", SEND.formatted("nohup", "HUP"));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("| tidied up").doesNotContain("stopping in order");
    }
}
