package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

    private SmallProject project = new SmallProject(Path.of("target"));

    @BeforeEach
    void makeAProject() throws IOException {
        project = new SmallProject(folder).with("wait", RUNBOOK);
        Files.writeString(folder.resolve("runbooks/names.yml"), "greeting: hello\n");
        Files.writeString(folder.resolve("note.txt"), "a note\n");
    }

    @Test
    void aCheckWritesAPlanAndTheRunCarriesItOutOnce() throws IOException {
        ProgramExit check = project.call("run", "wait", "-l", "demo", "--check", "--out", "plan.json");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).contains("To apply exactly this plan:", "run --plan plan.json");
        assertThat(project.runs()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("plan.json"))))
                .isEqualTo("rw-------");
        assertThat(plan())
                .contains("\"format_version\": \"1.0\"", "\"program\": \"runbook 0.1.0\"")
                .contains("\"argv\": [\"run\", \"wait\", \"-l\", \"demo\", \"--check\", \"--out\", \"plan.json\"]")
                .contains("\"path\": \"runbooks/wait.yml\"", "\"path\": \"inventories/default.yml\"")
                .contains("\"path\": \"runbooks/names.yml\"", "\"path\": \"note.txt\"")
                .contains("\"module\": \"pause\"", "\"role\": \"runbook\"")
                .doesNotContain("\"pair\": \"stage\"");

        ProgramExit run = project.call("run", "--plan", "plan.json");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).contains("applying plan.json, made just now");
        RecordedRun recorded = project.runs().get(0);
        assertThat(recorded.started("demo")).isTrue();
        assertThat(recorded.started("stage")).isFalse();

        ProgramExit again = project.call("run", "--plan", "plan.json");
        assertThat(again.exit()).isEqualTo(Exit.REFUSED);
        assertThat(again.out()).contains("the plan was carried out already, in run " + recorded.id());
    }

    @TestFactory
    Stream<DynamicTest> aChangedFileIsNamedAndNothingIsRun() {
        return Stream.of("runbooks/wait.yml", "runbooks/names.yml", "inventories/default.yml", "note.txt")
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    makeAProject();
                    assertThat(project.call("run", "wait", "--check", "--out", "plan.json")
                                    .exit())
                            .isZero();
                    Files.writeString(folder.resolve(path), Files.readString(folder.resolve(path)) + "# more\n");
                    ProgramExit changed = project.call("run", "--plan", "plan.json");
                    assertThat(changed.exit()).isEqualTo(Exit.REFUSED);
                    assertThat(changed.err())
                            .contains("files have changed since it was made", "    " + path + " (", "had SHA-256 ");
                    Files.delete(folder.resolve(path));
                    assertThat(project.call("run", "--plan", "plan.json").err()).contains("is gone");
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
                    ProgramExit clash = project.call(all.toArray(String[]::new));
                    assertThat(clash.exit()).isEqualTo(Exit.USAGE);
                    assertThat(clash.err()).contains("--plan cannot be combined with", words.get(0));
                }));
    }

    @Test
    void aSecretIsNotInThePlanAndHasToBeGivenAgain() throws IOException {
        ProgramExit check =
                project.call("run", "wait", "-e", "api_token=tell-nobody-7", "--check", "--out", "plan.json");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(check.err()).contains("run --plan plan.json -e api_token=...");
        assertThat(plan()).doesNotContain("tell-nobody-7").contains("\"api_token=***\"", "\"salt\"");

        ProgramExit without = project.call("run", "--plan", "plan.json");
        assertThat(without.exit()).isEqualTo(Exit.USAGE);
        assertThat(without.err()).contains("secrets that it does not contain: api_token", "-e NAME=VALUE");
        ProgramExit wrong = project.call("run", "--plan", "plan.json", "-e", "api_token=another");
        assertThat(wrong.exit()).isEqualTo(Exit.REFUSED);
        assertThat(wrong.err())
                .contains("the value of 'api_token' is not the one")
                .doesNotContain("another\"");
        ProgramExit run = project.call("run", "--plan", "plan.json", "-e", "api_token=tell-nobody-7");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    @Test
    void anOrdinaryValueIsInThePlanAndCannotBeGivenAnew() throws IOException {
        assertThat(project.call("run", "wait", "-e", "seconds=0", "-e", "{word: 'two words'}", "--check", "--out", "p")
                        .exit())
                .isZero();
        assertThat(Files.readString(folder.resolve("p")))
                .contains("\"values\": {\"seconds\": 0, \"word\": \"two words\"}");
        ProgramExit other = project.call("run", "--plan", "p", "-e", "seconds=1");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
        assertThat(other.err()).contains("-e gives 'seconds', but the values of the plan p are fixed");
        assertThat(project.call("run", "--plan", "p").exit()).isZero();
    }

    @Test
    void aSecretThatIsLookedUpLeavesNoDigestInThePlan() throws IOException {
        Files.writeString(folder.resolve("api-password.txt"), "tell-nobody-7\n");
        project.with("secret", "- tasks: [{debug: {msg: \"{{ lookup('file', 'api-password.txt') }}\"}}]\n");
        assertThat(project.call("run", "secret", "--check", "--out", "plan.json")
                        .exit())
                .isZero();
        assertThat(plan()).doesNotContain("tell-nobody-7", "api-password.txt");
    }

    @Test
    void aRunByAPlanIsCarriedOnByThatPlan() throws IOException {
        project.with("late", "- tasks: [{pause: {for: 0s}}, {fail: {msg: as wished}, when: not check}]\n");
        assertThat(project.call("run", "late", "--check", "--out", "plan.json").exit())
                .isZero();
        ProgramExit failed = project.call("run", "--plan", "plan.json");
        assertThat(failed.exit()).as(failed.out() + failed.err()).isEqualTo(Exit.FAILED);
        ProgramExit resumed = project.call("resume", "last");
        assertThat(resumed.err()).contains("applying plan.json");
        assertThat(resumed.exit()).as(resumed.out() + resumed.err()).isEqualTo(Exit.FAILED);
        Files.delete(folder.resolve("plan.json"));
        assertThat(project.call("resume", "last").err()).contains("there is no plan 'plan.json'");
    }

    @Test
    void aFailedCheckWritesNothingAndSaysSo() throws IOException {
        project.with("broken", "- tasks: [{pause: {for: 0s}}, {fail: {msg: as wished}}]\n");
        Files.writeString(folder.resolve("plan.json"), "an older one");
        ProgramExit check = project.call("run", "broken", "--check", "--out", "plan.json");
        assertThat(check.exit()).isEqualTo(Exit.FAILED);
        assertThat(check.err()).contains("no plan was written", "the older plan.json is still there");
        assertThat(plan()).isEqualTo("an older one");
    }

    @Test
    void whatIsNoPlanOrOneOfAnotherFormatIsSaidSo() throws IOException {
        assertThat(project.call("run", "--plan", "none.json"))
                .satisfies(ended -> assertThat(ended.exit()).isEqualTo(Exit.USAGE))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no plan 'none.json'"));
        Files.writeString(folder.resolve("plan.json"), "not JSON");
        assertThat(project.call("run", "--plan", "plan.json"))
                .satisfies(ended -> assertThat(ended.exit()).isEqualTo(Exit.INVALID))
                .satisfies(ended -> assertThat(ended.err()).contains("cannot be used as a plan: it is not JSON"));
        assertThat(project.call("run", "wait", "--check", "--out", "plan.json").exit())
                .isZero();
        Files.writeString(folder.resolve("plan.json"), plan().replace("\"1.0\"", "\"2.0\""));
        assertThat(project.call("run", "--plan", "plan.json"))
                .satisfies(ended -> assertThat(ended.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(ended -> assertThat(ended.err()).contains("its format is 2.0", "knows 1.0"));
    }

    @Test
    void aPlanOfALaterMinorVersionIsCarriedOut() throws IOException {
        assertThat(project.call("run", "wait", "--check", "--out", "plan.json").exit())
                .isZero();
        Files.writeString(
                folder.resolve("plan.json"),
                plan().replace("\"1.0\"", "\"1.7\"").replaceFirst("\\{", "{\"mood\": 1, "));
        ProgramExit run = project.call("run", "--plan", "plan.json");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsFoundBeforeTheCheck() {
        ProgramExit nowhere = project.call("run", "wait", "--check", "--out", "no/such/plan.json");
        assertThat(nowhere.exit()).isEqualTo(Exit.USAGE);
        assertThat(nowhere.err()).contains("its folder does not exist");
        assertThat(nowhere.out()).isEmpty();
        assertThat(project.call("run", "wait", "--out", "plan.json").err()).contains("this is a run", "add --check");
        assertThat(project.call("run").err()).contains("there is nothing to run");
    }

    private String plan() throws IOException {
        return Files.readString(folder.resolve("plan.json"));
    }
}
