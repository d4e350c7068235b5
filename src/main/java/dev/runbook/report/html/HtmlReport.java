package dev.runbook.report.html;

import dev.runbook.journal.EventRecord;
import dev.runbook.report.EvidenceFile;
import dev.runbook.report.Formats;
import dev.runbook.report.Markup;
import dev.runbook.report.PrintableEvents;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunTree;
import dev.runbook.report.Timestamps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A run as one page that needs nothing else: no network, and no script for anything but its filter. */
public final class HtmlReport {

    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private final RunTree run;
    private final List<EvidenceFile> evidence;
    private final Markup page = new Markup();

    private HtmlReport(RunTree run, List<EvidenceFile> evidence) {
        this.run = run;
        this.evidence = evidence;
    }

    /** The same page for the same events, wherever and whenever it is made: its times are UTC. */
    public static String of(List<EventRecord<?>> events, List<EvidenceFile> evidence) {
        HtmlReport report = new HtmlReport(RunTree.of(PrintableEvents.of(events)), evidence);
        report.write();
        return report.page.toString();
    }

    private void write() {
        page.raw("<!doctype html>\n");
        page.open("html", "lang", "en");
        head();
        page.open("body");
        page.element("a", "Skip to the timeline", "class", "skip", "href", "#timeline");
        page.raw("\n");
        header();
        page.open("main");
        new PairTable(run).write(page);
        new FailuresSection(run).write(page);
        new GanttChart(run).write(page);
        new TreeSection(run).write(page);
        new EvidenceSection(run, evidence).write(page);
        new CallList(run).write(page);
        page.close("main");
        footer();
        page.open("script").raw(SCRIPT).close("script");
        page.close("body");
        page.close("html");
    }

    private void head() {
        page.open("head");
        page.raw("<meta charset=\"utf-8\">\n");
        page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '"
                + digest(STYLE) + "'; script-src '" + digest(SCRIPT) + "'; base-uri 'none'; form-action 'none'\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        String id = run.id().map(run -> ", run " + run).orElse("");
        page.element("title", run.title() + ": " + RunConclusion.of(run).words() + id);
        page.raw("\n");
        page.open("style").raw(STYLE).close("style");
        page.close("head");
    }

    private void header() {
        RunConclusion conclusion = RunConclusion.of(run);
        page.open(
                "header",
                "class",
                "top " + conclusion.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        page.open("p", "class", "verdict");
        page.element("span", conclusion.sign(), "class", "sign", "aria-hidden", "true");
        page.text(" " + Character.toUpperCase(conclusion.words().charAt(0))
                + conclusion.words().substring(1));
        page.close("p");
        page.element("h1", run.title());
        page.open("dl", "class", "facts");
        fact("run", run.id().orElse(""));
        fact("inventory", run.inventory().orElse(""));
        fact("begun", run.started().map(start -> Timestamps.full(start.at())).orElse(""));
        fact(
                "took",
                run.ended().map(end -> Formats.time(end.event().duration())).orElse(""));
        fact("exit code", exit());
        fact("command", command());
        page.close("dl");
        page.open("nav", "aria-label", "Parts of this page");
        page.open("ul");
        link("#pairs", "Pairs");
        link("#timeline", "Timeline");
        link("#trees", "Trees");
        link("#proofs", "Proofs");
        link("#calls", "Calls");
        page.close("ul");
        page.close("nav");
        page.close("header");
    }

    private String exit() {
        OptionalInt exit = run.ended().map(end -> end.event().exit()).orElse(OptionalInt.empty());
        return exit.isPresent() ? Integer.toString(exit.getAsInt()) : "none";
    }

    private String command() {
        List<String> words =
                run.started().map(start -> start.event().command().args()).orElse(List.of());
        return words.isEmpty() ? "" : "runbook " + String.join(" ", words);
    }

    private void link(String target, String text) {
        page.open("li").element("a", text, "href", target).close("li");
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            page.open("div").element("dt", name).element("dd", value).close("div");
        }
    }

    private void footer() {
        page.open("footer");
        String source = run.id().map(id -> "the journal of run " + id).orElse("a check");
        page.element("p", "Made by runbook from " + source + ". All times are UTC.");
        page.close("footer");
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of an optional field, for a sentence. */
    static String orDash(Optional<String> text) {
        return text.orElse("–");
    }
}
