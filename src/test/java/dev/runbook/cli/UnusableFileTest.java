package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unusable file or folder is a usage error, reported in two lines. */
class UnusableFileTest {

    @TempDir
    Path folder;

    private SmallProject project;
    private Path file;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new SmallProject(folder).with("hello", "- tasks: [{debug: {msg: hello}}]\n");
        file = Files.writeString(folder.resolve("file"), "");
    }

    @Test
    void aPageThatCannotBeWrittenIsNamed() {
        assertThat(project.call("run", "hello").exit()).isZero();
        ProgramExit ended = project.call("report", "last", "--html", "file/page.html");
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).isEqualTo("""
                runbook: the page cannot be written to file/page.html: something else with that name exists
                  hint: name a file that you may write
                """);
        assertThat(project.call("report", "last", "--html", ".").err())
                .startsWith("runbook: the page cannot be written to .: is a directory\n");
    }

    @Test
    void aStateFolderThatCannotBeUsedIsNamed() {
        for (Path state : new Path[] {file, file.resolve("state")}) {
            ProgramExit ended =
                    ProgramExit.inProcess(folder, folder, Map.of("RUNBOOK_STATE", state.toString()), "run", "hello");
            assertThat(ended.exit()).isEqualTo(Exit.USAGE);
            assertThat(ended.err())
                    .startsWith("runbook: the state folder " + state + " cannot be used: ")
                    .contains(
                            "not a directory", "  hint: make it a folder that you can read and write", "RUNBOOK_STATE")
                    .hasLineCount(2);
        }
    }
}
