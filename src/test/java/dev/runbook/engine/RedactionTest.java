package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.engine.redact.MemoryPasswordStore;
import dev.runbook.engine.redact.RedactingLineBuffer;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.expression.Value;
import dev.runbook.journal.ChangeCompletion;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventFixture;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.TaskStatus;
import dev.runbook.world.ResourceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RedactionTest {

    private static final String SECRET = "p\u00e4ss 'w\\ord&1 \"\uD83D\uDE00/+";
    private static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
            MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu
            -----END PRIVATE KEY-----
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** How a text may look that holds the secret, and nothing else between the angle brackets. */
    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        forms.put("as it is", SECRET);
        forms.put("in the query of a URL", url);
        forms.put("in the path of a URL", url.replace("+", "%20").replace("%2F", "/"));
        forms.put(
                "in a URL with small digits and a needless escape",
                "%70" + url.substring(1).replace("%C3%A4", "%c3%a4"));
        forms.put("in a URL within a URL", URLEncoder.encode(url, StandardCharsets.UTF_8));
        forms.put("in JSON", json(SECRET));
        forms.put("in JSON within JSON", json(json(SECRET)));
        forms.put("in JSON of letters only", ascii(json(SECRET)).replace("/", "\\/"));
        forms.put(
                "in JSON with capital digits",
                ascii(json(SECRET)).replace("\\u00e4", "\\u00E4").replace("&", "\\u0026"));
        forms.put("in a URL in JSON", json(url).replace("/", "\\/"));
        forms.put("in XML", SECRET.replace("&", "&amp;").replace("\"", "&quot;").replace("'", "&apos;"));
        forms.put(
                "in HTML", SECRET.replace("&", "&#38;").replace("\"", "&#x22;").replace("'", "&#39;"));
        forms.put(
                "in HTML with numbers",
                SECRET.replace("\u00e4", "&#228;").replace("&1", "&amp;1").replace("\uD83D\uDE00", "&#x1F600;"));
        forms.put("quoted for a shell", SECRET.replace("'", "'\\''"));
        forms.put("quoted for a shell in another way", SECRET.replace("'", "'\"'\"'"));
        forms.put("with backslashes for a shell", SECRET.replaceAll("([^\\p{L}\\p{N}\\p{So}])", "\\\\$1"));
        forms.put("quoted for SQL", SECRET.replace("'", "''"));
        forms.put("quoted for a CSV file", SECRET.replace("\"", "\"\""));
        forms.put("in hexadecimal digits", HexFormat.of().formatHex(bytes(SECRET)));
        forms.put(
                "in capital hexadecimal digits", HexFormat.of().withUpperCase().formatHex(bytes(SECRET)));
        forms.put("broken in two lines", SECRET.substring(0, 7) + "\n" + SECRET.substring(7));
        forms.put("broken and indented", SECRET.substring(0, 7) + "\n    " + SECRET.substring(7));
        return forms;
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.chars()
                .forEach(each -> ascii.append(each < 128 ? Character.toString(each) : String.format("\\u%04x", each)));
        return ascii.toString();
    }

    @TestFactory
    Stream<DynamicTest> isMaskedInEveryForm() {
        return forms().entrySet().stream()
                .map(form -> DynamicTest.dynamicTest(form.getKey(), () -> {
                    Redaction redaction = new Redaction();
                    redaction.addSecret("another secret");
                    redaction.addSecret(SECRET);
                    String shown = redaction.mask("before <" + form.getValue() + "> after, " + form.getValue());
                    assertThat(shown.replaceAll("\\*\\*\\*\\n\\*\\*\\*", "***")).isEqualTo("before <***> after, ***");
                }));
    }

    @Test
    void aSecretInBase64IsFoundWhereverItStandsInALongerText() {
        for (String alphabet : List.of("basic", "url")) {
            Base64.Encoder encoder = alphabet.equals("basic") ? Base64.getEncoder() : Base64.getUrlEncoder();
            for (String before : List.of("", "u", "us", "usr", "admin:")) {
                for (String after : List.of("", "x", "xy", "@host")) {
                    Redaction redaction = new Redaction();
                    redaction.addSecret(SECRET);
                    String encoded = encoder.encodeToString(bytes(before + SECRET + after));
                    String shown = redaction.mask("Authorization: Basic " + encoded);
                    // The characters at its two ends hold bits of what stands beside it.
                    assertThat(shown.length() - "Authorization: Basic ***".length())
                            .as(shown)
                            .isLessThanOrEqualTo(encoder.encodeToString(bytes(before + after))
                                            .length()
                                    + 4);
                    assertThat(shown).contains("***");
                }
            }
        }
    }

    @Test
    void eachLineOfAKeyIsAsSecretAsTheWhole() {
        Redaction redaction = new Redaction();
        redaction.addSecret(KEY);
        String line = KEY.lines().toList().get(1);
        assertThat(redaction.mask("key: " + line + ".")).isEqualTo("key: ***.");
        assertThat(redaction.mask("key: " + json(KEY).replace("\n", "\\n"))).doesNotContain("MIIE", "MzEf");
        assertThat(redaction.mask(
                        "key: " + KEY.lines().map(each -> "    " + each).toList()))
                .doesNotContain("MIIE", "MzEf");
        assertThat(redaction.mask(Base64.getEncoder().encodeToString(bytes(KEY))))
                .doesNotContain("TUlJRX");
        assertThat(redaction.mask(new String(Base64.getMimeEncoder().encode(bytes(KEY)), StandardCharsets.UTF_8)
                        .replace("\r", "")))
                .matches("(\\*\\*\\*\\n)*\\*\\*\\*.{0,3}");
    }

    @Test
    void isMaskedAtEveryDepthOfAnEvent() {
        Redaction redaction = new Redaction();
        redaction.addSecret(new Value.Items(List.of(new Value.Secret(SECRET), new Value.Secret("123456"))));
        Value.Fields fields = new Value.Fields(Map.of(
                "plain", new Value.Text("x" + SECRET + "y"),
                "deep", new Value.Items(List.of(new Value.Fields(Map.of(SECRET, new Value.Text(SECRET))))),
                "numbers", new Value.Fields(Map.of("pin", new Value.Whole(123456))),
                "stdout_lines",
                        new Value.Items(List.of(new Value.Text("12"), new Value.Text("3456"), new Value.Text("end"))),
                "seconds", new Value.Whole(1234567),
                "typed", new Value.Secret("never kept")));
        Event output = new Event.TaskEnded(
                TaskStatus.OK,
                Duration.ofSeconds(1234567),
                Optional.of("x" + SECRET + "y"),
                123456,
                Optional.empty(),
                new Event.TaskEnded.TaskFlags(false, false, false),
                fields,
                Optional.empty());
        EventRecord<?> masked = redaction.mask(new EventRecord<>(Instant.EPOCH, "p", "t", output));
        assertThat(EventLines.write(masked))
                .doesNotContain("p\u00e4ss", "never kept", "\"12\"")
                .contains(
                        "x***y",
                        "\"pin\":\"***\"",
                        "\"seconds\":1234567.0",
                        "\"changes\":123456",
                        "[\"***\",\"***\",\"end\"]");
    }

    @Test
    void aSecretThatIsAWordOfTheJournalDoesNotChangeWhatTheJournalTells() {
        Redaction redaction = new Redaction();
        List.of(
                        "finished",
                        "changed",
                        "once",
                        "complete",
                        "demo",
                        "20261121-0549",
                        "promote",
                        "prod-shop",
                        "status",
                        "true")
                .forEach(redaction::addSecret);
        List<EventRecord<?>> masked = Stream.of(
                        "'kind':'pair_started','refresh':'20261121-0549','source':'prod-shop','target':'demo'",
                        "'kind':'change_done','key':'promote demo','settling':'once','seconds':2026",
                        "'kind':'task_ended','status':'changed','message':'has changed'",
                        "'kind':'pair_ended','status':'finished','complete':true")
                .map(fields ->
                        EventFixture.event("{'at':'1970-01-01T00:00:00Z','pair':'demo','task':'t'," + fields + "}"))
                .<EventRecord<?>>map(redaction::mask)
                .toList();
        RecordedRun run = new RecordedRun("r", masked);
        assertThat(run.hasFinished("demo")).isTrue();
        assertThat(run.refresh("demo")).isEqualTo("20261121-0549");
        assertThat(run.sides("demo")).contains(new RecordedRun.RecordedSides("prod-shop", "demo"));
        assertThat(run.completedTasks("demo")).containsExactly("t");
        assertThat(masked.get(1).event())
                .isEqualTo(new Event.ChangeDone(
                        "promote demo",
                        ChangeCompletion.ONCE,
                        Duration.ofSeconds(2026),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty()));
        assertThat(masked.get(2).as(Event.TaskEnded.class).orElseThrow().event().message())
                .contains("has ***");
    }

    @Test
    void theLinesBesideAKnownSecretStayReadable() {
        Redaction redaction = new Redaction();
        redaction.addSecret("opensesame");
        redaction.addSecret(new Value.Secret("warming the cache\nwith OPENSESAME, that is opensesame\nall done"));
        assertThat(redaction.mask("warming the cache")).isEqualTo("warming the cache");
        assertThat(redaction.mask("warming the cache\nwith OPENSESAME, that is opensesame\nall done"))
                .isEqualTo("***\n***\n***");
    }

    @Test
    void whatHoldsASecretBecomesOne() {
        Redaction redaction = new Redaction();
        redaction.addSecret("opensesame");
        Value.Fields printed = new Value.Fields(Map.of(
                "stdout", new Value.Text("a\nb3BlbnNlc2FtZQ==\n"),
                "stdout_lines", new Value.Items(List.of(new Value.Text("a"), new Value.Text("opensesame"))),
                "rc", new Value.Whole(0)));
        assertThat(redaction.taint(printed).fields())
                .containsEntry("stdout", new Value.Secret("a\nb3BlbnNlc2FtZQ==\n"))
                .containsEntry(
                        "stdout_lines", new Value.Items(List.of(new Value.Text("a"), new Value.Secret("opensesame"))))
                .containsEntry("rc", new Value.Whole(0));
    }

    @Test
    void thousandsOfSecretLinesAreKeptAndFound() {
        Redaction redaction = new Redaction();
        StringBuilder printed = new StringBuilder();
        for (int line = 0; line < 5000; line++) {
            printed.append("2026-11-25T17:00:00 row ").append(line * 7919).append(" of a listing that is secret\n");
        }
        redaction.addSecret(printed.toString());
        String line = printed.toString().lines().toList().get(4321);
        assertThat(redaction.mask("<" + line + "> 2026-11-25T17:00:00 row 5"))
                .isEqualTo("<***> 2026-11-25T17:00:00 row 5");
    }

    @Test
    void shortSecretsDoNotBlankOrdinaryText() {
        Redaction redaction = new Redaction();
        redaction.addSecret("abc");
        assertThat(redaction.mask("abc YWJj 616263")).isEqualTo("abc YWJj 616263");
        redaction.addSecret("a\nb\n");
        assertThat(redaction.mask("a b")).isEqualTo("a b");
    }

    @Test
    void secretsThatOverlapAreMaskedTogether() {
        Redaction redaction = new Redaction();
        List.of("abcdef", "defghi", "cdef").forEach(redaction::addSecret);
        assertThat(redaction.mask("<abcdefghi> <cdefghi>")).isEqualTo("<***> <***>");
    }

    @Test
    void aTextWithoutSecretsIsGivenBackAsItIs() {
        Redaction redaction = new Redaction();
        redaction.addSecret(SECRET);
        for (String text : List.of(
                "", "%", "100% + 5 & \\", "\\u12", "%C3", "%ZZ &#; &#x; &none; \\x", "a\r\n\n  b", "&#99999999;")) {
            assertThat(redaction.mask(text)).isEqualTo(text);
        }
    }

    @Test
    void aLineThatMayEndInASecretWaitsForTheNext() {
        Redaction redaction = new Redaction();
        redaction.addSecret("correct-horse-battery");
        List<String> shown = new ArrayList<>();
        try (RedactingLineBuffer lines = new RedactingLineBuffer(redaction, shown::add)) {
            lines.line("an ordinary line");
            assertThat(shown).containsExactly("an ordinary line");
            lines.line("password: correct-");
            assertThat(shown).hasSize(1);
            lines.line("horse-");
            lines.line("battery, then c");
            assertThat(shown).hasSize(4);
            lines.line("orrect-horse-battery is new");
            lines.line("it was correct");
        }
        assertThat(shown)
                .containsExactly(
                        "an ordinary line", "password: ***", "***", "***, then c", "*** is new", "it was correct");
    }

    @Test
    void whatTheVaultHandsOutIsNeverShown() {
        Redaction redaction = new Redaction();
        MemoryPasswordStore passwords = new MemoryPasswordStore(redaction);
        String password = passwords.random().reveal();
        assertThat(password).matches("[A-Za-z0-9]{40}");
        assertThat(redaction.mask("the password " + password)).isEqualTo("the password ***");
        passwords.keep(new ResourceId("db-1"), passwords.random());
        assertThat(passwords.password(new ResourceId("db-1"))).isPresent();
        assertThat(passwords.password(new ResourceId("db-2"))).isEmpty();
    }
}
