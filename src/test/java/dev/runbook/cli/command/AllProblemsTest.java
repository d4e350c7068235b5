package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many mistakes are reported readably and quickly. */
class AllProblemsTest {

    private static final int MANY = 20_000;

    /** CPU time of one thread, because the tests share the machine with others. */
    private static final Duration CPU_MAX = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void afterFiftyTheRestIsCountedUnlessAllAreWanted() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("r", mistaken(52, AllProblemsTest::unknownName));
        CommandResult few = project.run("validate", "r");
        assertThat(few.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(few.err())
                .contains("'no49' is undefined")
                .doesNotContain("'no50' is undefined")
                .endsWith(
                        "2 more problems; --all-problems shows every one\n\n52 problems; nothing was called or changed.\n");
        assertThat(project.run("validate", "r", "--all-problems").err())
                .contains("'no51' is undefined")
                .doesNotContain("more problem");
        assertThat(project.run("run", "r", "--output", "github")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("::error")))
                .hasSize(50);
        for (String verb : new String[] {"run", "list tasks"}) {
            assertThat(project.run((verb + " r --all-problems").split(" ")).err())
                    .contains("'no51' is undefined");
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("unknown names", (IntFunction<String>) AllProblemsTest::unknownName),
                Arguments.of("unknown keys", (IntFunction<String>)
                        task -> "    - {id: t" + task + ", debug: {msg: a}, regster: x}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void twentyThousandAreFoundInSeconds(String kind, IntFunction<String> task) throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("r", mistaken(MANY, task));
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        CommandResult result = project.run("validate", "r");
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        assertThat(result.err()).as(kind).contains("more problems; --all-problems");
        assertThat(took).as(kind).isLessThan(CPU_MAX);
    }

    private static String unknownName(int task) {
        return "    - {id: t" + task + ", debug: {msg: \"{{ no" + task + " }}\"}}\n";
    }

    private static String mistaken(int tasks, IntFunction<String> task) {
        return "- name: Play\n  tasks:\n"
                + IntStream.range(0, tasks).mapToObj(task).collect(Collectors.joining());
    }
}
