package dev.runbook;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.runbook.yaml.Problem;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks the classes against the package table in {@code src/README.md}, and that external APIs are used only where
 * allowed.
 */
class ArchitectureTest {

    private static final Path TABLE = Path.of("src/README.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/runbook");
    private static final List<String> PURE =
            List.of("yaml", "expression", "world", "inventory", "runbook", "modules", "report");
    private static final Set<String> SEES_REQUESTS =
            Set.of("world", "port", "modules", "modules.rds", "modules.s3", "report");

    private static final List<String> SENDS_REQUESTS = List.of("adapter.aws", "sandbox");

    private static JavaClasses product = new ClassFileImporter().importClasses();

    @BeforeAll
    static void readsTheProduct() {
        product = new ClassFileImporter().importPath(Path.of("target/classes"));
    }

    @TestFactory
    Stream<DynamicTest> eachPackageImportsWhatItsRowSays() {
        return PackageTable.read(TABLE).rows().stream()
                .filter(row -> Files.isDirectory(SOURCES.resolve(row.name().replace('.', '/'))))
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> importsOnly(row).check(product)));
    }

    @Test
    void everyPackageStandsInTheTable() {
        List<String> known = PackageTable.read(TABLE).names();
        assertThat(product.stream()
                        .filter(type -> !known.contains(nameOf(type)))
                        .map(type -> "src/README.md: no row for the package of " + type.getName()
                                + ": move the class, or add a row that says what goes in, what comes out and what it may "
                                + "import"))
                .isEmpty();
    }

    @Test
    void aRowImportsOnlyRowsAboveItself() {
        PackageTable table = PackageTable.read(TABLE);
        for (PackageTable.Row row : table.rows()) {
            int place = table.names().indexOf(row.name());
            assertThat(row.mayImport())
                    .as("what %s may import; rows above it, so that no circle can arise", row.name())
                    .allMatch(name -> table.names().subList(0, place).contains(name));
        }
    }

    @TestFactory
    Stream<DynamicTest> whatReachesOutsideHasItsPlace() {
        return outside(PURE).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(product)));
    }

    @TestFactory
    Stream<DynamicTest> eachRuleOfThePlacesFindsAPlantedUse() {
        JavaClasses planted = new ClassFileImporter().importClasses(ForbiddenUses.class);
        return outside(List.of("")).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThatThrownBy(() -> rule.getValue().check(planted))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining(ForbiddenUses.class.getSimpleName())));
    }

    @Test
    void anImportThatTheRowDoesNotNameIsFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(ForbiddenUses.class);
        importsOnly(new PackageTable.Row("", Set.of("yaml"))).check(planted);
        assertThatThrownBy(() ->
                        importsOnly(new PackageTable.Row("", Set.of("world"))).check(planted))
                .hasMessageContaining("src/README.md lets")
                .hasMessageContaining("dev.runbook.yaml.Problem");
    }

    /** Uses the APIs that each rule forbids. */
    private record ForbiddenUses(
            Problem problem,
            Socket socket,
            Connection connection,
            Process process,
            software.amazon.awssdk.services.rds.RdsClient client,
            Thread thread) {}

    @Test
    void theTableIsReadAsWritten() {
        PackageTable table = PackageTable.of("""
                | package | in -> out | may import |
                |---|---|---|
                | `a` | `x` to y | - |
                | `b.c` | y | `a` |
                | `d` | y | everything above |
                """);
        assertThat(table.rows())
                .containsExactly(
                        new PackageTable.Row("a", Set.of()),
                        new PackageTable.Row("b.c", Set.of("a")),
                        new PackageTable.Row("d", Set.of("a", "b.c")));
    }

    private static ArchRule importsOnly(PackageTable.Row row) {
        return noClasses()
                .that(liveIn(List.of(row.name())))
                .should()
                .dependOnClassesThat(describe(
                        "are ours and not in " + row.mayImport(),
                        type -> isOurs(type)
                                && !nameOf(type).equals(row.name())
                                && !row.mayImport().contains(nameOf(type))))
                .because("src/README.md lets " + row.name() + " import only " + row.mayImport()
                        + ": move what is needed to a package it may import, or hand it over as an argument");
    }

    private static Map<String, ArchRule> outside(List<String> pure) {
        return Map.of(
                "sockets and HTTP in adapter, sandbox and cli",
                only(
                        List.of("adapter", "sandbox", "cli"),
                        "(java\\.net\\.http\\..*|com\\.sun\\.net\\..*"
                                + "|java\\.net\\.(Server|Datagram|Multicast)?Socket.*|java\\.net\\..*URLConnection"
                                + "|java\\.nio\\.channels\\..*Socket.*)"),
                "JDBC in adapter.jdbc and sandbox",
                only(List.of("adapter.jdbc", "sandbox"), "javax?\\.sql\\..*|org\\.postgresql\\..*|com\\.mysql\\..*"),
                "processes in adapter.process, cli and sandbox",
                only(List.of("adapter.process", "cli", "sandbox"), "java\\.lang\\.Process(Builder.*|\\$.*)?"),
                "clients of the AWS SDK in adapter.aws",
                only(
                        List.of("adapter.aws", "sandbox"),
                        "software\\.amazon\\.awssdk\\.(services\\.\\w+\\.[A-Z].*"
                                + "|services\\.\\w+\\.(paginators|waiters|auth|endpoints)\\..*|http\\..*|auth\\..*|regions\\..*"
                                + "|core\\.(client|retry|waiters|sync)\\..*)"),
                "requests of the AWS SDK where they are planned and printed",
                noClasses()
                        .that(describe(
                                "do not plan or print requests",
                                type -> !SEES_REQUESTS.contains(nameOf(type)) && !isBelow(type, SENDS_REQUESTS)))
                        .should()
                        .dependOnClassesThat(named("software\\.amazon\\.awssdk\\..*"))
                        .allowEmptyShould(true),
                "no files, threads or clocks where only values are made of values",
                noClasses()
                        .that(liveIn(pure))
                        .should()
                        .dependOnClassesThat(
                                named(
                                        "java\\.io\\.(File|FileReader|FileWriter|File\\w*Stream|RandomAccessFile)"
                                                + "|java\\.nio\\.file\\.Files|java\\.nio\\.channels\\..*|java\\.lang\\.Thread"
                                                + "|java\\.util\\.concurrent\\.(Executor.*|CompletableFuture|ForkJoin.*|Future)"
                                                + "|java\\.time\\.(Clock|InstantSource)|java\\.util\\.Random|java\\.security\\.SecureRandom"))
                        .because("they take texts and values as arguments and give values back"));
    }

    private static ArchRule only(List<String> packages, String names) {
        return classes()
                .that(describe(
                        "use " + names,
                        type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> use.getTargetClass().getName().matches(names))))
                .should()
                .beAssignableTo(describe("lie in " + packages, type -> isBelow(type, packages)))
                .because("only " + packages + " may: take a port as an argument instead")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> liveIn(List<String> packages) {
        return describe("live in " + packages, type -> packages.contains(nameOf(type)));
    }

    private static DescribedPredicate<JavaClass> named(String pattern) {
        return describe("are " + pattern, type -> type.getName().matches(pattern));
    }

    private static boolean isBelow(JavaClass type, List<String> packages) {
        return packages.stream().anyMatch(name -> (nameOf(type) + ".").startsWith(name + "."));
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("dev.runbook");
    }

    private static String nameOf(JavaClass type) {
        return isOurs(type) ? type.getPackageName().replaceFirst("^dev\\.runbook\\.?", "") : type.getPackageName();
    }
}
