package dev.runbook.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.engine.Modules;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryKeys;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.sql.RulesProblems;
import dev.runbook.modules.sql.rules.RulesFileKeys;
import dev.runbook.runbook.FixedModuleCatalogue;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.ModuleCatalogue;
import dev.runbook.runbook.Runbook;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A schema accepts every file that the reader accepts, and rejects every file that the reader rejects for its form.
 */
class SchemaTest {

    private static final String IN_CLEAR = """
        accounts: {main: {region: eu-west-1}}
        pairs:
          demo:
            source: {instance: shop-prod, password: secret}
            target: {instance: shop-demo}
        """;

    /** One file per mistake of form, with that mistake and no other. */
    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("unknown-key", "- {tasks: [{debug: {msg: hello}, regster: x}]}"),
            Map.entry("wrong-type", "- {tasks: [{debug: {msg: hello}, timeout: soon}]}"),
            Map.entry("wrong-value", "- {tasks: [{rds-clone: {source: a, method: copy}}]}"),
            Map.entry("missing-key", "- {name: no tasks}"),
            Map.entry("unknown-argument", "- {tasks: [{debug: {msg: hello, mgs: hello}}]}"),
            Map.entry("missing-argument", "- {tasks: [{block: [{rds-clone: {method: replica}}]}]}"),
            Map.entry("unknown-module", "- {tasks: [{frobnicate: {msg: hello}}]}"),
            Map.entry("two-modules", "- {tasks: [{debug: {msg: hello}, assert: {that: true}}]}"),
            Map.entry("no-module", "- {tasks: [{name: nothing}]}"),
            Map.entry("empty-block", "- {tasks: [{block: []}]}"),
            Map.entry("expression-not-allowed", "- {name: \"{{ pair.name }}\", tasks: []}"),
            Map.entry("bad-variable-name", "- {vars: {a-b: 1}, tasks: []}"),
            Map.entry("reserved-variable", "- {tasks: [{debug: {msg: hello}, register: pair}]}"),
            Map.entry("password-in-clear", IN_CLEAR),
            Map.entry("unknown-strategy", "tables: {public.a: {columns: {b: emial}}}"),
            Map.entry("unknown-part", "tables: {public.a: {columns: {b: {mask: person, part: middle}}}}"),
            Map.entry("missing-mask", "tables: {public.a: {columns: {b: ''}}}"),
            Map.entry("bad-table-rule", "tables: {public.a: trunkate}"),
            Map.entry("out-of-range", "tables: {public.a: {columns: {b: {mask: hash, length: 99}}}}"));

    @TestFactory
    Stream<DynamicTest> schemaAndReaderAgreeOnInventories() {
        SchemaComparison verdict = new SchemaComparison(JsonSchema.of(InventoryKeys.spec(), "inventory"));
        return Stream.concat(
                files(Path.of("inventories"), "(default|sandbox|classic)\\.yml")
                        .map(file -> compareAll(verdict, List.of(file), SchemaTest::inventory)),
                Golden.cases("inventory").stream()
                        .map(folder ->
                                compareAll(verdict, files(folder, ".*\\.yml").toList(), SchemaTest::inventory)));
    }

    @TestFactory
    Stream<DynamicTest> schemaAndReaderAgreeOnMaskingRules() {
        SchemaComparison verdict = new SchemaComparison(JsonSchema.of(RulesFileKeys.spec(), "masking"));
        return Stream.concat(
                        files(Path.of("sql"), ".*\\.yml"),
                        Golden.cases("sql").stream().map(folder -> folder.resolve("rules.yml")))
                .map(file -> compareAll(verdict, List.of(file), sources -> RulesProblems.of(sources.get(0))));
    }

    @TestFactory
    Stream<DynamicTest> schemaAndReaderAgreeOnRunbookCases() {
        SchemaComparison plays = new SchemaComparison(RunbookSchema.runbook(fewModules()));
        SchemaComparison tasks = new SchemaComparison(RunbookSchema.tasks(fewModules()));
        return Golden.cases("runbook").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    Source input = new Source("input.yml", Files.readString(folder.resolve("input.yml")));
                    List<Problem> problems =
                            runbook(input, new FixedModuleCatalogue(), FixedModuleCatalogue.files(folder));
                    plays.check(List.of(input), problemsIn("input.yml", problems));
                    for (Path file : files(folder, "(?!input).*\\.yml").toList()) {
                        Source other = new Source(file.getFileName().toString(), Files.readString(file));
                        if (ExampleValue.of(other.text()) instanceof Value.Fields fields
                                && fields.get("tasks").isPresent()) {
                            tasks.check(List.of(other), problemsIn(other.name(), problems));
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> schemaAndReaderAgreeOnRunbooksOfTheProject() {
        Modules modules = Modules.discover();
        SchemaComparison plays = new SchemaComparison(RunbookSchema.runbook(modules.names().stream()
                .map(name -> ModuleDescription.of(modules.module(name).orElseThrow(), "A module."))
                .toList()));
        return files(Path.of("runbooks"), ".*\\.yml")
                .map(file -> compareAll(
                        plays,
                        List.of(file),
                        sources -> runbook(sources.get(0), modules, (path, namedIn) -> Optional.empty())));
    }

    private static List<Problem> runbook(Source source, ModuleCatalogue modules, SourceFinder files) {
        Problems problems = new Problems();
        Runbook.read(source, new LoadContext(modules, files, FixedModuleCatalogue.VARIABLES), problems);
        return problems.toSortedList();
    }

    /**
     * The problems of one file; without those about input types, which another file declares and a schema cannot check.
     */
    private static List<Problem> problemsIn(String file, List<Problem> problems) {
        return problems.stream()
                .filter(problem -> !(problem.code().equals("wrong-type")
                        && problem.position()
                                .source()
                                .line(problem.position().line())
                                .contains("inputs:")))
                .filter(problem -> problem.position().source().name().equals(file))
                .toList();
    }

    private static List<ModuleDescription> fewModules() {
        FixedModuleCatalogue few = new FixedModuleCatalogue();
        return few.names().stream()
                .map(name -> {
                    ModuleCatalogue.ModuleSignature signature =
                            few.signature(name).orElseThrow();
                    List<ParamSpec> params = signature.parameters().stream()
                            .map(SchemaTest::param)
                            .toList();
                    return new ModuleDescription(name, "A module.", params, signature.acceptsAnyArgument());
                })
                .toList();
    }

    private static ParamSpec param(ModuleCatalogue.Parameter parameter) {
        return new ParamSpec(
                parameter.name(),
                parameter.type(),
                parameter.required(),
                Optional.empty(),
                parameter.choices(),
                "A value.",
                "x");
    }

    @TestFactory
    Stream<DynamicTest> eachSingleMistakeIsFound() {
        SchemaComparison plays = new SchemaComparison(RunbookSchema.runbook(fewModules()));
        SchemaComparison inventories = new SchemaComparison(JsonSchema.of(InventoryKeys.spec(), "inventory"));
        SchemaComparison rules = new SchemaComparison(JsonSchema.of(RulesFileKeys.spec(), "masking"));
        return SchemaComparison.SEEN.stream()
                .sorted()
                .map(code -> DynamicTest.dynamicTest(code, () -> {
                    Source file = new Source("single.yml", SINGLE.getOrDefault(code, ""));
                    boolean runbook = file.text().startsWith("-");
                    boolean masking = file.text().startsWith("tables");
                    List<Problem> ours = runbook
                            ? runbook(file, new FixedModuleCatalogue(), (path, namedIn) -> Optional.empty())
                            : masking ? RulesProblems.of(file) : inventory(List.of(file));
                    assertThat(ours).extracting(Problem::code).containsExactly(code);
                    assertThat((runbook ? plays : masking ? rules : inventories).errors(file))
                            .isNotEmpty();
                }));
    }

    private static DynamicTest compareAll(
            SchemaComparison verdict, List<Path> files, Function<List<Source>, List<Problem>> ours) {
        Path first = files.get(0);
        String name = first.startsWith("src") ? first.getParent().getFileName().toString() : first.toString();
        return DynamicTest.dynamicTest(name, () -> {
            List<Source> sources = files.stream().map(SchemaTest::source).toList();
            verdict.check(sources, ours.apply(sources));
        });
    }

    private static List<Problem> inventory(List<Source> files) {
        Problems problems = new Problems();
        Inventory.read(files, problems);
        return problems.toSortedList();
    }

    private static Source source(Path file) {
        try {
            return new Source(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder, String pattern) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
