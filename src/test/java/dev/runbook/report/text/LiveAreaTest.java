package dev.runbook.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.EventFixture;
import dev.runbook.report.text.TextReport.NextSteps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a run goes on. */
class LiveAreaTest {

    private static final Instant START = Instant.parse("2026-11-21T10:40:00Z");

    private final StringWriter written = new StringWriter();
    private TextReport report = report(60, 24);

    @Test
    void showsALineForEachPairUnderWayAndRedrawsIt() {
        start("demo", "stage", "other");
        begin("demo");
        begin("stage");
        tell(2, "waiting", "demo", Map.of("subject", text("temp-demo"), "status", text("creating")));
        report.tick(START.plusSeconds(9));
        tell(10, "tick", "stage", ticked(1000));
        tell(20, "tick", "stage", ticked(6000));
        report.tick(START.plusSeconds(75));

        assertThat(screen())
                .containsExactly(
                        "prod-to-stage.yml on 3 pairs  run r1",
                        "demo   mitosis-prod -> mitosis-demo",
                        "stage  mitosis-prod -> mitosis-stage",
                        "demo   1/8 Clone     temp-demo: creating               1:14",
                        "stage  1/8 Clone     customers  6,000 of 10,000...     1:14",
                        "1 not begun");
    }

    @Test
    void keepsALineForEachFinishedTaskAndLeavesTheRecapAtTheEnd() {
        start("demo");
        begin("demo");
        report.tick(START.plusSeconds(3));
        tell(4, "task_ended", "demo", Map.of("status", text("changed"), "seconds", new Value.Decimal(3.5)));
        assertThat(screen().stream().map(String::strip))
                .containsExactly(
                        "prod-to-stage.yml on 1 pair  run r1",
                        "demo  mitosis-prod -> mitosis-demo",
                        "demo  changed 1/8 Clone  3.5 s",
                        "demo");

        tell(5, "pair_ended", "demo", Map.of("status", text("finished"), "seconds", new Value.Whole(5)));
        tell(5, "run_ended", "", Map.of("exit", new Value.Whole(0), "seconds", new Value.Whole(5)));
        report.tick(START.plusSeconds(9));

        assertThat(screen())
                .containsExactly(
                        "prod-to-stage.yml on 1 pair  run r1",
                        "demo  mitosis-prod -> mitosis-demo",
                        "demo  changed 1/8 Clone  3.5 s",
                        "",
                        "Recap  run r1  5.0 s",
                        "pair  status    ok  changed   time  data",
                        "demo  finished   0        0  5.0 s  -");
    }

    @Test
    void whatHappensWhileSomebodyIsAskedStandsAboveTheQuestion() {
        start("demo", "stage");
        begin("demo");
        begin("stage");
        String question = "demo  carry out 2/8 Cut the clone loose? (N)o/(y)es/(c)ontinue: ";
        report.asking(Optional.of(question));
        written.append(question);
        report.tick(START.plusSeconds(3));
        tell(4, "task_ended", "stage", Map.of("status", text("changed"), "seconds", new Value.Decimal(3.5)));
        assertThat(screen().stream().map(String::strip))
                .startsWith("prod-to-stage.yml on 2 pairs  run r1")
                .endsWith("stage  changed 1/8 Clone  3.5 s", question.strip());
        report.asking(Optional.empty());
        written.append("y\n");
        report.tick(START.plusSeconds(5));
        assertThat(screen()).anyMatch(line -> line.startsWith("demo   1/8 Clone"));
    }

    @Test
    void fitsMorePairsThanTheScreenIsHigh() {
        report = report(80, 10);
        String[] pairs =
                IntStream.range(0, 30).mapToObj(number -> "pair-" + number).toArray(String[]::new);
        start(pairs);
        for (String pair : pairs) {
            begin(pair);
        }
        written.getBuffer().setLength(0);
        report.tick(START.plusSeconds(3));

        List<String> screen = written.toString()
                .replaceFirst("^\033\\[\\d+A\r\033\\[J", "")
                .lines()
                .toList();
        assertThat(screen).hasSize(7).last().isEqualTo("24 more under way");
    }

    @Test
    void neverDrawsALineAsWideAsTheScreen() {
        start("demo");
        begin("demo");
        tell(2, "waiting", "demo", Map.of("subject", text("x".repeat(99)), "status", text("creating")));
        report.tick(START.plusSeconds(3));

        assertThat(screen()).allMatch(line -> line.length() < 60);
    }

