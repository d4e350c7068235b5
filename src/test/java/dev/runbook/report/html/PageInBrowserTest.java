package dev.runbook.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.expression.Value;
import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.EvidenceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of a run on the sandbox and of a run full of odd names, as a browser shows them. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageInBrowserTest {

    private static final Map<String, Path> JOURNALS = Map.of(
            "two-pairs", Path.of("src/test/resources/report/two-pairs.jsonl"),
            "odd", Path.of("src/test/cases/report/a-failure-that-is-rescued-and-what-is-left/events.jsonl"));
    private static final String VISIBLE_CALLS =
            "Array.from(document.querySelectorAll('.call')).filter(call => !call.hidden).length";
    private static final String OVERFLOW =
            "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    @TempDir
    private static Path folder;

    private BrowserFixture browser;

    @BeforeAll
    void startTheBrowser() throws IOException, InterruptedException {
        assumeTrue(BrowserFixture.program().isPresent(), "this machine has no Chromium: apt-get install chromium");
        for (Map.Entry<String, Path> journal : JOURNALS.entrySet()) {
            Path proof = journal.getValue().resolveSibling("masking-shop.json");
            List<EvidenceFile> evidence = Files.exists(proof)
                    ? List.of(new EvidenceFile("demo", "masking-shop.json", Files.readString(proof)))
                    : List.of();
            Files.writeString(page(journal.getKey()), HtmlReport.of(events(journal.getValue()), evidence));
        }
        Path profile = Files.createDirectory(folder.resolve("profile"));
        browser = BrowserFixture.start(BrowserFixture.program().get(), profile);
    }

    @BeforeEach
    void letScriptsRun() {
        browser.scripts(true);
    }

    @AfterAll
    void stopTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-pairs", "odd"})
    void thePageAsksForNothingAndTheBrowserHasNothingToSay(String name) {
        browser.width(1280);
        browser.open(page(name));
        assertThat(browser.told("Network.requestWillBeSent"))
                .extracting(PageInBrowserTest::url)
                .containsExactly(page(name).toUri().toString());
        assertThat(browser.told("Log.entryAdded")).isEmpty();
        assertThat(browser.told("Runtime.consoleAPICalled")).isEmpty();
        assertThat(browser.told("Runtime.exceptionThrown")).isEmpty();
        assertThat(browser.value("getComputedStyle(document.querySelector('h2')).borderBottomStyle"))
                .isEqualTo("solid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-pairs", "odd"})
    void thePageIsNeverWiderThanTheScreen(String name) {
        for (int width : List.of(360, 761, 1080, 1280)) {
            browser.width(width);
            browser.open(page(name));
            assertThat(browser.value("innerWidth")).isEqualTo(Integer.toString(width));
            browser.value("document.querySelectorAll('details').forEach(each => each.open = true)");
            assertThat(browser.value(OVERFLOW)).as("%s at %s", name, width).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-pairs", "odd"})
    void theFilterLeavesTheCallsThatHaveEveryWord(String name) {
        browser.width(1280);
        browser.open(page(name));
        int all = Integer.parseInt(browser.value(VISIBLE_CALLS));
        assertThat(all).isPositive();

        filter("rds temp-mitosis-demo");
        assertThat(Integer.parseInt(browser.value(VISIBLE_CALLS))).isPositive().isLessThan(all);
        assertThat(browser.value("document.getElementById('filter-said').textContent"))
                .endsWith(" of " + all);
        assertThat(browser.value("document.querySelectorAll('.task:not([hidden]):not([open])').length"))
                .isEqualTo("0");
        filter("no call has this");
        assertThat(browser.value(VISIBLE_CALLS)).isEqualTo("0");
        filter("");
        assertThat(browser.value(VISIBLE_CALLS)).isEqualTo(Integer.toString(all));
    }

    @ParameterizedTest
    @ValueSource(strings = "two-pairs")
    void withoutScriptsEverythingIsThereButTheFilter(String name) {
        browser.width(360);
        browser.scripts(false);
        browser.open(page(name));
        assertThat(browser.value("getComputedStyle(document.getElementById('filter-bar')).display"))
                .isEqualTo("none");
        assertThat(Integer.parseInt(browser.value(VISIBLE_CALLS))).isGreaterThan(50);
        assertThat(browser.value(OVERFLOW)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-pairs", "odd"})
    void aLinkOfTheTimelineOpensTheCallsOfItsTask(String name) {
        browser.width(1280);
        browser.open(page(name));
        browser.value("document.querySelector('.gantt a').click()");
        browser.value("new Promise(done => setTimeout(done, 100))");
        assertThat(browser.value("document.getElementById('task-1-1').open")).isEqualTo("true");
    }

    private void filter(String words) {
        browser.value("(document.getElementById('filter').value = '" + words + "',"
                + " document.getElementById('filter').dispatchEvent(new Event('input')))");
    }

    private static Path page(String name) {
        return folder.resolve(name + ".html");
    }

    private static String url(Value.Fields request) {
        return ((Value.Fields) request.get("request").orElseThrow())
                .get("url")
                .orElseThrow()
                .show();
    }

    private static List<EventRecord<?>> events(Path journal) throws IOException {
        return EventFixture.events(journal);
    }
}
