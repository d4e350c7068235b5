package dev.runbook.cli.command;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.PredictedCalls;
import dev.runbook.cli.ExitCode;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs the program as a separate process on its own sandbox: a check, the run it predicts, and wrong arguments. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class RunOnSandboxTest {

    /** The first digits of the ports of each test, which must not overlap. */
    private static final Queue<String> PORTS = new ConcurrentLinkedQueue<>(List.of("46", "48", "49", "50", "51", "52"));

    private final String ports = PORTS.remove();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAProject() throws IOException {
        SandboxProject.create(folder, ports);
    }

    @AfterEach
    void stopTheSandbox() throws IOException, InterruptedException {
        project().stop();
    }

    @Test
    void aRunMakesTheCallsThatItsCheckHasListed() throws IOException, InterruptedException {
        CommandResult check = runbook("run", "prod-to-stage", "--check", "--output", "jsonl");
        assertThat(check.exit()).as(check.err()).isZero();
        assertThat(runbook("sandbox", "calls", "--output", "jsonl").out()).isEmpty();

        CommandResult run = runbook("run", "prod-to-stage");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("Recap").doesNotContain("sandbox down");
        // Only the command that started it prints how to inspect and stop it.
        assertThat(run.err()).doesNotContain("sandbox down");
        assertThat(check.err().contains("sandbox down")).isEqualTo(check.err().contains("starting the sandbox"));
        assertThat(run.out() + run.err()).doesNotContain("prod-shop-password", "demo-shop-password");

        String calls = runbook("sandbox", "calls", "--output", "jsonl").out();
        for (String pair : List.of("demo", "stage")) {
            assertThat(made(calls, pair, "rds"))
                    .as(pair)
                    .usingElementComparator(RunOnSandboxTest::compare)
                    .isEqualTo(listed(check.out(), pair, "rds"));
            // Objects are copied in parallel, so the only fixed order is that deletes follow copies.
            assertThat(made(calls, pair, "s3"))
                    .as(pair)
                    .hasSizeGreaterThan(50)
                    .containsExactlyInAnyOrderElementsOf(listed(check.out(), pair, "s3"));
        }
    }

    @Test
    void killedInMaskingAndInTheSwapTheSameCommandEndsAsIfUndisturbed() throws Exception {
        assertThat(runbook("sandbox", "up").exit()).isZero();
        Set<String> originals = emails(ports + "20", "prod-shop-password");
        killWhenShown("UPDATE public.customers", "run", "prod-to-stage");
        killWhenShown("ModifyDBInstance mitosis-demo", "run", "prod-to-stage");

        CommandResult run = runbook("run", "prod-to-stage");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("continues refresh");
        assertThat(runbook("sandbox", "status").out())
                .contains("mitosis-demo-replica")
                .doesNotContain("temp-", "old-");
        for (String door : List.of(ports + "22:demo", ports + "24:stage")) {
            String[] parts = door.split(":");
            assertThat(emails(parts[0], parts[1] + "-shop-password"))
                    .as(parts[1])
                    .hasSameSizeAs(originals)
                    .doesNotContainAnyElementsOf(originals);
        }
        restoredToAnyMomentOfTheirLivesTheyHoldNoOriginal(originals);
    }

    /** The times at the start of the backups, during the renames, and now. */
    private void restoredToAnyMomentOfTheirLivesTheyHoldNoOriginal(Set<String> originals) throws Exception {
        String calls = runbook("sandbox", "calls", "--output", "jsonl").out();
        try (StagingFixture past = new StagingFixture(ports + "10")) {
            for (String pair : List.of("demo", "stage")) {
                // Renames: during the swap, and after it.
                List<Instant> moments = calls.lines()
                        .filter(line -> line.contains("\"NewDBInstanceIdentifier\":\"mitosis-" + pair + "\""))
                        .map(line -> Instant.parse(line.replaceFirst(".*\"time\":\"([^\"]*)\".*", "$1")))
                        .flatMap(sent -> Stream.of(sent, sent.plusSeconds(1)))
                        .toList();
                assertThat(past.addresses("mitosis-" + pair, pair + "-shop-password", moments))
                        .as(pair)
                        .hasSizeGreaterThanOrEqualTo(originals.size())
                        .doesNotContainAnyElementsOf(originals);
            }
            assertThat(past.addresses("mitosis-prod", "prod-shop-password", List.of()))
                    .as("what shows that the addresses of production would be found")
                    .containsAll(originals);
        }
    }

    @Test
    void aRunKilledInTheSwapIsRolledBackAndTheNextOneSwapsTheSameCloneIn() throws IOException, InterruptedException {
        CommandResult up = runbook("sandbox", "up");
        assertThat(up.exit()).as(up.out() + up.err()).isZero();
        killWhenShown("ModifyDBInstance mitosis-demo", "run", "prod-to-stage");
        assertThat(runbook("history").out()).contains("interrupted");
        assertThat(runbook("show", "last").out()).contains("What it left:", "demo  stopped in 5/8 Swap the trees");
        assertThat(runbook("rollback", "last").err()).contains("no terminal to ask at", "--yes");

        String before = runbook("sandbox", "status").out();
        CommandResult check = runbook("rollback", "last", "--check");
        assertThat(check.exit()).as(check.out() + check.err()).isZero();
        assertThat(check.out()).contains("Give the old instances their names back", "Nothing was changed.");
        assertThat(runbook("sandbox", "status").out()).isEqualTo(before);

        CommandResult back = runbook("rollback", "last", "-y", "-l", "demo");
        assertThat(back.exit()).as(back.out() + back.err()).isZero();
        assertThat(back.out())
                .contains(
                        "left: temp-mitosis-demo,", "for a new clone instead, remove it first:", "  runbook discard 2");
        assertThat(runbook("sandbox", "status").out())
                .contains("temp-mitosis-demo")
                .doesNotContain("old-mitosis-demo");
        assertThat(runbook("resume", "last").exit())
                .as("the rollback is at its end")
                .isEqualTo(ExitCode.USAGE);

        CommandResult run = runbook("run", "prod-to-stage");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("continues refresh");
        assertThat(runbook("sandbox", "status").out()).doesNotContain("temp-", "old-");
    }

    @Test
    void aPlanIsCarriedOutAndGoesOnAfterAKillAndAMovedWorldIsRefused() throws IOException, InterruptedException {
        CommandResult check =
                runbook("run", "prod-to-stage", "-l", "demo", "--check", "--out", "plan.json", "--detailed-exitcode");
        assertThat(check.exit()).as(check.err()).isEqualTo(10);
        assertThat(Files.readString(folder.resolve("plan.json")))
                .contains("runbooks/hooks/restart-shop", "sql/shop.yml", "mitosis-prod-media/")
                .doesNotContain("prod-shop-password", "demo-shop-password");
        killWhenShown("ModifyDBInstance mitosis-demo", "run", "--plan", "plan.json");

        CommandResult run = runbook("run", "--plan", "plan.json");
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("continues refresh");
        assertThat(runbook("sandbox", "status").out()).doesNotContain("temp-", "old-");

        assertThat(runbook("run", "prod-to-stage", "-l", "stage", "--check", "--out", "plan.json")
                        .exit())
                .isZero();
        assertThat(runbook("run", "prod-to-stage", "-l", "stage").exit()).isZero();
        CommandResult late = runbook("run", "--plan", "plan.json");
        assertThat(late.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(late.out()).contains("instance mitosis-stage: resource_id was ", "Nothing was changed.");
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheRightWord() throws IOException, InterruptedException {
        assertThat(runbook("run", "prod-to-stagge"))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(ExitCode.USAGE))
                .satisfies(result -> assertThat(result.err()).contains("did you mean runbooks/prod-to-stage.yml?"));
        assertThat(runbook("run", "prod-to-stage", "-t", "databse", "-l", "dmo", "--from", "maskk")
                        .err())
                .contains("did you mean 'database'?", "did you mean 'demo'?", "did you mean 'mask'?");
        assertThat(runbook("run", "prod-to-stage", "--chek").err()).contains("did you mean '--check'?");
        assertThat(runbook("rnu").err()).contains("did you mean 'run'?");
    }

    @Test
    void aNewProjectPlansOnceItsColumnsAreClassified() throws IOException, InterruptedException {
        CommandResult init =
                runbook("init", "--source", "mitosis-prod", "--target", "mitosis-demo", "--region", "eu-west-1");
        assertThat(init.exit()).as(init.err()).isZero();
        assertThat(init.out()).contains("kept   inventories/default.yml", "wrote  runbooks/refresh.yml");

        CommandResult unclassified = runbook("run", "refresh", "--check", "-l", "demo");
        assertThat(unclassified.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(unclassified.out() + unclassified.err()).contains("public.customers", "sql/masking.yml");

        Files.copy(folder.resolve("sql/shop.yml"), folder.resolve("sql/masking.yml"), REPLACE_EXISTING);
        CommandResult check = runbook("run", "refresh", "--check", "-l", "demo");
        assertThat(check.exit()).as(check.out() + check.err()).isZero();
        assertThat(check.out())
                .contains("CreateDBInstanceReadReplica temp-mitosis-demo", "DeleteDBInstance", "Delete the old tree");
    }

    private static List<Value.Fields> listed(String lines, String pair, String service) {
        return lines.lines()
                .map(EventFixture::event)
                .filter(event -> event.pair().equals(pair))
                .flatMap(event -> event.as(Event.ChangeAnnounced.class).stream())
                .map(EventRecord::event)
                // The heading of a copy, which represents the calls listed with it.
                .filter(change -> !change.call().action().equals("Sync"))
                .filter(change -> change.call().service().equals(service))
                .map(change -> new Value.Fields(
                        Map.of("action", new Value.Text(change.call().action()), "parameters", change.parameters())))
                .toList();
    }

    private static List<Value.Fields> made(String lines, String pair, String service) {
        return lines.lines()
                .map(RunOnSandboxTest::json)
                .filter(fields -> text(fields, "service").equals(service))
                .filter(fields -> fields.show().contains("mitosis-" + pair))
                .map(RunOnSandboxTest::call)
                .toList();
    }

    private static Value.Fields json(String line) {
        try {
            return (Value.Fields) Json.read(line);
        } catch (ParseException e) {
            throw new AssertionError(line, e);
        }
    }

    private static Value.Fields call(Value.Fields fields) {
        return new Value.Fields(Map.of(
                "action", fields.get("action").orElseThrow(),
                "parameters", fields.get("parameters").orElseThrow()));
    }

    /** Equal except for values that a check cannot predict or must not show. */
    private static int compare(Value made, Value listed) {
        return PredictedCalls.matches(made, listed) ? 0 : made.show().compareTo(listed.show()) < 0 ? -1 : 1;
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).orElse("");
    }

    /** Starts a run and kills it as soon as its output contains a text. */
    private void killWhenShown(String text, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "killed", ".txt");
        Process run = project().start(out, out, words);
        while (run.isAlive() && !Files.readString(out).contains(text)) {
            Thread.sleep(20);
        }
        assertThat(run.isAlive()).as(Files.readString(out)).isTrue();
        assertThat(run.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    }

    private static Set<String> emails(String door, String password) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + door + "/shop?sslmode=disable";
        try (Connection connection = DriverManager.getConnection(url, "shop_admin", password);
                ResultSet rows = connection.createStatement().executeQuery("SELECT email FROM customers")) {
            Set<String> emails = new HashSet<>();
            while (rows.next()) {
                emails.add(rows.getString(1));
            }
            return emails;
        }
    }

    private CommandResult runbook(String... words) throws IOException, InterruptedException {
        return project().run(words);
    }

    private SandboxProject project() {
        return new SandboxProject(folder);
    }
}
