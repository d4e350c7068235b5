package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state folder on a disk that is full or read-only; needs root to mount one. */
class UnwritableStateTest {

    private static final String TALKS = """
            - vars: {line: "many words, as a program prints them"}
              tasks: [{debug: {msg: "{{ line }}"}, loop: "{{ range(300) | list }}"}]
            """;

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mountASmallDisk() throws Exception {
        new ProjectFixture(folder).addRunbook("talks", TALKS).addRunbook("hello", "- tasks: [{debug: {msg: hello}}]\n");
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(system("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()))
                .as("may mount a disk")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        system("umount", disk.toString());
    }

    private static int system(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private CommandResult call(String... words) {
        return CommandResult.runInProcess(
                folder, folder, Map.of("RUNBOOK_STATE", disk.resolve("state").toString(), "COLUMNS", "400"), words);
    }

    @Test
    void aRunWhoseDiskIsFullEndsInOrderAndTheNextGoesOnOnceThereIsRoom() throws Exception {
        CommandResult full = call("run", "talks", "-l", "demo");
        assertThat(full.exit()).as(full.out() + full.err()).isEqualTo(ExitCode.UNRECORDED);
        assertThat(full.out())
                .contains("the journal cannot be written (" + disk.resolve("state"), "No space left on device")
                .contains("no other call was sent; free space there");
        assertThat(full.err()).doesNotContain("internal error", "\tat ");
        CommandResult atOnce = call("run", "hello", "-l", "demo");
        assertThat(atOnce.exit()).as(atOnce.out() + atOnce.err()).isEqualTo(ExitCode.UNRECORDED);
        assertThat(atOnce.out() + atOnce.err()).contains("No space left on device".substring(3));
        assertThat(system("mount", "-o", "remount,size=10m", disk.toString())).isZero();
        assertThat(call("run", "talks", "-l", "demo").exit()).isZero();
    }

    @Test
    void aStateFolderThatMayOnlyBeReadIsNamedAndThatNothingWasBegun() throws Exception {
        assertThat(call("run", "hello", "-l", "demo").exit()).isZero();
        assertThat(system("mount", "-o", "remount,ro", disk.toString())).isZero();
        CommandResult result = call("run", "hello", "-l", "demo");
        assertThat(result.exit()).isEqualTo(ExitCode.UNRECORDED);
        assertThat(result.err())
                .startsWith("runbook: the state folder " + disk.resolve("state") + " cannot be used: ")
                .contains(
                        "read-only file system; nothing was called or changed",
                        "  do: free space there",
                        "RUNBOOK_STATE")
                .hasLineCount(2);
        assertThat(call("history").out()).contains("hello");
    }
}
