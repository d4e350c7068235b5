package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.journal.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history} and {@code show} for runs that succeeded, failed, were killed or are still running. */
class HistoryTest {

    private static final String HELLO = "- tasks: [{debug: {msg: hello}}]\n";
    private static final String FAILS = "- tasks: [{debug: {msg: hello}}, {name: Give up, fail: {msg: no way}}]\n";

    @TempDir
    Path folder;

    @Test
    void theRunsStandNewestFirstWithTheirPairsStatusExitAndTime() throws IOException {
        ProjectFixture project =
                new ProjectFixture(folder).addRunbook("hello", HELLO).addRunbook("fails", FAILS);
        assertThat(project.run("history").out()).isEqualTo("There has been no run yet.\n");
        record(project, "20260101-000000-0001", "run", "hello");
        record(project, "20260101-000000-0002", "run", "fails", "-l", "demo");
        List<String> lines = project.run("history").out().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).matches(".*0002 .* fails +failed +4 +\\d+\\.\\d s +demo failed");
        assertThat(lines.get(2)).matches(".*0001 .* hello +finished +0 +\\d+\\.\\d s +demo finished, stage");
        assertThat(lines.get(3)).matches(" {40,}finished");
        assertThat(project.run("history", "-n", "1").out().lines()).hasSize(2);
        assertThat(project.run("history", "--pair", "stage").out())
                .contains("0001")
                .doesNotContain("0002");
        assertThat(project.run("history", "--output", "json").out())
                .startsWith("[{\"run\":\"20260101-000000-0002\"")
                .contains("\"status\":\"failed\",\"pairs\":{\"demo\":\"failed\"},\"exit\":4");
        assertThat(project.run("history", "-n", "0").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aRunWithoutAnEndIsInterruptedOnceItsProcessIsGone() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("hello", HELLO);
        record(project, "20260101-000000-0001", "run", "hello", "-l", "demo");
        Path journal = new RunFolders(project.state()).journal("20260101-000000-0001");
        List<String> events = Files.readAllLines(journal);
        Files.write(journal, events.subList(0, 3));
        assertThat(project.run("history").out()).contains("running", "demo running");
        String pid = "\"pid\":" + ProcessHandle.current().pid();
        Files.writeString(journal, Files.readString(journal).replace(pid, "\"pid\":4194999"));
        assertThat(project.run("history").out()).contains("interrupted  -", "demo interrupted");
        assertThat(project.run("show", "last").out())
                .contains(
                        "the process ended without recording a result",
                        "What it left:",
                        "demo  stopped in 1/1 debug, the last task")
                .contains("To continue where it stopped:", "bin/runbook resume 20260101-000000-0001");
    }

    @Test
    void aRunIsToldAgainByItsIdTheStartOfItOrAsTheLast() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("fails", FAILS);
        record(project, "20260101-000000-0001", "run", "fails", "-l", "demo");
        for (String word : List.of("last", "20260101", "20260101-000000-0001")) {
            assertThat(project.run("show", word).out())
                    .as(word)
                    .contains("demo  foreseen: 2/2 Give up would fail", "no way", "Recap  run ");
        }
        assertThat(project.run("show", "last", "--output", "jsonl").out().lines())
                .isEqualTo(Files.readAllLines(new RunFolders(project.state()).journal("20260101-000000-0001")));
    }

    @Test
    void aMistypedRunIsAnsweredWithTheNearest() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("hello", HELLO);
        assertThat(project.run("show", "last").err()).contains("there has been no run yet");
        record(project, "20260101-000000-0001", "run", "hello", "-l", "demo");
        record(project, "20260101-000000-0002", "run", "hello", "-l", "demo");
        CommandResult mistyped = project.run("show", "20260110-000000-0001");
        assertThat(mistyped.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(mistyped.err())
                .contains("there is no run '20260110-000000-0001'", "did you mean '20260101-000000-0001'?");
        assertThat(project.run("show", "2026").err()).contains("'2026' matches 2 runs");
        assertThat(project.run("show", "nonsense").err())
                .contains("the newest are 20260101-000000-0002, 20260101-000000-0001");
        assertThat(project.run("report", "--help").out()).contains("the start of an id, or last (the default)");
    }

    @Test
    void aRunThatHasLeftNoJournalIsSaidToHaveNone() throws IOException {
        ProjectFixture project = new ProjectFixture(folder);
        Path run = Files.createDirectories(new RunFolders(project.state()).folder("20260101-000000-0001"));
        for (String verb : List.of("show", "report", "resume", "rollback")) {
            Files.deleteIfExists(run.resolve("events.jsonl"));
            longAgo(run);
            CommandResult result = project.run(verb, "last");
            assertThat(result.exit()).as(verb).isEqualTo(ExitCode.USAGE);
            assertThat(result.err())
                    .contains(
                            "run 20260101-000000-0001 has no journal",
                            project.state().toString());
            Files.writeString(run.resolve("events.jsonl"), "{\"at\":");
            longAgo(run, run.resolve("events.jsonl"));
            assertThat(project.run(verb, "last").err()).contains("has no journal");
        }
        assertThat(project.run("history").exit()).isZero();
    }

    @Test
    void aRunThatIsStartingIsSaidToBe() throws IOException {
        ProjectFixture project = new ProjectFixture(folder);
        Path run = Files.createDirectories(new RunFolders(project.state()).folder("20260101-000000-0001"));
        assertThat(project.run("show", "last").err())
                .contains(
                        "run 20260101-000000-0001 is starting",
                        "look again",
                        run.resolve("run.log").toString());
        Files.createFile(run.resolve("events.jsonl"));
        longAgo(run);
        assertThat(project.run("show", "last").err()).contains("is starting");
        longAgo(run.resolve("events.jsonl"));
        assertThat(project.run("show", "last").err()).contains("has no journal");
    }

    @Test
    void aJournalWithAnEventThatCannotBeReadIsNamedWithItsLine() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("hello", "- tasks: [{debug: {msg: hello}}]\n");
        record(project, "20260101-000000-0001", "run", "hello", "-l", "demo");
        Path journal = new RunFolders(project.state()).journal("20260101-000000-0001");
        Files.writeString(journal, Files.readString(journal).replace("\"check\":false,", ""));
        for (List<String> words : List.of(List.of("history"), List.of("show", "last"), List.of("run", "hello"))) {
            CommandResult result = project.run(words.toArray(String[]::new));
            assertThat(result.exit()).as(words.toString()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err())
                    .contains(journal.getFileName()
                            + ":1: this run_started cannot be read: the field 'check' is missing");
        }
    }

    private static void longAgo(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
    }

    /** Runs the program and renames the run to a fixed id. */
    private static void record(ProjectFixture project, String id, String... words) throws IOException {
        project.run(words);
        RunFolders folders = new RunFolders(project.state());
        List<String> ids = folders.ids();
        Path made = folders.folder(ids.get(ids.size() - 1));
        Path journal = made.resolve("events.jsonl");
        Files.writeString(
                journal, Files.readString(journal).replace(made.getFileName().toString(), id));
        Files.move(made, folders.folder(id));
    }
}
