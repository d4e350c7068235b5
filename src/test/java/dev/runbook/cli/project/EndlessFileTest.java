package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device or pipe in place of a file is an immediate error: it is never waited for or read into memory. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndlessFileTest {

    private static final String NO_FILE = "is a device, a pipe or a socket";

    @TempDir
    Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("hello", "- tasks: [{debug: {msg: hello}}]\n");
    }

    static Stream<String> endless() {
        return Stream.of("/dev/zero", "pipe");
    }

    @ParameterizedTest
    @MethodSource("endless")
    void noOptionReadsIt(String name) throws Exception {
        Path file = file(name);
        assertThat(project.run("run", "hello", "-e", "@" + file).err()).contains(NO_FILE);
        assertThat(project.run("run", "hello", "-i", file.toString()).err()).contains(NO_FILE);
        assertThat(project.run("validate", file.toString()).err()).contains(NO_FILE);
        assertThat(project.run("run", "--plan", file.toString()).err()).contains(NO_FILE);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void noFileThatNamesItReadsIt(String name) throws Exception {
        Path file = file(name);
        project.addRunbook("lookup", "- tasks: [{debug: {msg: \"{{ lookup('file', '" + file + "') }}\"}}]\n");
        CommandResult lookup = project.run("run", "lookup");
        assertThat(lookup.out() + lookup.err()).contains(file + " cannot be read: it is a");
        project.addRunbook("vars", "- vars_files: [" + file + "]\n  tasks: [{debug: {msg: hello}}]\n");
        assertThat(project.run("validate", "vars").err()).contains(NO_FILE);
        project.addRunbook("include", "- tasks: [{include: " + file + "}]\n");
        assertThat(project.run("validate", "include").err()).contains(NO_FILE);
        project.addRunbook(
                "rules", "- tasks: [{sql-mask: {rules: " + file + ", key: \"{{ lookup('env', 'K') }}\"}}]\n");
        CommandResult rules = project.run("run", "rules");
        assertThat(rules.exit()).isNotZero();
    }

    @Test
    void whatIsFoundWithoutBeingNamedIsPassedOverOrRefused() throws Exception {
        Path pipe = file("inventories/pipe.yml");
        assertThat(pipe).exists();
        assertThat(project.run("validate", "hello").exit()).isZero();
        assertThat(project.run("validate", "hello", "-i", "inventories").err()).contains(NO_FILE);
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAtOnce() throws IOException {
        Path large = folder.resolve("large.yml");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertThat(project.run("run", "hello", "-e", "@" + large).err()).contains("is larger than 16 mib");
        assertThat(project.run("validate", "hello", "-i", large.toString()).err())
                .contains("is larger than 16 mib");
        assertThat(project.run("run", "--plan", large.toString()).err()).contains("is larger than 16 mib");
    }

    @Test
    void aDocumentOfTooManyValuesIsRefusedBeforeItFillsTheMemory() throws IOException {
        Files.writeString(folder.resolve("many.yml"), "x: [" + "a,".repeat(4_000_000) + "]\n");
        assertThat(project.run("run", "hello", "-e", "@many.yml").err()).contains("more than 200000 values");
    }

    private Path file(String name) throws IOException, InterruptedException {
        if (name.startsWith("/")) {
            return Path.of(name);
        }
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
