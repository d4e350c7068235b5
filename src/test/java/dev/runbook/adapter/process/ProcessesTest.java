package dev.runbook.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.port.PortException;
import dev.runbook.port.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ProcessesTest {

    private final Processes processes = new Processes();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @Test
    void handsOverLinesOfBothStreamsAndTheExitCode() throws Exception {
        int exitCode = run("echo one; echo two >&2; printf three; exit 7", Duration.ofSeconds(20));

        assertThat(exitCode).isEqualTo(7);
        assertThat(lines).containsExactly("one", "three");
        assertThat(errors).containsExactly("two");
    }

    @Test
    void startsInTheFolderWithTheEnvironmentAndWithoutInput() throws Exception {
        Shell.ShellCommand command = new Shell.ShellCommand(
                List.of("sh", "-c", "pwd; echo $GREETING; cat"),
                Map.of("GREETING", "hello"),
                folder.toString(),
                Duration.ofSeconds(20));

        assertThat(processes.run(command, lines::add, errors::add)).isZero();
        assertThat(lines).containsExactly(folder.toRealPath().toString(), "hello");
    }

    @Test
    void aProgramThatIsNotThereIsSaidToBeMissingAndWhere() throws Exception {
        Files.writeString(folder.resolve("plain"), "echo hello\n");
        assertThat(refusal("bin/nosuch")).endsWith("there is no program 'bin/nosuch' in " + folder);
        assertThat(refusal("nosuch-at-all")).endsWith("there is no program 'nosuch-at-all' on the PATH");
        assertThat(refusal("./plain")).contains("is not executable", "chmod +x");
    }

    @Test
    void aProgramIsMissedWithTheSameWordsBeforeItIsStarted() throws Exception {
        Files.writeString(folder.resolve("plain"), "echo hello\n");
        for (String program : List.of("bin/nosuch", "nosuch-at-all", "./plain")) {
            assertThat(refusal(program))
                    .endsWith(missing(program, folder.toString()).orElseThrow());
        }
        assertThat(missing("sh", folder.toString())).isEmpty();
        assertThat(missing("/bin/sh", folder.toString())).isEmpty();
        assertThat(missing("sh", "/no/such/folder")).contains("there is no folder /no/such/folder");
    }

    @Test
    void aProgramIsLookedForOnThePathThatTheTaskGivesIt() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path tool = Files.writeString(tools.resolve("a-tool-of-the-task"), "#!/bin/sh\necho here\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        Shell.ShellCommand own = onPath("a-tool-of-the-task", tools.toString());
        assertThat(processes.findProblem(own)).isEmpty();
        assertThat(processes.run(own, lines::add, errors::add)).isZero();
        assertThat(lines).containsExactly("here");
        Shell.ShellCommand absent = onPath("sh", tools.toString());
        assertThat(processes.findProblem(absent)).contains("there is no program 'sh' on the PATH");
        assertThat(catchThrowableOfType(PortException.class, () -> processes.run(absent, lines::add, errors::add)))
                .hasMessageEndingWith("there is no program 'sh' on the PATH");
    }

    private Shell.ShellCommand onPath(String program, String path) {
        return new Shell.ShellCommand(
                List.of(program), Map.of("PATH", path), folder.toString(), Duration.ofSeconds(20));
    }

    private Optional<String> missing(String program, String place) {
        return processes.findProblem(new Shell.ShellCommand(List.of(program), Map.of(), place, Duration.ofSeconds(20)));
    }

    private String refusal(String program) {
        Shell.ShellCommand command =
                new Shell.ShellCommand(List.of(program), Map.of(), folder.toString(), Duration.ofSeconds(20));
        return String.valueOf(
                catchThrowableOfType(PortException.class, () -> processes.run(command, lines::add, errors::add))
                        .getMessage());
    }

    @Test
    void endsGrandchildrenToo() throws Exception {
        int exitCode = run("sh -c 'echo $$ > grandchild; sleep 300' & echo $! > child; wait", Duration.ofMillis(1500));

        assertThat(exitCode).isEqualTo(124);
        assertEnded("child");
        assertEnded("grandchild");
    }

    @Test
    void endsAChildWhoseParentHasGone() throws Exception {
        int exitCode = run("(sh -c 'echo $$ > orphan; sleep 300' &) ; sleep 300", Duration.ofMillis(1500));

        assertThat(exitCode).isEqualTo(124);
        assertEnded("orphan");
    }

    @Test
    void endsWhoIgnoresBeingAsked() throws Exception {
        int exitCode = run("trap '' TERM; echo $$ > stubborn; while true; do sleep 1; done", Duration.ofMillis(500));

        assertThat(exitCode).isEqualTo(124);
        assertEnded("stubborn");
    }

    @Test
    void anInterruptEndsTheProgram() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread runner = new Thread(() -> {
            try {
                run("echo $$ > sleeper; exec sleep 300", Duration.ofMinutes(10));
            } catch (InterruptedException e) {
                interrupted.set(true);
            } catch (PortException e) {
                throw new IllegalStateException(e);
            }
        });
        runner.start();
        while (!Files.exists(folder.resolve("sleeper"))
                || Files.readString(folder.resolve("sleeper")).isBlank()) {
            Thread.sleep(20);
        }
        runner.interrupt();
        runner.join();

        assertThat(interrupted).isTrue();
        assertEnded("sleeper");
    }

    @Test
    void namesAMissingProgramAndAMissingFolder() {
        Shell.ShellCommand missing =
                new Shell.ShellCommand(List.of("no-such-program"), Map.of(), folder.toString(), Duration.ofSeconds(1));
        Shell.ShellCommand nowhere =
                new Shell.ShellCommand(List.of("true"), Map.of(), "/no/such/folder", Duration.ofSeconds(1));

        assertThatThrownBy(() -> processes.run(missing, lines::add, errors::add))
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(PortException.Kind.NOT_FOUND))
                .hasMessageContaining("no-such-program");
        assertThatThrownBy(() -> processes.run(nowhere, lines::add, errors::add))
                .hasMessageContaining("/no/such/folder");
    }

    private int run(String script, Duration timeout) throws PortException, InterruptedException {
        Shell.ShellCommand command =
                new Shell.ShellCommand(List.of("sh", "-c", script), Map.of(), folder.toString(), timeout);
        return processes.run(command, lines::add, errors::add);
    }

    private void assertEnded(String pidFile) throws Exception {
        long pid = Long.parseLong(Files.readString(folder.resolve(pidFile)).strip());
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (isRunning(pid) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(isRunning(pid)).as("process %s of %s", pid, pidFile).isFalse();
    }

    /** A zombie still has an entry in the process table, but does not run. */
    private static boolean isRunning(long pid) throws Exception {
        Path status = Path.of("/proc/" + pid + "/stat");
        return Files.exists(status) && !Files.readString(status).contains(") Z ");
    }
}
