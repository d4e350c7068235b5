package dev.runbook.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares every module with its manual page; {@code -Dgolden=write} writes the table of arguments into the page. */
class ModulePagesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String ARGUMENTS = "\n## Arguments\n";
    private static final String EXAMPLE = "\n## Example\n";
    private static final String RESULT = "\n## Result\n";
    private static final int LINE_LENGTH_MAX = 160;

    private static List<Module> modules() {
        return ServiceLoader.load(Module.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> theTableOfArgumentsIsThatOfTheModule() {
        return modules().stream()
                .map(module ->
                        DynamicTest.dynamicTest(module.name(), () -> Golden.check(page(module), rewritten(module))));
    }

    @TestFactory
    Stream<DynamicTest> thePageSaysWhatTheModuleIsAndWhatItResultsIn() {
        return modules().stream()
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    String text = Files.readString(page(module));
                    String introduction = text.substring(0, text.indexOf(ARGUMENTS));
                    assertThat(introduction)
                            .startsWith("# " + module.name() + "\n\n")
                            .hasSizeGreaterThan(60);
                    assertThat(text).contains(EXAMPLE, RESULT);
                    assertThat(text.indexOf(RESULT)).isGreaterThan(text.indexOf(EXAMPLE));
                    assertThat(text.lines().filter(line -> !line.startsWith("|")))
                            .allMatch(line -> line.length() <= LINE_LENGTH_MAX);
                }));
    }

    @TestFactory
    Stream<DynamicTest> theExampleIsATaskWithArgumentsTheModuleHas() {
        return modules().stream()
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    Node.Mapping arguments = exampleArguments(module);
                    List<String> names =
                            module.params().stream().map(ParamSpec::name).toList();
                    if (!module.acceptsAnyParam()) {
                        assertThat(names).containsAll(arguments.keys());
                    }
                    assertThat(arguments.keys())
                            .containsAll(module.params().stream()
                                    .filter(ParamSpec::required)
                                    .map(ParamSpec::name)
                                    .toList());
                }));
    }

    @TestFactory
    Stream<DynamicTest> eachArgumentIsExplainedInASentenceWithAnExampleThatIsYaml() {
        return modules().stream()
                .map(module -> DynamicTest.dynamicTest(module.name(), () -> {
                    for (ParamSpec param : module.params()) {
                        assertThat(param.doc()).as(param.name()).endsWith(".").doesNotContain("|", "\n");
                        assertThat(param.required() && param.defaultValue().isPresent())
                                .as(param.name())
                                .isFalse();
                        assertThat(node(param.example(), "the example of " + param.name()))
                                .isPresent();
                    }
                    assertThat(module.params().stream().map(ParamSpec::name)).doesNotHaveDuplicates();
                }));
    }

    @Test
    void everyModuleIsFoundUnderItsOwnName() {
        assertThat(modules().stream().map(Module::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9-]*|flush_handlers|end_pair"))
                .contains("debug", "set", "assert", "fail", "pause", "command");
        assertThat(modules())
                .allSatisfy(module -> assertThat(className(module))
                        .isEqualTo(module.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
    }

    /** {@code rds-clone} is in {@code RdsClone}; the names of the two flow modules have underscores, as keywords do. */
    private static String className(Module module) {
        return module.name().replaceAll("[-_]", "");
    }

    private static Path page(Module module) {
        return SOURCES.resolve(module.getClass().getPackageName().replace('.', '/'))
                .resolve(module.name() + ".md");
    }

    private static String rewritten(Module module) throws Exception {
        String text = Files.readString(page(module));
        assertThat(text).as(page(module).toString()).contains(ARGUMENTS, EXAMPLE);
        String before = text.substring(0, text.indexOf(ARGUMENTS) + ARGUMENTS.length());
        String between = text.substring(before.length(), text.indexOf(EXAMPLE));
        String prose = between.lines()
                .filter(line -> !line.startsWith("|"))
                .collect(Collectors.joining("\n"))
                .strip();
        String table = module.params().isEmpty() ? "" : "\n" + table(module);
        return before + table + (prose.isEmpty() ? "" : "\n" + prose + "\n") + text.substring(text.indexOf(EXAMPLE));
    }

    private static String table(Module module) {
        return module.params().stream()
                .map(param -> "| `" + param.name() + "` | " + words(param) + " | "
                        + param.defaultValue().map(yaml -> "`" + yaml + "`").orElse(param.required() ? "required" : "")
                        + " | " + param.doc() + " |\n")
                .collect(Collectors.joining("", "| argument | value | default | meaning |\n|---|---|---|---|\n", ""));
    }

    private static String words(ParamSpec param) {
        return param.choices().isEmpty()
                ? param.type().words()
                : param.choices().stream().map(text -> "`" + text + "`").collect(Collectors.joining(", "));
    }

    /** The arguments in the first task of the example that has the module's key. */
    private static Node.Mapping exampleArguments(Module module) throws Exception {
        String text = Files.readString(page(module));
        String yaml = text.substring(text.indexOf("```yaml\n", text.indexOf(EXAMPLE)) + "```yaml\n".length());
        Node tasks = node(yaml.substring(0, yaml.indexOf("```")), module.name() + ".md")
                .orElseThrow();
        return ((Node.Sequence) tasks)
                .items().stream()
                        .flatMap(task -> ((Node.Mapping) task).get(module.name()).stream())
                        .map(Node.Mapping.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private static Optional<Node> node(String yaml, String name) {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source(name, yaml), problems);
        assertThat(problems.toSortedList()).as(name).isEmpty();
        return node;
    }
}
