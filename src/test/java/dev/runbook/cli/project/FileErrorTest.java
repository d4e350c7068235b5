package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unusable file or folder is a usage error, reported in two lines. */
class FileErrorTest {

    @TempDir
    Path folder;

    private ProjectFixture project;
    private Path file;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("hello", "- tasks: [{debug: {msg: hello}}]\n");
        file = Files.writeString(folder.resolve("file"), "");
    }

    @Test
    void aPageThatCannotBeWrittenIsNamed() {
        assertThat(project.run("run", "hello").exit()).isZero();
        CommandResult result = project.run("report", "last", "--html", "file/page.html");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("""
                runbook: the page cannot be written to file/page.html: something else with that name exists
                  hint: name a file that you may write
                """);
        assertThat(project.run("report", "last", "--html", ".").err())
                .startsWith("runbook: the page cannot be written to .: is a directory\n");
    }

    @Test
    void aStateFolderThatCannotBeUsedIsNamed() {
        for (Path state : new Path[] {file, file.resolve("state")}) {
            CommandResult result = CommandResult.runInProcess(
                    folder, folder, Map.of("RUNBOOK_STATE", state.toString()), "run", "hello");
            assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err())
                    .startsWith("runbook: the state folder " + state + " cannot be used: ")
                    .contains(
                            "not a directory", "  hint: make it a folder that you can read and write", "RUNBOOK_STATE")
                    .hasLineCount(2);
        }
    }
}
