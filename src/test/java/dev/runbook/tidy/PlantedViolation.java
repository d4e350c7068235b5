package dev.runbook.tidy;

import java.util.List;
import java.util.stream.Stream;

/**
 * A file that breaks one habit in one line, and the same file repaired.
 *
 * @param line where the check must find {@code wrong}
 */
record PlantedViolation(String check, String path, int line, String wrong, String right) {

    static List<PlantedViolation> all() {
        return Stream.of(sizes(), names(), values(), records(), effects(), state(), comments(), tests())
                .flatMap(List::stream)
                .toList();
    }

    private static PlantedViolation in(String check, String folder, String wrong, String right) {
        String root = folder.equals("test") ? "src/test/java/dev/runbook" : "src/main/java/dev/runbook/" + folder;
        String file = check.equals("package-info") ? "/package-info.java" : "/A.java";
        String start = "package dev.runbook" + (folder.equals("test") ? "" : "." + folder.replace('/', '.')) + ";\n";
        boolean whole = wrong.contains("package ");
        return new PlantedViolation(
                check,
                root + file,
                wrong.substring(0, Math.max(0, wrong.indexOf("<-"))).split("\n", -1).length + (whole ? 0 : 1),
                (whole ? "" : start) + wrong.replace("<-", ""),
                (whole ? "" : start) + right);
    }

    private static List<PlantedViolation> sizes() {
        String body = "void run() {" + "\n;".repeat(50) + "\n}";
        return List.of(
                in(
                        "method-length",
                        "world",
                        "class A { <-void run() {" + "\n;".repeat(51) + "\n} }",
                        "class A {" + body + "}"),
                in(
                        "file-length",
                        "world",
                        "class A {" + "\n".repeat(499) + "<-}",
                        "class A {" + "\n".repeat(498) + "}"),
                in(
                        "components",
                        "world",
                        "\n<-record A(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}",
                        "record A(int a, int b, int c, int d, int e, int f, int g, int h) { static int i = 1; }"));
    }

    private static List<PlantedViolation> names() {
        return List.of(
                in(
                        "empty-word",
                        "world",
                        "\n<-class RowUtils {}",
                        "class Rows { class TaskContext {} class Metadata {} }"),
                in("empty-word", "world", "<-class AbstractRow {}", "class Abstraction {}"),
                in("empty-word", "world", "<-interface IRow {}", "interface Iam {}"),
                in("synonym", "runbook", "<-class PlaybookFile {}", "class RunbookFile { class Ghost {} }"),
                in("class-noun", "engine", "<-class Completed {}", "class CompletedChanges { class Feed {} }"),
                in("class-noun", "engine", "<-class Otherwise {}", "class AlternativeOutcome {}"),
                in(
                        "method-verb",
                        "engine",
                        "class A {\n<-void told() {} }",
                        "class A { void tell() {} boolean isTold() { return true; } int keptRows() { return 1; } }"),
                in("method-verb", "engine", "class A {\n<-void forth() {} }", "class A { void swapIn() {} }"),
                in("sides", "modules/s3", "class A {\nString <-srcBucket; }", "class A { String sourceBucket; }"),
                in("sides", "engine", "class A {\n<-void deleteProd() {} }", "class A { void deleteTarget() {} }"),
                in(
                        "units",
                        "engine",
                        "class A { void a(\nint <-timeout) {} }",
                        "class A { void a(int timeoutSeconds) {} }"),
                in("units", "world", "record A(\nlong <-size) {}", "record A(long sizeBytes, int count) {}"),
                in(
                        "spans-as-numbers",
                        "world",
                        "record A(\nlong <-waitedMillis) {}",
                        "record A(java.time.Duration waited) { void a() { long startMillis = 1; } }"));
    }

    private static List<PlantedViolation> values() {
        return List.of(
                in(
                        "return-null",
                        "world",
                        "class A { Object a() {\n<-return null; } }",
                        "class A { Void a() { return null; } }"),
                in("return-null", "test", "class A { Object a(boolean b) {\n<-return b ? 1 : null; } }", "class A {}"),
                in(
                        "untyped-map",
                        "world",
                        "class A {\n<-Map<String, Object> a; }",
                        "class A { Map<String, String> a; }"),
                in(
                        "unchecked-cast",
                        "world",
                        "class A {\n<-@SuppressWarnings(\"unchecked\") void a() {} }",
                        "class A {}"),
                in("instanceof-chain", "engine", """
                        class A { int a(Object o) {
                        <-if (o instanceof String) { return 1; } else if (o instanceof Integer) { return 2; }
                        else if (o instanceof Long) { return 3; } else { return 4; } } }""", """
                        class A { int a(Object o) { int b = 0;
                        if (o instanceof String) { b = 1; } else if (o instanceof Integer) { b = 2; } return b; } }"""),
                in(
                        "instanceof-chain",
                        "engine",
                        """
                        class A { int a(Object o) {
                        return <-o instanceof String ? 1 : o instanceof Long ? 2 : o instanceof Integer ? 3 : 4; } }""",
                        "class A { int a(Object o) { return o instanceof String ? 1 : 2; } }"));
    }

