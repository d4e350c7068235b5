package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
class ManyMistakesTest {

    private static final int MANY = 20_000;

    /** CPU time of one thread, because the tests share the machine with others. */
    private static final Duration CPU_MAX = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void afterFiftyTheRestIsCountedUnlessAllAreWanted() throws IOException {
        SmallProject project = new SmallProject(folder).with("r", mistaken(52, ManyMistakesTest::unknownName));
        ProgramExit few = project.call("validate", "r");
        assertThat(few.exit()).isEqualTo(Exit.INVALID);
        assertThat(few.err())
                .contains("'no49' is undefined")
                .doesNotContain("'no50' is undefined")
                .endsWith(
                        "2 more problems; --all-problems shows every one\n\n52 problems; nothing was called or changed.\n");
        assertThat(project.call("validate", "r", "--all-problems").err())
                .contains("'no51' is undefined")
                .doesNotContain("more problem");
        assertThat(project.call("run", "r", "--output", "github")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("::error")))
                .hasSize(50);
        for (String verb : new String[] {"run", "list tasks"}) {
            assertThat(project.call((verb + " r --all-problems").split(" ")).err())
                    .contains("'no51' is undefined");
        }
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("unknown names", (IntFunction<String>) ManyMistakesTest::unknownName),
                Arguments.of("unknown keys", (IntFunction<String>)
                        task -> "    - {id: t" + task + ", debug: {msg: a}, regster: x}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void twentyThousandAreFoundInSeconds(String kind, IntFunction<String> task) throws IOException {
        SmallProject project = new SmallProject(folder).with("r", mistaken(MANY, task));
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        ProgramExit ended = project.call("validate", "r");
        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        assertThat(ended.err()).as(kind).contains("more problems; --all-problems");
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
