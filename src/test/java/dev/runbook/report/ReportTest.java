package dev.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.ci.BufferedReport;
import dev.runbook.report.ci.GithubReport;
import dev.runbook.report.ci.JsonlReport;
import dev.runbook.report.html.HtmlReport;
import dev.runbook.report.text.Display;
import dev.runbook.report.text.TextReport;
import dev.runbook.report.text.TextReport.NextSteps;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a run's events look like on paper, narrow and wide, plain and coloured, and as JSON lines. */
class ReportTest {

    private static final NextSteps ADVICE =
            new NextSteps("bin/runbook resume", List.of("Look: eval \"$(bin/runbook sandbox env)\""));

    @TestFactory
    Stream<DynamicTest> eachCaseReadsAsExpected() {
        return Golden.cases("report").stream()
                .flatMap(folder -> Stream.of(
                        test(folder, "narrow.txt", out -> text(out, display(60, false, false))),
                        test(folder, "wide.txt", out -> text(out, display(100, false, false))),
                        test(folder, "verbose.txt", out -> text(out, display(100, false, true))),
                        test(folder, "colour.txt", out -> text(out, display(100, true, false))),
                        test(folder, "document.json", BufferedReport::json),
                        test(folder, "junit.xml", BufferedReport::junit),
                        page(folder),
                        test(folder, "github.txt", out -> github(out, summary -> {})),
                        test(folder, "summary.md", out -> github(new PrintWriter(Writer.nullWriter()), out::print))));
    }

