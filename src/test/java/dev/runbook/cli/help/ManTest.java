package dev.runbook.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManTest {

    @TempDir
    private Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() {
        project = new ProjectFixture(folder);
    }

    @Test
    void everyVerbAndModuleHasAPage() throws IOException {
        CommandResult result = project.run("man", "--all", "pages");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(pages())
                .contains("man1/runbook.1", "man1/runbook-run.1", "man1/runbook-man.1", "man7/runbook-rds-clone.7")
                .noneMatch(page -> page.contains("__complete"))
                .hasSizeGreaterThan(25);
        assertThat(Files.readString(folder.resolve("pages/man1/runbook-run.1")))
                .startsWith(".TH \"RUNBOOK\\-RUN\" 1".replace(" 1", " \"1\""))
                .contains("\\fB\\-\\-check\\fR", "\\fB\\-i\\fR, \\fB\\-\\-inventory\\fR \\fIFILE\\fR");
    }

    @Test
    void aPageIsFoundByTheNameOfItsVerbOrModule() {
        assertThat(project.run("man").out()).contains(".TH \"RUNBOOK\"", "EXIT STATUS", "RUNBOOK_FORKS");
        assertThat(project.run("man", "run").out()).contains(".TH \"RUNBOOK\\-RUN\"");
        assertThat(project.run("man", "rds-clone").out()).contains(".TH \"RUNBOOK\\-RDS\\-CLONE\"", "ARGUMENTS");
        for (String name : List.of("runbook", "runbook.1")) {
            assertThat(project.run("man", name)).isEqualTo(project.run("man"));
        }
        for (String name : List.of("runbook-run", "runbook-run.1", "run.1")) {
            assertThat(project.run("man", name)).isEqualTo(project.run("man", "run"));
        }
        for (String name : List.of("runbook-rds-clone", "runbook-rds-clone.7", "rds-clone.7")) {
            assertThat(project.run("man", name)).isEqualTo(project.run("man", "rds-clone"));
        }
        assertThat(project.run("man", "rds-clon").err()).contains("did you mean 'rds-clone'?");
    }

    @Test
    void whatLooksLikeACommandInTheTextIsNone() {
        RoffBuilder page = new RoffBuilder("x", 7, "runbook")
                .paragraph(RoffBuilder.escape(".SH 'it' is a \\ back-slash, é"))
                .verbatim(List.of(".fi", "'quoted'"));
        assertThat(page.toString()).endsWith("""
            .PP
            \\&.SH \\(aqit\\(aq is a \\e back\\-slash, \\[u00E9]
            .PP
            .RS 4
            .nf
            \\&.fi
            \\(aqquoted\\(aq
            .fi
            .RE
            """);
    }

    @Test
    void noPageMakesTheFormatterComplain() throws IOException, InterruptedException {
        assumeTrue(onPath("groff"), "groff is not installed");
        project.run("man", "--all", "pages");
        for (String page : pages()) {
            Process groff = new ProcessBuilder(
                            "groff",
                            "-man",
                            "-ww",
                            "-z",
                            "-Tutf8",
                            folder.resolve("pages").resolve(page).toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(groff.waitFor()).as(page).isZero();
            assertThat(said).as(page).isEmpty();
        }
    }

    private List<String> pages() throws IOException {
        Path root = folder.resolve("pages");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
