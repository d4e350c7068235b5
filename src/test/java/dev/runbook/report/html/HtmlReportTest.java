package dev.runbook.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.EvidenceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every page, whatever the names and messages of a run are. */
class HtmlReportTest {

    private static final Path NASTY = Path.of("src/test/cases/report/a-failure-that-is-rescued-and-what-is-left");

    @Test
    void nothingOfARunBecomesMarkup() throws IOException {
        List<EvidenceFile> evidence =
                List.of(new EvidenceFile("<i>demo</i>", "\"><script>x", "{\"verdict\":\"</pre><b>\"}"));
        String page = HtmlReport.of(events(), evidence);

        assertThat(count(page, "<script")).isEqualTo(1);
        assertThat(page).doesNotContain("<script>alert", "<b>host", "<what>", "<i>demo", "</pre><b>", "<nobody>");
        assertThat(page).contains("&lt;script&gt;alert('x')&lt;/script&gt;", "&lt;what&gt; &amp; &quot;who&quot;");
    }

    @Test
    void noCharacterThatHtmlForbidsStaysOnThePage() throws IOException {
        assertThat(HtmlReport.of(events(), List.of()).chars())
                .allMatch(character -> character == '\n' || (character >= 0x20 && character != 0x7f));
    }

    @Test
    void aPageAsksForNothingFromOutside() throws IOException {
        String page = HtmlReport.of(events(), List.of());
        assertThat(page)
                .doesNotContainPattern("(?i)\\s(src|srcset|action|background|style|on[a-z]+)=")
                .doesNotContainPattern("(?i)<(link|img|iframe|object|embed|form|base)\\b")
                .doesNotContain("@import", "http:", "https:");
        assertThat(Pattern.compile("href=\"(?!#)").matcher(page).find()).isFalse();
    }

    @Test
    void theBrowserRunsOnlyTheScriptAndTheStyleOfThePage() throws Exception {
        String page = HtmlReport.of(events(), List.of());
        for (String element : List.of("style", "script")) {
            Matcher inside = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">")
                    .matcher(page);
            assertThat(inside.find()).isTrue();
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(inside.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(page)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
    }

    @Test
    void everyAnchorLeadsSomewhere() throws IOException {
        String page = HtmlReport.of(events(), List.of());
        Matcher anchors = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        while (anchors.find()) {
            assertThat(count(page, "id=\"" + anchors.group(1) + "\""))
                    .as(anchors.group(1))
                    .isEqualTo(1);
        }
    }

    @Test
    void aJournalThatBreaksOffIsToldAsFarAsItGoes() throws IOException {
        List<EventRecord<?>> events = events();
        for (int length = 0; length < events.size(); length++) {
            assertThat(HtmlReport.of(events.subList(0, length), List.of()))
                    .endsWith("</html>\n")
                    .contains("Cut off");
        }
    }

    @Test
    void aTaskIsInterruptedOrItsJournalBreaksOffAndTheCommandThatContinuesIsThere() throws IOException {
        List<EventRecord<?>> begun = List.of(
                event("'kind':'run_started','run':'r1','pairs':['demo']"),
                event("'kind':'pair_started','pair':'demo'"),
                event("'kind':'task_started','pair':'demo','task':'mask','name':'Mask'"));
        assertThat(HtmlReport.of(begun, List.of()))
                .contains("The journal ends before this task does.", "<code>runbook resume r1</code>");
        List<EventRecord<?>> interrupted = new ArrayList<>(begun);
        interrupted.add(event("'kind':'pair_ended','pair':'demo','status':'interrupted'"));
        interrupted.add(event("'kind':'run_ended','exit':130"));
        assertThat(HtmlReport.of(interrupted, List.of()))
                .contains("It was interrupted here.", "<code>runbook resume r1</code>")
                .doesNotContain("The journal ends");
    }

    private static EventRecord<?> event(String fields) {
        return EventFixture.event("{'at':'2026-11-21T10:40:00Z'," + fields + "}");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<EventRecord<?>> events() throws IOException {
        return EventFixture.events(NASTY.resolve("events.jsonl"));
    }
}
