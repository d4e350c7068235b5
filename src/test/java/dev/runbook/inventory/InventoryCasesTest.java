package dev.runbook.inventory;

import dev.runbook.Golden;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Inventory files with their content or their problems. */
class InventoryCasesTest {

    @TestFactory
    Stream<DynamicTest> readsAsExpected() {
        return Golden.cases("inventory").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws IOException {
        List<Source> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(path -> path.toString().endsWith(".yml"))
                    .sorted()
                    .map(InventoryCasesTest::source)
                    .toList();
        }
        Problems problems = new Problems();
        Optional<Inventory> inventory = Inventory.read(files, problems);
        String found =
                problems.toSortedList().stream().map(InventoryCasesTest::show).collect(Collectors.joining("\n"));
        Golden.check(
                folder.resolve("expected.txt"),
                inventory.map(InventoryCasesTest::show).orElse("") + found);
    }

    private static Source source(Path path) {
        try {
            return new Source(path.getFileName().toString(), Files.readString(path));
        } catch (IOException e) {
            throw new AssertionError(path + " cannot be read", e);
        }
    }

    private static String show(Problem problem) {
        return problem.code() + (problem.isRefusal() ? " (refusal)" : "") + "\n" + Excerpt.of(problem);
    }

    private static String show(Inventory inventory) {
        StringBuilder text = new StringBuilder();
        inventory
                .accounts()
                .values()
                .forEach(account -> text.append("account ")
                        .append(account.name() + " " + account.region() + " "
                                + account.profile().orElse("-") + " " + account.endpoints() + " "
                                + account.quarantineSecurityGroups() + "\n"));
        for (Pair pair : inventory.pairs().values()) {
            text.append("pair " + pair.name() + ": " + pair.source().instance() + " -> "
                    + pair.target().instance()
                    + ", databases " + pair.target().databases() + ", tls "
                    + pair.target().tls().word()
                    + ", copies " + pair.copies().size() + ", vars "
                    + pair.vars().keySet() + ", groups "
                    + inventory.groupsOf(pair).stream().map(Group::name).toList() + "\n");
        }
        inventory
                .sandbox()
                .ifPresent(sandbox -> text.append("sandbox " + sandbox.fleet() + " " + sandbox.state() + "\n"));
        return text.toString();
    }
}
