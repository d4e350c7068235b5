package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import dev.runbook.journal.RunRelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code resume} repeats the command of a run, or says why it cannot. */
class ResumeCommandTest {

    private static final String FAILS = """
            - tasks:
                - {name: Greet, debug: {msg: "{{ greeting }} {{ api_token | default('nobody') }}"}, tags: [talk]}
                - {name: Give up, fail: {msg: no way}, tags: [talk]}
                - {name: Never asked for, fail: {msg: not this one}, tags: [other]}
            """;

    private static final String HOOKS = """
            - vars: {told: "{{ api_token }}"}
              tasks:
                - {name: Use it, debug: {msg: "{{ api_token }}"}, tags: [talk]}
                - {name: Give up, fail: {msg: no way}, tags: [talk]}
                - {name: Restart, restart-hook: {argv: ["true"]}, environment: {TOLD: plain}}
            """;

    @TempDir
    Path folder;

    private ProjectFixture project;
    private String failed = "";

    @BeforeEach
    void failOnce() throws IOException {
        project = new ProjectFixture(folder).addRunbook("job", FAILS);
        CommandResult result = project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.FAILED);
        failed = project.runs().get(0).id();
        assertThat(result.out()).contains("foreseen: 2/2 Give up would fail").doesNotContain("resume");
        project.addRunbook("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: now it works}"));
    }

    @Test
    void theSameCommandIsCarriedOutFromWhereverTheUserStands() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        CommandResult result = project.runFrom(elsewhere, "resume", "last");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("| hello nobody", "| now it works").doesNotContain("not this one", "stage");
        RecordedRun resumed = project.runs().get(1);
        assertThat(resumed.start().flatMap(start -> start.reference(RunRelation.RESUMES)))
                .contains(failed);
        assertThat(resumed.command()).containsExactly("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        assertThat(resumed.refresh("demo")).isEqualTo(failed);
    }

    @Test
    void itIsShownAsIsSettledOrAskedForNow() throws IOException {
        Files.writeString(folder.resolve("runbook.yml"), "output: jsonl\n");
        assertThat(project.run("rollback", "last", "--check").out()).startsWith("{\"at\":");
        assertThat(project.run("resume", "last", "--output", "text").out()).contains("| now it works");
        assertThat(project.run("resume", failed, "--output", "github").exit()).isEqualTo(ExitCode.USAGE);
        project.addRunbook("job", FAILS);
        assertThat(project.run("run", "job", "-t", "talk", "-l", "stage", "-e", "greeting=hello")
                        .exit())
                .isEqualTo(ExitCode.FAILED);
        assertThat(project.run("resume", "last").out()).startsWith("{\"at\":");
    }

    @Test
    void aRunThatEndedWellOrWasContinuedIsNotResumed() throws IOException {
        assertThat(project.run("resume", failed).exit()).isZero();
        String later = project.runs().get(1).id();
        CommandResult again = project.run("resume", failed);
        assertThat(again.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err())
                .contains("a later run, " + later + ", has continued pair demo", "runbook show " + later);
        assertThat(project.run("show", failed).out()).contains("Cannot be resumed: a later run, " + later);
        CommandResult well = project.run("resume", later);
        assertThat(well.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(well.err()).contains("run " + later + " completed successfully: nothing to resume");
    }

    @Test
    void aRollbackIsToldAsOneAndNotRepeatedOnceItHasEndedWell() throws IOException {
        Path journal = new RunFolders(project.state()).journal(failed);
        Files.writeString(
                journal,
                Files.readString(journal)
                        .replace(
                                "\"resumed\":false,\"argv\"",
                                "\"resumed\":false,\"rolls_back\":\"20260101-000000-0001\",\"argv\"")
                        .replace("\"status\":\"failed\",\"ok\"", "\"status\":\"finished\",\"ok\"")
                        .replace(
                                "\"refresh\":\"" + failed,
                                "\"data_as_of\":\"2026-01-01T00:00:00Z\",\"refresh\":\"" + failed)
                        .replace("\"exit\":4", "\"exit\":0"));
        assertThat(project.run("history").out())
                .contains("rollback of 20260101-000000-0001  finished")
                .containsPattern("(?m)^    demo finished$");
        assertThat(project.run("show", "last").out())
                .contains("rollback of 20260101-000000-0001 on 1 pair of inventories/default.yml  run " + failed)
                .containsPattern("(?m)^demo .* s  -$");
        CommandResult again = project.run("resume", "last");
        assertThat(again.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("the rollback " + failed + " completed successfully: nothing to resume");
    }

    @Test
    void filesThatAreGoneAreNamed() throws IOException {
        Files.move(folder.resolve("runbooks/job.yml"), folder.resolve("runbooks/other.yml"));
        CommandResult result = project.run("resume", failed);
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("the runbook of run " + failed + " is gone: ", "runbooks/job.yml");
    }

    @Test
    void aSecretOfTheCommandMustBeGivenAgain() throws IOException {
        project.addRunbook("job", FAILS);
        project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hi", "-e", "api_token=opensesame");
        project.addRunbook("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: now it works}"));
        CommandResult refused = project.run("resume", "last");
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("was given api_token with -e", "-e api_token=...");
        CommandResult result = project.run("resume", "last", "-e", "api_token=opensesame");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("| ***", "| now it works").doesNotContain("opensesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-e|{\"api_token\": \"opensesame\", \"greeting\": \"hi\"}",
                "--extra-vars={api_token: opensesame, greeting: hi}",
                "-egreeting=hi|-ye|api_token=opensesame"
            })
    void aSecretOfAMappingIsAskedForByItsNameAndGivenInAnyForm(String given) throws IOException {
        project.addRunbook("job", FAILS);
        List<String> words = new ArrayList<>(List.of("run", "job", "-l", "demo", "-t", "talk"));
        words.addAll(List.of(given.split("\\|")));
        assertThat(project.run(words.toArray(String[]::new)).exit()).isEqualTo(ExitCode.FAILED);
        CommandResult refused = project.run("resume", "last");
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains(
                        "was given api_token with -e",
                        "runbook resume " + project.runs().get(1).id() + " -e api_token=...")
                .doesNotContain("***");
        Files.writeString(folder.resolve("again.yml"), "api_token: opensesame\n");
        for (String again : List.of("api_token=opensesame", "{\"api_token\": \"opensesame\"}", "@again.yml")) {
            CommandResult result = project.run("resume", "last", "-e", again);
            assertThat(result.exit()).as(again + result.out() + result.err()).isEqualTo(ExitCode.FAILED);
            assertThat(result.out()).doesNotContain("opensesame");
            assertThat(project.runs().get(project.runs().size() - 1).command().toString())
                    .contains("greeting")
                    .doesNotContain("opensesame");
        }
        project.addRunbook("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: 'now {{ greeting }}'}"));
        CommandResult ended = project.run("resume", "last", "--extra-vars=api_token=opensesame");
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("| now hi");
    }

    @Test
    void aCommandThatIsNotUnderstoodAnyMoreIsShownWithoutTheSecretsOfNow() throws IOException {
        project.addRunbook("job", FAILS);
        project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hi", "-e", "api_token=opensesame");
        String id = project.runs().get(1).id();
        Path journal = project.state().resolve("runs").resolve(id).resolve("events.jsonl");
        Files.writeString(journal, Files.readString(journal).replace("\"-t\"", "\"--gone\""));
        CommandResult result = project.run("resume", id, "-e", "api_token=opensesame");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .contains(
                        "this version cannot parse the command of run ", "--gone", "run job -l demo", "'api_token=***'")
                .doesNotContain("opensesame");
    }

    @Test
    void aRollbackAsksOnATerminalOrIsAnsweredInAdvance() throws IOException {
        CommandResult result = project.run("rollback", "last");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("there is no terminal to ask at", "review it with --check, then give --yes");
        assertThat(project.runs()).hasSize(1);
    }

    @Test
    void aDiscardAsksFirstAndNeedsNeitherTheRunbookNorItsSecrets() throws IOException {
        project.addRunbook("job", HOOKS);
        project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "api_token=opensesame");
        String id = project.runs().get(1).id();
        Files.delete(folder.resolve("runbooks/job.yml"));
        CommandResult asked = project.run("discard", id);
        assertThat(asked.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(asked.err())
                .contains("a discard deletes instances permanently", "review it with --check, then give --yes");
        CommandResult check = project.run("discard", id, "--check");
        assertThat(check.exit()).as(check.err()).isEqualTo(ExitCode.NOT_CONNECTED);
        assertThat(check.out()).startsWith("check of discard of " + id + " on 1 pair of inventories/default.yml");
        assertThat(project.run("discard", id, "--yes").exit()).isEqualTo(ExitCode.NOT_CONNECTED);
        String discard = project.runs().get(2).id();
        assertThat(project.run("history").out()).contains("discard of " + id);
        assertThat(project.run("resume", discard, "--yes").exit()).isEqualTo(ExitCode.NOT_CONNECTED);
        assertThat(project.runs().get(3).undoTarget()).contains(id);
    }

    @Test
    void aRunIsFoundByTheRefreshItIsInWhenTheFirstOneHasLeftNoJournal() throws IOException {
        project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        Path journal =
                new RunFolders(project.state()).journal(project.runs().get(1).id());
        Files.writeString(
                journal, Files.readString(journal).replaceAll("\"refresh\":\"[^\"]*\"", "\"refresh\":\"r0\""));
        assertThat(project.run("show", "r0").out())
                .contains("run " + project.runs().get(1).id());
    }

    @Test
    void aRollbackAsksForWhatItsHooksUseAndForNothingElse() throws IOException {
        project.addRunbook("job", HOOKS);
        CommandResult run = project.run("run", "job", "-l", "demo", "-t", "talk", "-e", "api_token=opensesame");
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.FAILED);
        String id = project.runs().get(1).id();
        String prompts = "- vars_prompt: [{name: pin, prompt: Which pin}, {name: door, prompt: Which door}]\n  vars";
        String asking = HOOKS.replace("- vars", prompts).replace("no way", "'{{ pin }} {{ door }}'");
        project.addRunbook("job", asking);
        for (String[] words : List.of(
                new String[] {"rollback", id, "--yes"}, new String[] {"rollback", id, "--check", "--no-restart"})) {
            CommandResult result = project.run(words);
            assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.NOT_CONNECTED);
            assertThat(result.err()).isEmpty();
        }
        project.addRunbook("job", asking.replace("plain", "'{{ door }}'"));
        assertThat(project.run("rollback", id, "--yes").err())
                .contains("the runbook asks for door, and there is no terminal to ask at");
        project.addRunbook("job", asking.replace("plain", "'{{ told }}'"));
        CommandResult secret = project.run("rollback", id, "--yes");
        assertThat(secret.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(secret.err())
                .contains("was given api_token with -e", "give it again: runbook rollback " + id + " -e api_token=...");
        CommandResult given = project.run("rollback", id, "--yes", "-e", "api_token=opensesame");
        assertThat(given.exit()).as(given.err()).isEqualTo(ExitCode.NOT_CONNECTED);
        String rollback = project.runs().get(project.runs().size() - 1).id();
        CommandResult again = project.run("resume", rollback);
        assertThat(again.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("give it again: runbook resume " + rollback + " -e api_token=...");
        assertThat(project.run("resume", rollback, "-e", "api_token=opensesame").exit())
                .isEqualTo(ExitCode.NOT_CONNECTED);
    }
}
