package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import dev.runbook.journal.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value of {@code -e} is secret if it answers a secret prompt, or if only tasks with {@code no_log} read it. */
class ExtraVarSecretsTest {

    private static final String RUNBOOK = """
            - vars_prompt: [{name: pin, prompt: Which pin}]
              vars: {login: "user:{{ word }}"}
              tasks:
                - assert: {that: ["pin == '07'"]}
                - debug: {msg: "{{ login }} {{ count }}"}
                  when: count > 2
                  no_log: true
                - debug: {msg: "{{ town }}"}
                - fail: {msg: not yet}
            """;

    @TempDir
    Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("job", RUNBOOK);
    }

    private CommandResult run() {
        return project.run(
                "run", "job", "-l", "demo", "-e", "pin=07", "-e", "{word: ox, count: 3}", "--extra-vars=town=Ulm");
    }

    @Test
    void theJournalKeepsOnlyTheNamesOfSecretsHoweverShortTheyAre() throws IOException {
        CommandResult result = run();
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).contains("not yet");
        assertThat(project.runs().get(0).command())
                .containsExactly(
                        "run",
                        "job",
                        "-l",
                        "demo",
                        "-e",
                        "pin=***",
                        "-e",
                        "{\"word\":\"***\",\"count\":\"***\"}",
                        "--extra-vars=town=Ulm");
    }

    @Test
    void theSecretsOfARunMustBeGivenAgainToResumeIt() throws IOException {
        run();
        project.addRunbook("job", RUNBOOK.replace("fail:", "debug:"));
        CommandResult without = project.run("resume", "last");
        assertThat(without.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(without.err()).contains("was given count and pin and word with -e");
        CommandResult resumed = project.run("resume", "last", "-e", "pin=07", "-e", "word=ox", "-e", "count=3");
        assertThat(resumed.exit()).as(resumed.err()).isEqualTo(ExitCode.OK);
        Path journal =
                new RunFolders(project.state()).journal(project.runs().get(1).id());
        assertThat(Files.readString(journal)).contains("pin=***").doesNotContain("pin=07", "ox");
    }

    @Test
    void aValueThatSomethingElseReadsTooIsShown() throws IOException {
        project.addRunbook("job", RUNBOOK.replace("{{ town }}", "{{ town }} {{ word }}"));
        run();
        assertThat(project.runs().get(0).command()).contains("{\"word\":\"ox\",\"count\":\"***\"}");
    }

    @Test
    void whatAFileReadsForIncludedTasksCountsAsWhatTheyAre() throws IOException {
        Files.createDirectories(folder.resolve("runbooks/tasks"));
        Files.writeString(
                folder.resolve("runbooks/tasks/more.yml"),
                "inputs: {key_word: {}}\ntasks: [{debug: {msg: \"{{ key_word }}\"}, no_log: true}]\n");
        project.addRunbook("job", "- tasks: [{include: tasks/more.yml, inputs: {key_word: \"{{ word }}\"}}]\n");
        CommandResult result = project.run("run", "job", "-l", "demo", "-e", "word=ox");
        assertThat(result.exit()).as(result.err() + result.out()).isZero();
        assertThat(project.runs().get(0).command()).contains("word=***");
    }

    @Test
    void aPlanHoldsNoSecretAndTakesItAgain() throws IOException {
        project.addRunbook("job", "- vars_prompt: [{name: pin}]\n  tasks: [{debug: {msg: \"{{ pin }}\"}}]\n");
        CommandResult planned =
                project.run("run", "job", "-l", "demo", "--check", "--out", "plan.json", "-e", "pin=0314159");
        assertThat(planned.err()).contains("run --plan plan.json -e pin=...");
        assertThat(Files.readString(folder.resolve("plan.json"))).doesNotContain("314159");
        assertThat(project.run("run", "--plan", "plan.json", "-e", "pin=314159").exit())
                .isEqualTo(ExitCode.REFUSED);
        CommandResult carriedOut = project.run("run", "--plan", "plan.json", "-e", "pin=0314159");
        assertThat(carriedOut.exit()).as(carriedOut.err()).isZero();
    }

    @Test
    void aMistakeInTheNameDoesNotShowTheValue() {
        CommandResult unknown =
                project.run("run", "job", "-e", "pni=hunter2", "-e", "{pin: 07, word: ox, count: 3, town: Ulm}");
        assertThat(unknown.err()).contains("nothing reads the variable 'pni'").doesNotContain("hunter2");
        CommandResult impossible = project.run("run", "job", "-e", "the-pin=hunter2");
        assertThat(impossible.err())
                .contains("'the-pin=...' does not set a variable")
                .doesNotContain("hunter2");
    }
}
