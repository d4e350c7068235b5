package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
class CarryOnTest {

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

    private SmallProject project;
    private String failed = "";

    @BeforeEach
    void failOnce() throws IOException {
        project = new SmallProject(folder).with("job", FAILS);
        ProgramExit ended = project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(Exit.FAILED);
        failed = project.runs().get(0).id();
        assertThat(ended.out()).contains("foreseen: 2/2 Give up would fail").doesNotContain("resume");
        project.with("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: now it works}"));
    }

    @Test
    void theSameCommandIsCarriedOutFromWhereverTheUserStands() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        ProgramExit ended = project.from(elsewhere, "resume", "last");
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("| hello nobody", "| now it works").doesNotContain("not this one", "stage");
        RecordedRun resumed = project.runs().get(1);
        assertThat(resumed.start().flatMap(start -> start.reference(RunRelation.RESUMES)))
                .contains(failed);
        assertThat(resumed.command()).containsExactly("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        assertThat(resumed.refresh("demo")).isEqualTo(failed);
    }

    @Test
    void itIsShownAsIsSettledOrAskedForNow() throws IOException {
        Files.writeString(folder.resolve("runbook.yml"), "output: jsonl\n");
        assertThat(project.call("rollback", "last", "--check").out()).startsWith("{\"at\":");
        assertThat(project.call("resume", "last", "--output", "text").out()).contains("| now it works");
        assertThat(project.call("resume", failed, "--output", "github").exit()).isEqualTo(Exit.USAGE);
        project.with("job", FAILS);
        assertThat(project.call("run", "job", "-t", "talk", "-l", "stage", "-e", "greeting=hello")
                        .exit())
                .isEqualTo(Exit.FAILED);
        assertThat(project.call("resume", "last").out()).startsWith("{\"at\":");
    }

    @Test
    void aRunThatEndedWellOrWasContinuedIsNotResumed() throws IOException {
        assertThat(project.call("resume", failed).exit()).isZero();
        String later = project.runs().get(1).id();
        ProgramExit again = project.call("resume", failed);
        assertThat(again.exit()).isEqualTo(Exit.USAGE);
        assertThat(again.err())
                .contains("a later run, " + later + ", has continued pair demo", "runbook show " + later);
        assertThat(project.call("show", failed).out()).contains("Cannot be resumed: a later run, " + later);
        ProgramExit well = project.call("resume", later);
        assertThat(well.exit()).isEqualTo(Exit.USAGE);
        assertThat(well.err()).contains("run " + later + " ended well: nothing to resume");
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
        assertThat(project.call("history").out())
                .contains("rollback of 20260101-000000-0001  finished")
                .containsPattern("(?m)^    demo finished$");
        assertThat(project.call("show", "last").out())
                .contains("rollback of 20260101-000000-0001 on 1 pair of inventories/default.yml  run " + failed)
                .containsPattern("(?m)^demo .* s  -$");
        ProgramExit again = project.call("resume", "last");
        assertThat(again.exit()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains("the rollback " + failed + " ended well: nothing to resume");
    }

    @Test
    void filesThatAreGoneAreNamed() throws IOException {
        Files.move(folder.resolve("runbooks/job.yml"), folder.resolve("runbooks/other.yml"));
        ProgramExit ended = project.call("resume", failed);
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("the runbook of run " + failed + " is gone: ", "runbooks/job.yml");
    }

    @Test
    void aSecretOfTheCommandMustBeGivenAgain() throws IOException {
        project.with("job", FAILS);
        project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hi", "-e", "api_token=opensesame");
        project.with("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: now it works}"));
        ProgramExit refused = project.call("resume", "last");
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("was given api_token with -e", "-e api_token=...");
        ProgramExit ended = project.call("resume", "last", "-e", "api_token=opensesame");
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("| ***", "| now it works").doesNotContain("opensesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-e|{\"api_token\": \"opensesame\", \"greeting\": \"hi\"}",
                "--extra-vars={api_token: opensesame, greeting: hi}",
                "-egreeting=hi|-ye|api_token=opensesame"
            })
    void aSecretOfAMappingIsAskedForByItsNameAndGivenInAnyForm(String given) throws IOException {
        project.with("job", FAILS);
        List<String> words = new ArrayList<>(List.of("run", "job", "-l", "demo", "-t", "talk"));
        words.addAll(List.of(given.split("\\|")));
        assertThat(project.call(words.toArray(String[]::new)).exit()).isEqualTo(Exit.FAILED);
        ProgramExit refused = project.call("resume", "last");
        assertThat(refused.exit()).isEqualTo(Exit.USAGE);
        assertThat(refused.err())
                .contains(
                        "was given api_token with -e",
                        "runbook resume " + project.runs().get(1).id() + " -e api_token=...")
                .doesNotContain("***");
        Files.writeString(folder.resolve("again.yml"), "api_token: opensesame\n");
        for (String again : List.of("api_token=opensesame", "{\"api_token\": \"opensesame\"}", "@again.yml")) {
            ProgramExit ended = project.call("resume", "last", "-e", again);
            assertThat(ended.exit()).as(again + ended.out() + ended.err()).isEqualTo(Exit.FAILED);
            assertThat(ended.out()).doesNotContain("opensesame");
            assertThat(project.runs().get(project.runs().size() - 1).command().toString())
                    .contains("greeting")
                    .doesNotContain("opensesame");
        }
        project.with("job", FAILS.replace("fail: {msg: no way}", "debug: {msg: 'now {{ greeting }}'}"));
        ProgramExit ended = project.call("resume", "last", "--extra-vars=api_token=opensesame");
        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("| now hi");
    }

    @Test
    void aCommandThatIsNotUnderstoodAnyMoreIsShownWithoutTheSecretsOfNow() throws IOException {
        project.with("job", FAILS);
        project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hi", "-e", "api_token=opensesame");
        String id = project.runs().get(1).id();
        Path journal = project.state().resolve("runs").resolve(id).resolve("events.jsonl");
        Files.writeString(journal, Files.readString(journal).replace("\"-t\"", "\"--gone\""));
        ProgramExit ended = project.call("resume", id, "-e", "api_token=opensesame");
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err())
                .contains("this version cannot parse the command of run ", "--gone", "run job -l demo", "'api_token=***'")
                .doesNotContain("opensesame");
    }

    @Test
    void aRollbackAsksOnATerminalOrIsAnsweredInAdvance() throws IOException {
        ProgramExit ended = project.call("rollback", "last");
        assertThat(ended.exit()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("there is no terminal to ask at", "review it with --check, then give --yes");
        assertThat(project.runs()).hasSize(1);
    }

    @Test
    void aDiscardAsksFirstAndNeedsNeitherTheRunbookNorItsSecrets() throws IOException {
        project.with("job", HOOKS);
        project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "api_token=opensesame");
        String id = project.runs().get(1).id();
        Files.delete(folder.resolve("runbooks/job.yml"));
        ProgramExit asked = project.call("discard", id);
        assertThat(asked.exit()).isEqualTo(Exit.USAGE);
        assertThat(asked.err()).contains("a discard deletes instances permanently", "review it with --check, then give --yes");
        ProgramExit check = project.call("discard", id, "--check");
        assertThat(check.exit()).as(check.err()).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(check.out()).startsWith("check of discard of " + id + " on 1 pair of inventories/default.yml");
        assertThat(project.call("discard", id, "--yes").exit()).isEqualTo(Exit.NOT_CONNECTED);
        String discard = project.runs().get(2).id();
        assertThat(project.call("history").out()).contains("discard of " + id);
        assertThat(project.call("resume", discard, "--yes").exit()).isEqualTo(Exit.NOT_CONNECTED);
        assertThat(project.runs().get(3).undoes()).contains(id);
    }

    @Test
    void aRunIsFoundByTheRefreshItIsInWhenTheFirstOneHasLeftNoJournal() throws IOException {
        project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "greeting=hello");
        Path journal =
                new RunFolders(project.state()).journal(project.runs().get(1).id());
        Files.writeString(
                journal, Files.readString(journal).replaceAll("\"refresh\":\"[^\"]*\"", "\"refresh\":\"r0\""));
        assertThat(project.call("show", "r0").out())
                .contains("run " + project.runs().get(1).id());
    }

    @Test
    void aRollbackAsksForWhatItsHooksUseAndForNothingElse() throws IOException {
        project.with("job", HOOKS);
        ProgramExit run = project.call("run", "job", "-l", "demo", "-t", "talk", "-e", "api_token=opensesame");
        assertThat(run.exit()).as(run.err()).isEqualTo(Exit.FAILED);
        String id = project.runs().get(1).id();
        String prompts = "- vars_prompt: [{name: pin, prompt: Which pin}, {name: door, prompt: Which door}]\n  vars";
        String asking = HOOKS.replace("- vars", prompts).replace("no way", "'{{ pin }} {{ door }}'");
        project.with("job", asking);
        for (String[] words : List.of(
                new String[] {"rollback", id, "--yes"}, new String[] {"rollback", id, "--check", "--no-restart"})) {
            ProgramExit ended = project.call(words);
            assertThat(ended.exit()).as(ended.err()).isEqualTo(Exit.NOT_CONNECTED);
            assertThat(ended.err()).isEmpty();
        }
        project.with("job", asking.replace("plain", "'{{ door }}'"));
        assertThat(project.call("rollback", id, "--yes").err())
                .contains("the runbook asks for door, and there is no terminal to ask at");
        project.with("job", asking.replace("plain", "'{{ told }}'"));
        ProgramExit secret = project.call("rollback", id, "--yes");
        assertThat(secret.exit()).isEqualTo(Exit.USAGE);
        assertThat(secret.err())
                .contains("was given api_token with -e", "give it again: runbook rollback " + id + " -e api_token=...");
        ProgramExit given = project.call("rollback", id, "--yes", "-e", "api_token=opensesame");
        assertThat(given.exit()).as(given.err()).isEqualTo(Exit.NOT_CONNECTED);
        String rollback = project.runs().get(project.runs().size() - 1).id();
        ProgramExit again = project.call("resume", rollback);
        assertThat(again.exit()).isEqualTo(Exit.USAGE);
        assertThat(again.err()).contains("give it again: runbook resume " + rollback + " -e api_token=...");
        assertThat(project.call("resume", rollback, "-e", "api_token=opensesame")
                        .exit())
                .isEqualTo(Exit.NOT_CONNECTED);
    }
}
