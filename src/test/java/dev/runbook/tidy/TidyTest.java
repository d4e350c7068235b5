package dev.runbook.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Looks at every Java file of the repository, one case for each habit. */
class TidyTest {

    private static List<JavaFile> files = List.of();

    @BeforeAll
    static void readsEveryFile() throws IOException {
        try (Stream<Path> found = Files.walk(Path.of("src"))) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (Path path : found.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                texts.put(path.toString(), Files.readString(path));
            }
            files = JavaFile.parseAll(texts);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFileKeepsTheHabits() {
        return TidyChecks.all().stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.name(),
                        () -> assertThat(files.stream()
                                        .flatMap(file -> check.look(file).stream())
                                        .map(Finding::toString))
                                .withFailMessage(() -> report(check))
                                .isEmpty()));
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIs() {
        List<String> silent = files.stream()
                .filter(file -> !file.isTest())
                .map(file -> Path.of(file.path()).getParent().toString())
                .distinct()
                .filter(folder -> !Files.exists(Path.of(folder, "package-info.java")))
                .map(folder ->
                        folder + "/package-info.java:1: missing: say what goes in, what comes out and which type to "
                                + "read first, and add @NullMarked")
                .toList();
        assertThat(silent).isEmpty();
    }

    @Test
    void everySimpleClassNameOccursOnce() {
        assertThat(UniqueNames.repeated(files.stream().filter(TidyCheck.PRODUCT).toList()))
                .isEmpty();
    }

    @Test
    void readsMoreThanAHandfulOfFiles() {
        assertThat(files).hasSizeGreaterThan(10);
    }

    private static String report(TidyCheck check) {
        StringBuilder text = new StringBuilder("habit " + check.name() + ":");
        files.forEach(
                file -> check.look(file).forEach(finding -> text.append("\n").append(finding)));
        return text.toString();
    }
}
