package dev.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.report.TextReport.Advice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a run's events look like on paper, narrow and wide, plain and coloured, and as JSON lines. */
class ReportTest {

    private static final Advice ADVICE = new Advice(
            "bin/runbook run runbooks/prod-to-stage.yml -i inventories/sandbox.yml",
            List.of("Look: eval \"$(bin/runbook sandbox env)\""));

    @TestFactory
    Stream<DynamicTest> eachCaseReadsAsExpected() {
        return Golden.cases("report").stream()
                .flatMap(folder -> Stream.of(
                        test(folder, "narrow.txt", out -> text(out, display(60, false, false))),
                        test(folder, "wide.txt", out -> text(out, display(100, false, false))),
                        test(folder, "verbose.txt", out -> text(out, display(100, false, true))),
                        test(folder, "colour.txt", out -> text(out, display(100, true, false)))));
    }

    @TestFactory
    Stream<DynamicTest> jsonLinesAreTheEventsThemselves() {
        return Golden.cases("report").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    List<Event> events = events(folder);
                    List<Event> read = told(events, JsonlReport::new)
                            .lines()
                            .map(line -> EventLines.read(line).orElseThrow())
                            .toList();
                    assertThat(read).isEqualTo(events);
                }));
    }

    @Test
    void noLineOfAPlanIsWiderThanTheDisplay() throws IOException {
        Path folder = Path.of("src/test/cases/report/a-check-reads-like-a-diff");
        assertThat(told(events(folder), out -> text(out, display(60, false, false)))
                        .lines())
                .allMatch(line -> line.length() <= 60);
    }

    private static DynamicTest test(Path folder, String file, Function<PrintWriter, Consumer<Event>> report) {
        return DynamicTest.dynamicTest(
                folder.getFileName() + " " + file,
                () -> Golden.check(
                        folder.resolve(file), told(events(folder), report).replace("\033", "\u241b")));
    }

    private static String told(List<Event> events, Function<PrintWriter, Consumer<Event>> report) {
        StringWriter text = new StringWriter();
        Consumer<Event> told = report.apply(new PrintWriter(text));
        events.forEach(told);
        return text.toString();
    }

    private static TextReport text(PrintWriter out, Display display) {
        return new TextReport(out, display, ADVICE);
    }

    private static Display display(int width, boolean colours, boolean verbose) {
        return new Display(width, 24, false, colours, verbose, ZoneOffset.UTC);
    }

    private static List<Event> events(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("events.jsonl")).stream()
                .map(line -> EventLines.read(line).orElseThrow())
                .toList();
    }
}
