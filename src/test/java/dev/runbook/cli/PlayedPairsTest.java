package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run covers exactly the pairs that have a play. */
class PlayedPairsTest {

    @TempDir
    Path folder;

    private SmallProject project;

    @BeforeEach
    void oneOfTwoPairs() throws IOException {
        project = new SmallProject(folder).with("one", "- {pairs: demo, tasks: [{debug: {msg: hello}}]}\n");
    }

    @Test
    void aPairThatNoPlayIsForIsLeftOut() {
        assertThat(project.call("run", "one").out()).contains("on 1 pair ").doesNotContain("stage");
        assertThat(project.call("list", "pairs", "one").out()).contains("demo").doesNotContain("stage");
        assertThat(project.call("list", "pairs").out()).contains("demo", "stage");
    }

    @Test
    void askingForNoneButSuchAPairIsAMistake() {
        ProgramExit ended = project.call("run", "one", "-l", "stage");
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err()).contains("no play of runbooks/one.yml is for 'stage'", "its plays are for demo");
    }
}
