package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the words of a command line are understood, and what is said about those that make no sense. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    private SmallProject project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new SmallProject(folder)
                .with("greet", "- tasks: [{debug: {msg: \"{{ greeting | default('hello') }}\"}}]\n")
                .with("fails", "- tasks: [{fail: {msg: \"{{ greeting }} and no way\"}}]\n");
    }

    @Test
    void aFileOfVariablesIsNamedInAWordOfItsOwn() throws IOException {
        Path vars = Files.writeString(folder.resolve("vars.yml"), "greeting: good morning\n");
        Ended ended = project.call("run", "greet", "-e", "@" + vars);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("| good morning");
        assertThat(project.call("run", "fails", "-l", "demo", "-e", "@" + vars).out())
                .contains("good morning and no way");
        assertThat(project.call("resume", "last").out()).contains("good morning and no way");
    }
}
