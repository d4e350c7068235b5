package dev.runbook.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Source;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemReportTest {

    private static final Source SOURCE =
            new Source("runbooks/nightly.yml", "- name: Nightly\n  tasks:\n    - regster: result\n");
    private static final List<Problem> PROBLEMS = List.of(
            new Problem("unknown-key", new Position(SOURCE, 3, 7), "unknown key 'regster'", "did you mean 'register'?"),
            new Problem("no-such-task", new Position(new Source("--from", "mak"), 1, 1), "no task is named 'mak'", ""));

    @Test
    void showsEachProblemWithItsLineAndWhatToWriteInstead() {
        assertThat(report(100, false)).isEqualTo("""
                runbooks/nightly.yml:3:7: unknown key 'regster'
                    3 |     - regster: result
                              ^
                  hint: did you mean 'register'?

                --from:1:1: no task is named 'mak'
                    1 | mak
                        ^

                2 problems; nothing was called or changed.""");
    }

    @Test
    void wrapsAndPaints() {
        assertThat(report(40, true)).isEqualTo("""
                [36mrunbooks/nightly.yml:3:7: [0m[31munknown key[0m
                [31m    'regster'[0m
                    3 |     - regster: result
                [31m              ^[0m
                [32m  hint: did you mean 'register'?[0m

                [36m--from:1:1: [0m[31mno task is named 'mak'[0m
                    1 | mak
                [31m        ^[0m

                [1m2 problems; nothing was called or changed.[0m""");
    }

    private static String report(int width, boolean colours) {
        Display display = new Display(width, 24, false, colours, false, ZoneOffset.UTC);
        return String.join("\n", new ProblemReport(display).lines(PROBLEMS, PROBLEMS.size()))
                .replace("\033", "");
    }
}
