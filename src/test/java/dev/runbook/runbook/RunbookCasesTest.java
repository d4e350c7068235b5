package dev.runbook.runbook;

import dev.runbook.Golden;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runbook files with their tasks or their problems. */
class RunbookCasesTest {

    @TestFactory
    Stream<DynamicTest> readsAsExpected() {
        return Golden.cases("runbook").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws IOException {
        Problems problems = new Problems();
        Source source = new Source("input.yml", Files.readString(folder.resolve("input.yml")));
        LoadContext loadContext = new LoadContext(
                new FixedModuleCatalogue(), FixedModuleCatalogue.files(folder), FixedModuleCatalogue.VARIABLES);
        Optional<Runbook> runbook = Runbook.read(source, loadContext, problems);
        String found =
                problems.toSortedList().stream().map(RunbookCasesTest::show).collect(Collectors.joining("\n"));
        Golden.check(
                folder.resolve("expected.txt"),
                runbook.map(RunbookCasesTest::show).orElse("") + found);
    }

    private static String show(Problem problem) {
        return problem.code() + "\n" + Excerpt.of(problem);
    }

    private static String show(Runbook runbook) {
        StringBuilder text = new StringBuilder();
        for (Play play : runbook.plays()) {
            text.append("play " + play.name() + " for " + play.pairs().text() + ", vars "
                    + play.vars().keySet() + ", tags " + play.tags() + ", " + play.options() + "\n");
            play.prompts()
                    .forEach(prompt -> text.append("  asks " + prompt.name() + ": " + prompt.question()
                            + (prompt.secret() ? " (secret)" : "") + "\n"));
            parts(play.parts(), "  ", text);
            if (!play.handlers().isEmpty()) {
                text.append("  handlers\n");
                play.handlers().forEach(handler -> task(handler, "    ", text));
            }
        }
        return text.toString();
    }

    private static void parts(List<PlayPart> parts, String margin, StringBuilder text) {
        for (PlayPart part : parts) {
            if (part instanceof Task task) {
                task(task, margin, text);
            } else if (part instanceof Block block) {
                text.append(margin + "block\n");
                parts(block.parts(), margin + "  ", text);
                text.append(margin + "rescue\n");
                parts(block.rescue(), margin + "  ", text);
                text.append(margin + "always\n");
                parts(block.always(), margin + "  ", text);
            } else if (part instanceof Include include) {
                text.append(margin + "include " + include.id() + " when " + include.when() + " inputs "
                        + include.inputs().keySet()
                        + (include.loop().isPresent() ? " in a loop" : "") + "\n");
                parts(include.parts(), margin + "  ", text);
            }
        }
    }

    private static void task(Task task, String margin, StringBuilder text) {
        text.append(margin + task.id() + ": " + task.module().text() + " "
                + task.arguments().keySet() + " "
                + task.conditions() + " when " + task.when() + " register "
                + task.register().orElse("-")
                + " tags " + task.tags() + " "
                + task.retry().map(Object::toString).orElse("once") + " timeout "
                + task.timeout().map(Object::toString).orElse("-")
                + showUnlessDefault(
                        " notify ",
                        task.notifications().stream().map(Node.Scalar::text).toList(),
                        List.of())
                + showUnlessDefault(
                        " ", task.resultConditions(), new Task.ResultConditions(List.of(), List.of(), false))
                + showUnlessDefault(
                        " ", task.options(), InheritedKeywords.empty().options())
                + showUnlessDefault(
                        " ",
                        task.placement(),
                        new Task.TaskPlacement(Task.Section.TASKS, false, false, Set.of(), false))
                + " at " + task.position() + "\n");
    }

    /** The value with its label; empty if it is the default. */
    private static String showUnlessDefault(String label, Object value, Object usual) {
        return value.equals(usual) ? "" : label + value;
    }
}
