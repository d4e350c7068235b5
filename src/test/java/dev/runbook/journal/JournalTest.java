package dev.runbook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.expression.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void appendedEventsAreReadBack() throws Exception {
        EventRecord<?> event = event("a \"quoted\" line\nof text with \u00e9 and \ud83d\ude00 and \\");
        Path file = folder.resolve("runs/r1/events.jsonl");
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.append(event)).isEqualTo(EventLines.write(event));
        }
        assertThat(Journal.read(file)).containsExactly(event);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("runs/r1"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aTornLineIsSkippedOnReadAndCutOnAppend() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Journal journal = Journal.open(file)) {
            journal.append(event("first"));
        }
        Files.writeString(file, "{\"at\":\"2026-11-21T0", StandardOpenOption.APPEND);
        assertThat(Journal.read(file)).containsExactly(event("first"));
        try (Journal journal = Journal.open(file)) {
            journal.append(event("second"));
        }
        assertThat(Journal.read(file)).containsExactly(event("first"), event("second"));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void eventsOfSomeKindsCanBeExcluded() throws Exception {
        Path file = folder.resolve("events.jsonl");
        EventRecord<?> warning = of("'kind':'warning','text':'said of an output'");
        try (Journal journal = Journal.open(file)) {
            journal.append(event("\"kind\":\"warning\""));
            journal.append(warning);
        }
        assertThat(Journal.readWithout(Set.of(Event.OutputWritten.class), file)).containsExactly(warning);
        assertThat(Journal.readWithout(Set.of(), file))
                .isEqualTo(Journal.read(file))
                .hasSize(2);
    }

    @Test
    void anInterruptedThreadCanStillAppend() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Journal journal = Journal.open(file)) {
            Thread.currentThread().interrupt();
            journal.append(event("interrupted"));
            assertThat(Thread.interrupted()).isTrue();
            journal.append(event("ended"));
        }
        assertThat(Journal.read(file)).hasSize(2);
    }

    @Test
    void eventsOfChangesAreSyncedToDisk() throws Exception {
        assertThat(syncs(of("'kind':'change'"))).isOne();
        assertThat(syncs(of("'kind':'change_done'"))).isOne();
        assertThat(syncs(of("'kind':'retry'"))).isOne();
        assertThat(syncs(of("'kind':'task_ended','changes':1"))).isOne();
        assertThat(syncs(of("'kind':'pair_ended','changed':1"))).isOne();
        assertThat(syncs(of("'kind':'run_ended'"))).isOne();
    }

    @Test
    void otherEventsAreWrittenWithoutSync() throws Exception {
        assertThat(syncs(of("'kind':'task_started'"))).isZero();
        assertThat(syncs(of("'kind':'output'"))).isZero();
        assertThat(syncs(of("'kind':'task_ended','status':'ok','changes':0"))).isZero();
        assertThat(syncs(of("'kind':'pair_ended','changed':0"))).isZero();
    }

    private static EventRecord<?> of(String fields) {
        return EventFixture.event("{'at':'1970-01-01T00:00:00Z','pair':'demo','task':'clone'," + fields + "}");
    }

    @Test
    void fieldsAndKindsOfLaterVersionsAreIgnored() throws Exception {
        Path file = folder.resolve("events.jsonl");
        Files.write(
                file,
                List.of(
                        "{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":\"weather_changed\",\"rain\":true}",
                        "{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":\"output\",\"text\":\"hello\",\"colour\":\"red\"}",
                        "{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":\"change_skipped\",\"key\":\"k\",\"service\":\"rds\","
                                + "\"action\":\"a\",\"subject\":\"s\",\"reason\":\"r\",\"skip_reason\":\"because\"}"));
        assertThat(Journal.read(file).stream().<Event>map(EventRecord::event))
                .containsExactly(
                        new Event.OutputWritten("hello", false),
                        new Event.ChangeSkipped(
                                "k", new CallName("rds", "a", "s"), "r", OptionalInt.empty(), Optional.empty()));
    }

    @Test
    void aFieldThatIsMissingOrHasTheWrongTypeIsAnErrorWithFileAndLine() throws Exception {
        Path file = folder.resolve("events.jsonl");
        String first = EventLines.write(event("hello")) + "\n";
        String start = "{\"at\":\"2026-11-21T04:45:00Z\",\"kind\":";
        Files.writeString(file, first + start + "\"notified\",\"pair\":\"demo\"}\n");
        assertThatThrownBy(() -> Journal.read(file))
                .hasMessage(file + ":2: this notified cannot be read: the field 'handler' is missing");
        Files.writeString(file, first + start + "\"run_ended\",\"exit\":0,\"seconds\":\"long\"}\n");
        assertThatThrownBy(() -> Journal.read(file))
                .hasMessage(
                        file
                                + ":2: this run_ended cannot be read: the field 'seconds' is not a number of seconds: \"long\"");
        Files.writeString(file, first + start + "\"world\",\"when\":\"before\",\"instances\":[{\"name\":\"a\"}]}\n");
        assertThatThrownBy(() -> Journal.read(file))
                .hasMessage(file + ":2: this world cannot be read: in 'instances', the field 'part' is missing");
    }

    /** The number of syncs for an event; verifies that it is written before the journal is closed. */
    private int syncs(EventRecord<?> event) throws Exception {
        Path file = folder.resolve("disk/events.jsonl");
        AtomicInteger syncs = new AtomicInteger();
        try (Journal journal = Journal.open(file, descriptor -> syncs.incrementAndGet())) {
            journal.append(event);
            assertThat(Journal.read(file)).last().isEqualTo(event);
        }
        return syncs.get();
    }

    @Test
    void timesAreReadBack() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            long nanos = List.of(0L, 5_000_000L, 123_456_000L, 999_999_999L, (long) random.nextInt(1_000_000_000))
                    .get(i % 5);
            Instant time = Instant.ofEpochSecond(random.nextInt(2_000_000_000), nanos);
            assertThat(EventLines.time(time.toString())).isEqualTo(time);
        }
        assertThat(EventLines.time("2026-11-21T04:45:00.5Z")).isEqualTo(Instant.parse("2026-11-21T04:45:00.500Z"));
        assertThatThrownBy(() -> EventLines.time("2026-13-21T04:45:00Z")).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> EventLines.time("yesterday")).isInstanceOf(DateTimeException.class);
    }

    @Test
    void aSecretIsWrittenAsStars() {
        Value.Fields parameters = new Value.Fields(Map.of("password", new Value.Secret("hunter2hunter2")));
        Event change = new Event.ChangeAnnounced(
                "k",
                new CallName("rds", "a", "s"),
                parameters,
                "",
                List.of(),
                new Event.ChangeAnnounced.ChangeMode(false, false, false),
                Optional.empty(),
                OptionalInt.empty());
        assertThat(EventLines.write(new EventRecord<>(Instant.EPOCH, "demo", "clone", change)))
                .contains("\"***\"")
                .doesNotContain("hunter2");
    }

    @Test
    void runIdsSortByTimeAndEachIsClaimedOnce() throws Exception {
        Instant now = Instant.parse("2026-11-21T04:45:00.25Z");
        assertThat(RunFolders.newId(now)).isEqualTo("20261121-044500-4000");
        assertThat(RunFolders.newId(now)).isLessThan(RunFolders.newId(now.plusMillis(1)));
        assertThat(RunFolders.newId(now)).isLessThan(RunFolders.newId(now.plusSeconds(1)));
        RunFolders folders = new RunFolders(folder);
        assertThat(folders.createRun(now)).isEqualTo("20261121-044500-4000");
        assertThat(folders.createRun(now)).isEqualTo("20261121-044500-4001");
    }

    private static EventRecord<?> event(String text) {
        Event output = new Event.OutputWritten(text, false);
        return new EventRecord<>(Instant.parse("2026-11-21T04:45:00.123Z"), "demo", "mask", output);
    }
}
