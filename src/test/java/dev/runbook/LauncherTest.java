package dev.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code bin/runbook} in a checkout that is already built, with a program that prints its arguments. */
@Tag("slow")
class LauncherTest {

    private static final String MAIN = """
            package dev.runbook.cli.command;
            public class Main {
                public static void main(String[] args) {
                    System.out.println(String.join("|", args));
                    System.out.println(System.getenv("RUNBOOK_HOME"));
                    System.out.println(System.getenv("RUNBOOK_JAVA"));
                    System.exit(args.length);
                }
            }
            """;

    @TempDir
    private Path folder;

    private Path checkout = Path.of("");

    @BeforeEach
    void makesABuiltCheckout() throws IOException {
        checkout = Files.createDirectories(folder.toRealPath().resolve("a checkout"));
        for (String name : List.of("runbook", "find-java.sh")) {
            Path copy = Files.createDirectories(checkout.resolve("bin")).resolve(name);
            Files.copy(Path.of("bin", name), copy);
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        Path classes = Files.createDirectories(checkout.resolve("target/classes"));
        Path source = Files.writeString(checkout.resolve("Main.java"), MAIN);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        Files.writeString(checkout.resolve("target/launch"), "/none/bin/java\n" + classes + "\n");
    }

    @Test
    void argumentsHomeAndExitCodeArePassedOn() throws Exception {
        LauncherExit ended = start(Map.of(), checkout.resolve("bin/runbook").toString(), "run", "two words");
        assertThat(ended.lines()).startsWith("run|two words", checkout.toString());
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void worksThroughAChainOfSymbolicLinksFromAnotherFolder() throws Exception {
        Files.createSymbolicLink(folder.resolve("first"), Path.of("a checkout/bin/runbook"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
        assertThat(start(Map.of(), second.toString(), "run").lines()).startsWith("run", checkout.toString());
    }

    @Test
    void aJavaThatIsTooOldIsPassedOver() throws Exception {
        Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        LauncherExit ended = start(
                Map.of("JAVA_HOME", old.toString()),
                checkout.resolve("bin/runbook").toString(),
                "run");
        assertThat(ended.lines()).hasSize(3).last().asString().isNotEqualTo(old + "/bin/java");
    }

    @Test
    void aCheckoutThatWasMovedSaysHowToRepairIt() throws Exception {
        Files.writeString(checkout.resolve("target/launch"), "/none/bin/java\n/elsewhere/target/runbook.jar\n");
        LauncherExit ended = start(Map.of(), checkout.resolve("bin/runbook").toString(), "run");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.lines()).singleElement().asString().contains("was moved", "bin/build");
    }

    @Test
    void optionsOfTheArchiveAreForTheJavaItWasMadeWith() throws Exception {
        String program = checkout.resolve("bin/runbook").toString();
        Path classes = checkout.resolve("target/classes");
        Files.createFile(checkout.resolve("target/runbook.jsa"));
        String rest = "\n" + classes + "\n-XX:NoSuchOption=1\n";
        Files.writeString(checkout.resolve("target/launch"), "/none/bin/java" + rest);
        assertThat(start(Map.of(), program, "run").lines()).startsWith("run");
        Files.writeString(checkout.resolve("target/launch"), System.getProperty("java.home") + "/bin/java" + rest);
        assertThat(start(Map.of(), program, "run").lines()).asString().contains("NoSuchOption");
    }

    private record LauncherExit(int exitCode, List<String> lines) {
        LauncherExit {
            lines = List.copyOf(lines);
        }
    }

    private LauncherExit start(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines;
        try (var reader = process.inputReader()) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new LauncherExit(process.exitValue(), lines);
    }
}
