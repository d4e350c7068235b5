package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.process.SystemClock;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

    @TempDir
    Path folder;

    private final List<EventRecord<?>> shown = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    private final EventSink sink = new EventSink() {
        @Override
        public void take(EventRecord<?> event) {
            shown.add(event);
        }

        @Override
        public void take(EventRecord<?> event, String line) {
            shown.add(event);
            lines.add(line);
        }
    };

    @Test
    void whatIsKeptIsWrittenOnceAndItsLineHandedOn() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Journal journal = Journal.open(file)) {
            recorder(Optional.of(journal)).taskEvents("demo", "hello").line("a line");
        }
        assertThat(lines).isEqualTo(Files.readAllLines(file)).containsExactly(EventLines.write(shown.get(0)));
    }

    @Test
    void howFarLongWorkIsShowsAndIsNotKept() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Journal journal = Journal.open(file)) {
            recorder(Optional.of(journal)).taskEvents("demo", "copy").report("objects", 1, 2, "objects");
        }
        assertThat(shown).hasSize(1).allMatch(event -> event.is(Event.WorkProgressed.class));
        assertThat(file).isEmptyFile();
    }

    @Test
    void withoutAJournalEventsAreShownOnly() {
        recorder(Optional.empty()).taskEvents("demo", "hello").line("a line");
        assertThat(shown).hasSize(1);
        assertThat(lines).isEmpty();
    }

    private Recorder recorder(Optional<Journal> journal) {
        return new Recorder(new Redaction(), new SystemClock(), journal, sink);
    }
}
