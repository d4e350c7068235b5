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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    @Test
    void whatIsAppendedIsReadBack() throws Exception {
        Event event = event("a \"quoted\" line\nof text with \u00e9 and \ud83d\ude00 and \\");
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
    void aLineTornByAKillIsSkippedWhenReadAndCutWhenContinued() throws Exception {
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
    void eventsOfSomeKindsCanBeLeftOutWhateverOthersSay() throws Exception {
        Path file = folder.resolve("events.jsonl");
        Event warning = of(Event.Kind.WARNING, Map.of("text", new Value.Text("\"kind\":\"output\"")));
        try (Journal journal = Journal.open(file)) {
            journal.append(of(Event.Kind.OUTPUT, Map.of("text", new Value.Text("\"kind\":\"warning\""))));
            journal.append(warning);
        }
        assertThat(Journal.readWithout(Set.of(Event.Kind.OUTPUT), file)).containsExactly(warning);
        assertThat(Journal.readWithout(Set.of(), file))
                .isEqualTo(Journal.read(file))
                .hasSize(2);
    }

    @Test
    void aWriterThatIsInterruptedCanStillSayHowItEnded() throws Exception {
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
    void whatTellsOfAChangeIsOnDiskBeforeAnythingElseIsDone() throws Exception {
        assertThat(syncs(of(Event.Kind.CHANGE, Map.of()))).isOne();
        assertThat(syncs(of(Event.Kind.CHANGE_DONE, Map.of()))).isOne();
        assertThat(syncs(of(Event.Kind.RETRY, Map.of()))).isOne();
        assertThat(syncs(of(Event.Kind.TASK_ENDED, Map.of("changes", new Value.Whole(1)))))
                .isOne();
        assertThat(syncs(of(Event.Kind.PAIR_ENDED, Map.of("changed", new Value.Whole(1)))))
                .isOne();
        assertThat(syncs(of(Event.Kind.RUN_ENDED, Map.of()))).isOne();
    }

    @Test
    void whatTellsOfNoChangeIsWrittenAtOnceAndDoesNotWaitForTheDisk() throws Exception {
        assertThat(syncs(of(Event.Kind.TASK_STARTED, Map.of()))).isZero();
        assertThat(syncs(of(Event.Kind.OUTPUT, Map.of()))).isZero();
        assertThat(syncs(of(
                        Event.Kind.TASK_ENDED, Map.of("status", new Value.Text("ok"), "changes", new Value.Whole(0)))))
                .isZero();
        assertThat(syncs(of(Event.Kind.PAIR_ENDED, Map.of("changed", new Value.Whole(0)))))
                .isZero();
    }

    private static Event of(Event.Kind kind, Map<String, Value> fields) {
        return new Event(Instant.EPOCH, kind, "demo", "clone", new Value.Fields(fields));
    }

    /** How often an event waits for the disk; that it is written is checked before the journal is closed. */
    private int syncs(Event event) throws Exception {
        Path file = folder.resolve("disk/events.jsonl");
        AtomicInteger syncs = new AtomicInteger();
        try (Journal journal = Journal.open(file, descriptor -> syncs.incrementAndGet())) {
            journal.append(event);
            assertThat(Journal.read(file)).last().isEqualTo(event);
        }
        return syncs.get();
    }

    @Test
    void everyTimeIsReadAsItWasWritten() {
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
        Map<String, Value> fields = Map.of("password", new Value.Secret("hunter2hunter2"));
        String line = EventLines.write(
                new Event(Instant.EPOCH, Event.Kind.CHANGE, "demo", "clone", new Value.Fields(fields)));
        assertThat(line).contains("\"***\"").doesNotContain("hunter2");
    }

    @Test
    void runIdsSortByTimeAndEachIsClaimedOnce() throws Exception {
        Instant now = Instant.parse("2026-11-21T04:45:00.25Z");
        assertThat(RunFolders.newId(now)).isEqualTo("20261121-044500-4000");
        assertThat(RunFolders.newId(now)).isLessThan(RunFolders.newId(now.plusMillis(1)));
        assertThat(RunFolders.newId(now)).isLessThan(RunFolders.newId(now.plusSeconds(1)));
        RunFolders folders = new RunFolders(folder);
        assertThat(folders.claim(now)).isEqualTo("20261121-044500-4000");
        assertThat(folders.claim(now)).isEqualTo("20261121-044500-4001");
    }

    private static Event event(String text) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("text", new Value.Text(text));
        fields.put("count", new Value.Whole(-7));
        fields.put("seconds", new Value.Decimal(1.5));
        fields.put("flag", new Value.Bool(true));
        fields.put("nothing", new Value.Null());
        fields.put("list", new Value.Items(List.of(new Value.Fields(Map.of()), new Value.Items(List.of()))));
        return new Event(
                Instant.parse("2026-11-21T04:45:00.123Z"), Event.Kind.OUTPUT, "demo", "mask", new Value.Fields(fields));
    }
}