    @TestFactory
    Stream<DynamicTest> jsonLinesAreTheEventsThemselves() {
        return Golden.cases("report").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    List<EventRecord<?>> events = events(folder);
                    List<EventRecord<?>> read = told(events, JsonlReport::new)
                            .lines()
                            .<EventRecord<?>>map(EventFixture::event)
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

    @Test
    void aPlanCountsTheCopiesOfABucketAndShowsWhatIsDeleted() {
        List<String> said = new ArrayList<>(List.of(
                "{'at':'2026-11-21T10:40:00Z','kind':'run_started','check':true,'pairs':['demo']}",
                "{'at':'2026-11-21T10:40:00Z','kind':'task_started','pair':'demo','task':'media','name':'Copy'}"));
        for (int number = 1; number <= 1003; number++) {
            said.add(call("CopyObject", "picture " + number));
        }
        said.add(call("DeleteObjects", "media (1)"));
        said.add(call("DeleteObjects", "media (2)"));
        said.add("{'at':'2026-11-21T10:40:00Z','kind':'pair_ended','pair':'demo','status':'finished'}");
        said.add("{'at':'2026-11-21T10:40:00Z','kind':'run_ended','exit':0}");
        List<EventRecord<?>> events =
                said.stream().<EventRecord<?>>map(EventFixture::event).toList();
        assertThat(told(events, out -> text(out, display(100, false, false))).lines())
                .containsSubsequence(
                        "    + s3 CopyObject picture 3",
                        "    ... 1,000 more s3 CopyObject; -v shows all",
                        "    - s3 DeleteObjects media (1)",
                        "    - s3 DeleteObjects media (2)")
                .anyMatch(line -> line.contains("1,005 S3 calls"))
                .doesNotContain("    + s3 CopyObject picture 4");
        assertThat(told(events, out -> text(out, display(100, false, true))).lines())
                .contains("    + s3 CopyObject picture 1003")
                .noneMatch(line -> line.contains("more s3"));
    }

    private static String call(String action, String subject) {
        return "{'at':'2026-11-21T10:40:00Z','kind':'change','pair':'demo','task':'media','key':'k','service':'s3',"
                + "'action':'" + action + "','subject':'" + subject + "'}";
    }

    @Test
    void aCheckThatHasRunAProgramDoesNotSayThatItHasNot() {
        String made = "{'at':'2026-11-21T10:40:00Z','kind':'change','pair':'demo','task':'a','key':'k',"
                + "'service':'process','action':'Run','subject':'bin/look','made':true}";
        List<EventRecord<?>> events = Stream.of(
                        "{'at':'2026-11-21T10:40:00Z','kind':'run_started','check':true,'pairs':['demo']}",
                        made,
                        "{'at':'2026-11-21T10:40:00Z','kind':'pair_ended','pair':'demo','status':'finished'}",
                        "{'at':'2026-11-21T10:40:00Z','kind':'run_ended','exit':0}")
                .<EventRecord<?>>map(EventFixture::event)
                .toList();
        assertThat(told(events, out -> text(out, display(100, false, false))))
                .contains("1 program of check_mode: false was run; nothing else was changed.")
                .doesNotContain("Nothing was changed");
    }

    @TestFactory
    Stream<DynamicTest> aDocumentIsOneLineOfJsonWithEveryCall() {
        return Golden.cases("report").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    List<EventRecord<?>> events = events(folder);
                    String document = told(events, BufferedReport::json);
                    Value.Fields read = (Value.Fields) Json.read(document);
                    assertThat(document.lines()).hasSize(1);
                    assertThat(read.get("format_version")).contains(new Value.Whole(1));
                    assertThat(events.stream().flatMap(event -> event.as(Event.ChangeAnnounced.class).stream()))
                            .allMatch(change -> document.contains(
                                    "\"action\":\"" + change.event().call().action() + "\""));
                }));
    }

    @TestFactory
    Stream<DynamicTest> junitIsXmlWhateverTheMessagesHold() {
        return Golden.cases("report").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    Element suites = xml(told(events(folder), BufferedReport::junit));
                    NodeList cases = suites.getElementsByTagName("testcase");
                    assertThat(suites.getAttribute("tests")).isEqualTo(Integer.toString(cases.getLength()));
                    assertThat(suites.getAttribute("failures"))
                            .isEqualTo(Integer.toString(
                                    suites.getElementsByTagName("failure").getLength()));
                    assertThat(suites.getAttribute("errors"))
                            .isEqualTo(Integer.toString(
                                    suites.getElementsByTagName("error").getLength()));
                }));
    }

    @Test
    void noProgramCanCommandGithub() throws IOException {
        Path folder = Path.of("src/test/cases/report/a-failure-that-is-rescued-and-what-is-left");
        assertThat(told(events(folder), out -> github(out, summary -> {}))
                        .lines()
                        .map(String::strip))
                .noneMatch(line -> line.contains("##["))
                .filteredOn(line -> line.startsWith("::"))
                .allMatch(line -> line.matches("::(group|endgroup|error [a-z].*|warning [a-z].*)::.*"));
    }

    @Test
    void groupsOfGithubDoNotLieInEachOther() throws IOException {
        Path folder = Path.of("src/test/cases/report/a-run-of-two-pairs-one-of-which-fails");
        int open = 0;
        for (String line :
                told(events(folder), out -> github(out, summary -> {})).lines().toList()) {
            open += line.startsWith("::group::") ? 1 : line.equals("::endgroup::") ? -1 : 0;
            assertThat(open).isBetween(0, 1);
        }
        assertThat(open).isZero();
    }

    private static Element xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
    }

    private static GithubReport github(PrintWriter out, Consumer<String> summary) {
        return new GithubReport(out, display(100, false, false), summary);
    }

    private static DynamicTest page(Path folder) {
        return DynamicTest.dynamicTest(
                folder.getFileName() + " page.html",
                () -> Golden.check(folder.resolve("page.html"), body(HtmlReport.of(events(folder), evidence(folder)))));
    }

    private static List<EvidenceFile> evidence(Path folder) throws IOException {
        Path file = folder.resolve("masking-shop.json");
        return Files.exists(file)
                ? List.of(new EvidenceFile("demo", "masking-shop.json", Files.readString(file)))
                : List.of();
    }

    /** The page without its style and script, which stand in files of their own. */
    private static String body(String page) {
        return page.replaceAll("(?s)<(style|script)>.*?</\\1>", "<$1></$1>")
                .replaceAll("sha256-[A-Za-z0-9+/=]+", "sha256-");
    }

    private static DynamicTest test(Path folder, String file, Function<PrintWriter, Consumer<EventRecord<?>>> report) {
        return DynamicTest.dynamicTest(
                folder.getFileName() + " " + file,
                () -> Golden.check(
                        folder.resolve(file), told(events(folder), report).replace("\033", "\u241b")));
    }

    private static String told(List<EventRecord<?>> events, Function<PrintWriter, Consumer<EventRecord<?>>> report) {
        StringWriter text = new StringWriter();
        Consumer<EventRecord<?>> told = report.apply(new PrintWriter(text));
        events.forEach(told);
        return text.toString();
    }

    private static TextReport text(PrintWriter out, Display display) {
        return new TextReport(out, display, ADVICE);
    }

    private static Display display(int width, boolean colours, boolean verbose) {
        return new Display(width, 24, false, colours, verbose, ZoneOffset.UTC);
    }

    private static List<EventRecord<?>> events(Path folder) throws IOException {
        return EventFixture.events(folder.resolve("events.jsonl"));
    }
}
