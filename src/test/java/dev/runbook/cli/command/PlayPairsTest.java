package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run covers exactly the pairs that have a play. */
class PlayPairsTest {

    @TempDir
    Path folder;

    private ProjectFixture project;

    @BeforeEach
    void oneOfTwoPairs() throws IOException {
        project = new ProjectFixture(folder).addRunbook("one", "- {pairs: demo, tasks: [{debug: {msg: hello}}]}\n");
    }

    @Test
    void aPairThatNoPlayIsForIsLeftOut() {
        assertThat(project.run("run", "one").out()).contains("on 1 pair ").doesNotContain("stage");
        assertThat(project.run("list", "pairs", "one").out()).contains("demo").doesNotContain("stage");
        assertThat(project.run("list", "pairs").out()).contains("demo", "stage");
    }

    @Test
    void askingForNoneButSuchAPairIsAMistake() {
        CommandResult result = project.run("run", "one", "-l", "stage");
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("no play of runbooks/one.yml is for 'stage'", "its plays are for demo");
    }
}
