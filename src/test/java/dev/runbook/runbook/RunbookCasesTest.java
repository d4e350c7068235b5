package dev.runbook.runbook;

import dev.runbook.Golden;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runbook files with the tasks in them, or with all their problems. */
class RunbookCasesTest {

    @TestFactory
    Stream<DynamicTest> readsAsExpected() {
        return Golden.cases("runbook").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws IOException {
        Problems problems = new Problems();
        Source source = new Source("input.yml", Files.readString(folder.resolve("input.yml")));
        Surroundings surroundings = new Surroundings(new FewModules(), FewModules.files(folder), FewModules.VARIABLES);
        Optional<Runbook> runbook = Runbook.read(source, surroundings, problems);
        String found = problems.sorted().stream().map(RunbookCasesTest::shown).collect(Collectors.joining("\n"));
        Golden.check(
                folder.resolve("expected.txt"),
                runbook.map(RunbookCasesTest::shown).orElse("") + found);
    }

    private static String shown(Problem problem) {
        return problem.code() + "\n" + Excerpt.of(problem);
    }

    private static String shown(Runbook runbook) {
        StringBuilder text = new StringBuilder();
        for (Play play : runbook.plays()) {
            text.append("play " + play.name() + " for " + play.pairs().text() + ", vars "
                    + play.vars().keySet() + ", tags " + play.tags() + ", any_errors_fatal " + play.anyErrorsFatal()
                    + "\n");
            for (Task task : play.tasks()) {
                text.append("  " + task.id() + ": " + task.module().text() + " "
                        + task.arguments().keySet() + " "
                        + task.conditions() + " when " + task.when() + " register "
                        + task.register().orElse("-")
                        + " tags " + task.tags() + " "
                        + task.retry().map(Object::toString).orElse("once") + " timeout "
                        + task.timeout().map(Object::toString).orElse("-") + "\n");
            }
        }
        return text.toString();
    }
}
