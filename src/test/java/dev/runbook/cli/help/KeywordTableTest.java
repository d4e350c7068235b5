package dev.runbook.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import dev.runbook.runbook.Keyword;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table of keywords in {@code runbooks/README.md} matches the language, and each example in it works. */
class KeywordTableTest {

    private static final Path README = Path.of("runbooks/README.md");
    private static final String BEGIN = "## Keywords\n";

    @TempDir
    private Path folder;

    @Test
    void theTableIsThatOfTheLanguage() throws IOException {
        String text = Files.readString(README);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf("\n## ", begin + BEGIN.length());
        String before = begin < 0 ? text + "\n" : text.substring(0, begin);
        String after = begin < 0 || end < 0 ? "" : text.substring(end);
        Golden.check(README, before + BEGIN + table() + after);
    }

    @TestFactory
    Stream<DynamicTest> eachExampleIsValidAndCanBeCheckedAndRun() {
        return Keyword.all().stream()
                .map(keyword -> DynamicTest.dynamicTest(keyword.name() + " in " + KeywordPage.places(keyword), () -> {
                    ProjectFixture project = project(keyword);
                    accepts(project.run("validate", "example"));
                    accepts(project.run("run", "example", "--check"));
                    accepts(project.run("run", "example"));
                }));
    }

    private static void accepts(CommandResult result) {
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    /** A project whose runbook is, contains or includes the example. */
    private ProjectFixture project(Keyword keyword) throws IOException {
        Path place = Files.createTempDirectory(folder, keyword.name());
        ProjectFixture project = new ProjectFixture(place);
        Files.writeString(place.resolve("runbooks/vars.yml"), "word: hello\n");
        Files.writeString(
                place.resolve("runbooks/say.yml"),
                "{inputs: {text: {type: text}}, tasks: [{debug: {msg: \"{{ text }}\"}}]}\n");
        Files.writeString(place.resolve("runbooks/included.yml"), keyword.example() + "\n");
        return project.addRunbook("example", runbook(keyword.example()));
    }

    private static String runbook(String example) {
        Node node = node(example).orElseThrow();
        if (node instanceof Node.Mapping file) {
            String given = required(file)
                    .map(name -> ", inputs: {" + name + ": hello}")
                    .orElse("");
            return "- tasks: [{include: included.yml" + given + "}]\n";
        }
        Node.Mapping first = (Node.Mapping) ((Node.Sequence) node).items().get(0);
        return first.get("tasks").isPresent() ? example + "\n" : "- tasks:\n" + example.indent(4);
    }

    private static Optional<String> required(Node.Mapping file) {
        return ((Node.Mapping) file.get("inputs").orElseThrow())
                .entries().stream()
                        .filter(input ->
                                ((Node.Mapping) input.value()).get("default").isEmpty())
                        .filter(input ->
                                ((Node.Mapping) input.value()).get("required").isEmpty())
                        .map(input -> input.key().text())
                        .findFirst();
    }

    private static Optional<Node> node(String yaml) {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source("example", yaml), problems);
        assertThat(problems.toSortedList()).isEmpty();
        return node;
    }

    private static String table() {
        String intro = """

            Every word of the language that is no module. `bin/runbook doc -k WORD` explains one; the table is written by
            `mvn test -Dgolden=write -Dtest=KeywordTableTest`, and the same test runs each example.

            | keyword | where | meaning | example |
            |---|---|---|---|
            """;
        return intro
                + Keyword.all().stream()
                        .map(keyword -> "| `" + keyword.name() + "` | " + KeywordPage.places(keyword) + " | "
                                + keyword.doc().replace("|", "\\|") + " | `"
                                + keyword.example().replace("|", "\\|") + "` |\n")
                        .collect(Collectors.joining());
    }
}
