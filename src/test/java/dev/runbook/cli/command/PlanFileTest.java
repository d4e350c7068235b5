package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.ProgramVersion;
import dev.runbook.journal.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The plan file: its contents, the options it can be combined with, and the files that must be unchanged. */
class PlanFileTest {

    private static final String RUNBOOK = """
            - name: a short wait
              vars_files: [names.yml]
              tasks:
                - name: Say it
                  debug: {msg: "{{ greeting }} {{ run_id }} {{ api_token | default('nothing') }} {{ lookup('file', 'note.txt') }}"}
                - name: Wait
                  tags: [wait]
                  pause: {for: "{{ seconds | default(0) }}s"}
                  vars: {said: "{{ word | default('') }}"}
            """;

    @TempDir
    private Path folder;

    private ProjectFixture project = new ProjectFixture(Path.of("target"));

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder).addRunbook("wait", RUNBOOK);
        Files.writeString(folder.resolve("runbooks/names.yml"), "greeting: hello\n");
        Files.writeString(folder.resolve("note.txt"), "a note\n");
    }

    @Test
    void aCheckWritesAPlanAndTheRunCarriesItOutOnce() throws IOException {
        CommandResult check = project.run("run", "wait", "-l", "demo", "--check", "--out", "plan.json");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).contains("To apply exactly this plan:", "run --plan plan.json");
        assertThat(project.runs()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("plan.json"))))
                .isEqualTo("rw-------");
        assertThat(plan())
                .contains("\"format_version\": \"1.0\"", "\"program\": \"" + ProgramVersion.text() + "\"")
                .contains("\"argv\": [\"run\", \"wait\", \"-l\", \"demo\", \"--check\", \"--out\", \"plan.json\"]")
                .contains("\"path\": \"runbooks/wait.yml\"", "\"path\": \"inventories/default.yml\"")
                .contains("\"path\": \"runbooks/names.yml\"", "\"path\": \"note.txt\"")
                .contains("\"module\": \"pause\"", "\"role\": \"runbook\"")
                .doesNotContain("\"pair\": \"stage\"");

        CommandResult run = project.run("run", "--plan", "plan.json");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).contains("applying plan.json, made just now");
        RecordedRun recorded = project.runs().get(0);
        assertThat(recorded.hasStarted("demo")).isTrue();
        assertThat(recorded.hasStarted("stage")).isFalse();

        CommandResult again = project.run("run", "--plan", "plan.json");
        assertThat(again.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.out()).contains("the plan was carried out already, in run " + recorded.id());
    }

    @TestFactory
    Stream<DynamicTest> aChangedFileIsNamedAndNothingIsRun() {
        return Stream.of("runbooks/wait.yml", "runbooks/names.yml", "inventories/default.yml", "note.txt")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    makeAProject();
                    assertThat(project.run("run", "wait", "--check", "--out", "plan.json")
                                    .exit())
                            .isZero();
                    Files.writeString(folder.resolve(path), Files.readString(folder.resolve(path)) + "# more\n");
                    CommandResult changed = project.run("run", "--plan", "plan.json");
                    assertThat(changed.exit()).isEqualTo(ExitCode.REFUSED);
                    assertThat(changed.err())
                            .contains("files have changed since it was made", "    " + path + " (", "had SHA-256 ");
                    Files.delete(folder.resolve(path));
                    assertThat(project.run("run", "--plan", "plan.json").err()).contains("is gone");
                    assertThat(project.runs()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatSaysSomethingElseThanThePlanIsAClash() {
        return Stream.of(
                        List.of("wait"),
                        List.of("-i", "default"),
                        List.of("-l", "demo"),
                        List.of("-t", "wait"),
                        List.of("--skip-tags", "wait"),
                        List.of("--from", "wait"),
                        List.of("--check"),
                        List.of("--step"),
                        List.of("--out", "other.json"))
                .map(words -> DynamicTest.dynamicTest(String.join(" ", words), () -> {
                    List<String> all = new ArrayList<>(List.of("run", "--plan", "plan.json"));
                    all.addAll(words);
                    CommandResult clash = project.run(all.toArray(String[]::new));
                    assertThat(clash.exit()).isEqualTo(ExitCode.USAGE);
                    assertThat(clash.err()).contains("--plan cannot be combined with", words.get(0));
                }));
    }

    @Test
    void aSecretIsNotInThePlanAndHasToBeGivenAgain() throws IOException {
        CommandResult check =
                project.run("run", "wait", "-e", "api_token=tell-nobody-7", "--check", "--out", "plan.json");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).contains("run --plan plan.json -e api_token=...");
        assertThat(plan()).doesNotContain("tell-nobody-7").contains("\"api_token=***\"", "\"salt\"");

        CommandResult without = project.run("run", "--plan", "plan.json");
        assertThat(without.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(without.err()).contains("secrets that it does not contain: api_token", "-e NAME=VALUE");
        CommandResult wrong = project.run("run", "--plan", "plan.json", "-e", "api_token=another");
        assertThat(wrong.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(wrong.err())
                .contains("the value of 'api_token' is not the one")
                .doesNotContain("another\"");
        CommandResult run = project.run("run", "--plan", "plan.json", "-e", "api_token=tell-nobody-7");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    @Test
    void anOrdinaryValueIsInThePlanAndCannotBeGivenAnew() throws IOException {
        assertThat(project.run("run", "wait", "-e", "seconds=0", "-e", "{word: 'two words'}", "--check", "--out", "p")
                        .exit())
                .isZero();
        assertThat(Files.readString(folder.resolve("p")))
                .contains("\"values\": {\"seconds\": 0, \"word\": \"two words\"}");
        CommandResult other = project.run("run", "--plan", "p", "-e", "seconds=1");
        assertThat(other.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("-e gives 'seconds', but the values of the plan p are fixed");
        assertThat(project.run("run", "--plan", "p").exit()).isZero();
    }

    @Test
    void aSecretThatIsLookedUpLeavesNoDigestInThePlan() throws IOException {
        Files.writeString(folder.resolve("api-password.txt"), "tell-nobody-7\n");
        project.addRunbook("secret", "- tasks: [{debug: {msg: \"{{ lookup('file', 'api-password.txt') }}\"}}]\n");
        assertThat(project.run("run", "secret", "--check", "--out", "plan.json").exit())
                .isZero();
        assertThat(plan()).doesNotContain("tell-nobody-7", "api-password.txt");
    }

    @Test
    void aRunByAPlanIsCarriedOnByThatPlan() throws IOException {
        project.addRunbook("late", "- tasks: [{pause: {for: 0s}}, {fail: {msg: as wished}, when: not check}]\n");
        assertThat(project.run("run", "late", "--check", "--out", "plan.json").exit())
                .isZero();
        CommandResult failed = project.run("run", "--plan", "plan.json");
        assertThat(failed.exit()).as(failed.out() + failed.err()).isEqualTo(ExitCode.FAILED);
        CommandResult resumed = project.run("resume", "last");
        assertThat(resumed.err()).contains("applying plan.json");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isEqualTo(ExitCode.FAILED);
        Files.delete(folder.resolve("plan.json"));
        assertThat(project.run("resume", "last").err()).contains("there is no plan 'plan.json'");
    }

    @Test
    void aFailedCheckWritesNothingAndSaysSo() throws IOException {
        project.addRunbook("broken", "- tasks: [{pause: {for: 0s}}, {fail: {msg: as wished}}]\n");
        Files.writeString(folder.resolve("plan.json"), "an older one");
        CommandResult check = project.run("run", "broken", "--check", "--out", "plan.json");
        assertThat(check.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(check.err()).contains("no plan was written", "the older plan.json is still there");
        assertThat(plan()).isEqualTo("an older one");
    }

    @Test
    void whatIsNoPlanOrOneOfAnotherFormatIsSaidSo() throws IOException {
        assertThat(project.run("run", "--plan", "none.json"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(ExitCode.USAGE))
                .satisfies(result -> assertThat(result.err()).contains("there is no plan 'none.json'"));
        Files.writeString(folder.resolve("plan.json"), "not JSON");
        assertThat(project.run("run", "--plan", "plan.json"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(ExitCode.INVALID))
                .satisfies(result -> assertThat(result.err()).contains("cannot be used as a plan: it is not JSON"));
        assertThat(project.run("run", "wait", "--check", "--out", "plan.json").exit())
                .isZero();
        Files.writeString(folder.resolve("plan.json"), plan().replace("\"1.0\"", "\"2.0\""));
        assertThat(project.run("run", "--plan", "plan.json"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(ExitCode.REFUSED))
                .satisfies(result -> assertThat(result.err()).contains("its format is 2.0", "reads format 1.0"));
    }

    @Test
    void aPlanOfALaterMinorVersionIsCarriedOut() throws IOException {
        assertThat(project.run("run", "wait", "--check", "--out", "plan.json").exit())
                .isZero();
        Files.writeString(
                folder.resolve("plan.json"),
                plan().replace("\"1.0\"", "\"1.7\"").replaceFirst("\\{", "{\"mood\": 1, "));
        CommandResult run = project.run("run", "--plan", "plan.json");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsFoundBeforeTheCheck() {
        CommandResult nowhere = project.run("run", "wait", "--check", "--out", "no/such/plan.json");
        assertThat(nowhere.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(nowhere.err()).contains("its folder does not exist");
        assertThat(nowhere.out()).isEmpty();
        assertThat(project.run("run", "wait", "--out", "plan.json").err()).contains("this is a run", "add --check");
        assertThat(project.run("run").err()).contains("there is nothing to run");
    }

    private String plan() throws IOException {
        return Files.readString(folder.resolve("plan.json"));
    }
}