    @Test
    void drawsOneRowForEachPairHoweverNarrowTheTerminalIs() {
        for (int width = 20; width <= 60; width++) {
            written.getBuffer().setLength(0);
            report = report(width, 24);
            start("a-pair-with-quite-a-long-name", "demo");
            begin("a-pair-with-quite-a-long-name");
            begin("demo");
            tell(2, "task_started", "demo", Map.of("name", text("Mask what is personal in every one of them")));
            tell(2, "waiting", "demo", Map.of("subject", text("x".repeat(99)), "status", text("creating")));
            written.getBuffer().setLength(0);
            report.tick(START.plusSeconds(360_000));
            int columns = width;
            assertThat(TerminalScreen.after(written.toString().replaceFirst("^\033\\[\\d+A\r\033\\[J", "")))
                    .hasSize(2)
                    .allMatch(line -> line.length() < columns, "fits in " + columns);
        }
    }

    @Test
    void whatStaysIsBrokenAtWordsAndNamesThePairInEachLine() {
        report = report(40, 24);
        start("demo");
        begin("demo");
        tell(3, "output", "demo", Map.of("text", text("the restart of the shop has taken a while, it is up")));
        tell(
                4,
                "task_started",
                "demo",
                Map.of(
                        "name",
                        text("Mask what is personal in all of them"),
                        "index",
                        new Value.Whole(3),
                        "count",
                        new Value.Whole(8)));
        tell(5, "task_ended", "demo", Map.of("status", text("changed"), "seconds", new Value.Decimal(3.5)));
        tell(6, "run_ended", "", Map.of("exit", new Value.Whole(0), "seconds", new Value.Whole(6)));
        assertThat(screen())
                .startsWith(
                        "prod-to-stage.yml on 1 pair  run r1",
                        "demo  mitosis-prod -> mitosis-demo",
                        "demo  | the restart of the shop has",
                        "demo  | taken a while, it is up",
                        "demo  changed 3/8 Mask what is personal",
                        "demo          in all of them  3.5 s")
                .allMatch(line -> line.length() <= 40);
    }

    @Test
    void dataIsAsOldAsThePromotionOfTheClone() {
        report = report(80, 24);
        start("demo");
        begin("demo");
        Map<String, Value> promotion = Map.of("service", text("rds"), "action", text("PromoteReadReplica"));
        tell(3, "change", "demo", promotion);
        tell(90, "pair_ended", "demo", Map.of("status", text("finished"), "seconds", new Value.Whole(90)));
        tell(93, "run_ended", "", Map.of("exit", new Value.Whole(0), "seconds", new Value.Whole(93)));

        assertThat(screen()).last().asString().endsWith("1:30  at least 90 s old (2026-11-21 10:40)");
    }

    private TextReport report(int width, int height) {
        return new TextReport(
                new PrintWriter(written),
                new Display(width, height, true, false, false, ZoneOffset.UTC),
                new NextSteps("again", List.of()));
    }

    private void start(String... pairs) {
        tell(
                0,
                "run_started",
                "",
                Map.of(
                        "run",
                        text("r1"),
                        "runbook",
                        text("prod-to-stage.yml"),
                        "pairs",
                        new Value.Items(List.of(pairs).stream()
                                .<Value>map(Value.Text::new)
                                .toList())));
    }

    private void begin(String pair) {
        tell(0, "pair_started", pair, Map.of("source", text("mitosis-prod"), "target", text("mitosis-" + pair)));
        tell(
                1,
                "task_started",
                pair,
                Map.of("name", text("Clone"), "index", new Value.Whole(1), "count", new Value.Whole(8)));
    }

    private static Map<String, Value> ticked(long done) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("what", text("customers"));
        fields.put("done", new Value.Whole(done));
        fields.put("total", new Value.Whole(10_000));
        fields.put("unit", text("rows"));
        return fields;
    }

    private void tell(int second, String kind, String pair, Map<String, Value> fields) {
        Map<String, Value> line = new LinkedHashMap<>(fields);
        line.put("at", text(START.plusSeconds(second).toString()));
        line.put("kind", text(kind));
        line.put("pair", text(pair));
        line.put("task", text(pair.isEmpty() ? "" : "clone"));
        report.accept(EventFixture.event(Json.write(line)));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private List<String> screen() {
        return TerminalScreen.after(written.toString());
    }
}