    private static List<PlantedViolation> records() {
        return List.of(
                in(
                        "record-copies",
                        "world",
                        "record A(int a,\nList<String> <-names) { A { names = names; } }",
                        "record A(int a, List<String> names) { A { names = List.copyOf(names); } }"),
                in(
                        "record-copies",
                        "world",
                        "record A(int a,\n<-Map<String, String> names) {}",
                        "record A(int a, Map<String, String> names) { A { names = Map.copyOf(names); } }"),
                in("shown-secret", "world", "\n<-record Login(String user, String password) {}", """
                        record Login(String user, String password) {
                            @Override
                            public String toString() { return user + ":***"; }
                        }"""));
    }

    private static List<PlantedViolation> effects() {
        String caught = "class A { void a() { try { b(); }\n<-catch (%s e) { b(); } } }";
        return List.of(
                in("outside", "engine", "class A { Object a() {\nreturn <-Instant.now(); } }", "class A {}"),
                in("outside", "engine", "class A { Object a() {\nreturn <-new Random(); } }", "class A {}"),
                in("outside", "report", "class A { void a() {\n<-System.out.println(); } }", "class A {}"),
                in(
                        "message-reading",
                        "engine",
                        "class A { boolean a(Exception e) {\nreturn <-e.getMessage().contains(\"not found\"); } }",
                        "class A { String a(Exception e) { return e.getMessage(); } }"),
                in(
                        "catch-all",
                        "modules/rds",
                        caught.formatted("Exception"),
                        caught.replace("<-", "").formatted("IOException")),
                in(
                        "catch-all",
                        "report",
                        caught.formatted("IOException | Throwable"),
                        caught.replace("<-", "").formatted("IllegalStateException")),
                in(
                        "names-by-replacement",
                        "modules/rds",
                        "class A { String a(String name) {\nreturn <-name.replace(\"temp-\", \"\"); } }",
                        "class A { String a(String name) { return name.replace('-', '_'); } }"),
                in(
                        "names-by-replacement",
                        "world",
                        "class A { String a(String name, String prefix) {\nreturn <-name.replaceFirst(prefix, \"\"); } }",
                        "class A { String a(String name) { return name.replace(\"'\", \"''\"); } }"));
    }

    private static List<PlantedViolation> state() {
        return List.of(
                in(
                        "static-state",
                        "world",
                        "class A {\n<-static int count; }",
                        "class A { static final int COUNT = 1; }"),
                in(
                        "static-state",
                        "world",
                        "class A {\n<-static final Map<String, String> SEEN = new HashMap<>(); }",
                        "class A { static final Map<String, String> NAMES = Map.of(); }"),
                in(
                        "singleton",
                        "world",
                        "class A {\n<-static A getInstance() { return a(); } }",
                        "class A { static final int INSTANCE = 1; static A instance(String name) { return a(name); } }"),
                in("singleton", "world", "enum A {\n<-INSTANCE }", "enum A { ONE, TWO }"));
    }

    private static List<PlantedViolation> comments() {
        return List.of(
                in("unfinished", "world", "class A {\n<-// TODO: retry\n}", "class A { String a = \"TODO\"; }"),
                in(
                        "commented-out",
                        "world",
                        "class A {\n<-// run(now);\n}",
                        "class A {\n// The name comes last; RDS checks it.\n}"),
                in("ticket", "test", "class A {\n<-/* see issue 12 */\n}", "class A {\n/* AWS answers 400 here. */\n}"),
                in(
                        "trailing",
                        "world",
                        "class A {\nint a; <-// the count\n}",
                        "class A {\n// Counts from 1.\nint a; }"),
                in(
                        "public-type",
                        "world",
                        "import b.C;\n<-public class A {}",
                        "/** A row that was read. */\npublic class A {}"),
                in(
                        "public-type",
                        "world",
                        "/** A row */\n<-public class A {}",
                        "/** Rows: read once. */\npublic class A {}"),
                in("public-type", "world", "/** The A. */\n<-public class A {}", "class A {}"),
                in(
                        "package-info",
                        "world",
                        "<-/** Text in, values out. */\npackage dev.runbook.world;",
                        "/** Text in, values out. */\n@NullMarked\npackage dev.runbook.world;"));
    }

    private static List<PlantedViolation> tests() {
        return List.of(
                in(
                        "test-name",
                        "test",
                        "class A {\n<-@Test void test_rows() { assertThat(1); } }",
                        "class A { @Test void keepsRows() {} }"),
                in(
                        "test-asserts",
                        "test",
                        "class A {\n<-@Test void keepsRows() { run(); }\nvoid run() {} }",
                        "class A { @Test void keepsRows() { run(); } void run() { assertThat(1).isOne(); } }"),
                in("test-disabled", "test", "class A {\n<-@Disabled @Test void keepsRows() {} }", "class A {}"));
    }
}
