package dev.runbook.schema;

import dev.runbook.Golden;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.InventoryForm;
import dev.runbook.modules.sql.RulesForm;
import dev.runbook.modules.sql.RulesProblems;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What our reader accepts a schema accepts, and what it rejects for its form the schema rejects: file by file. */
class SchemaTest {

    @TestFactory
    Stream<DynamicTest> inventoriesAreJudgedAlike() {
        Verdict verdict = new Verdict(JsonSchema.of(InventoryForm.form(), "inventory"));
        return Stream.concat(
                files(Path.of("inventories"), "(default|sandbox|classic)\\.yml")
                        .map(file -> judged(verdict, List.of(file), SchemaTest::inventory)),
                Golden.cases("inventory").stream()
                        .map(folder -> judged(verdict, files(folder, ".*\\.yml").toList(), SchemaTest::inventory)));
    }

    @TestFactory
    Stream<DynamicTest> maskingRulesAreJudgedAlike() {
        Verdict verdict = new Verdict(JsonSchema.of(RulesForm.form(), "masking"));
        return Stream.concat(
                        files(Path.of("sql"), ".*\\.yml"),
                        Golden.cases("sql").stream().map(folder -> folder.resolve("rules.yml")))
                .map(file -> judged(verdict, List.of(file), sources -> RulesProblems.of(sources.get(0))));
    }

    private static DynamicTest judged(Verdict verdict, List<Path> files, Function<List<Source>, List<Problem>> ours) {
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
        return problems.sorted();
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
