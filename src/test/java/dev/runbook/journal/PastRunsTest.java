package dev.runbook.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastRunsTest {

    private static final List<String> PAIRS = List.of("demo", "stage", "load");
    private static final List<String> RUNBOOKS = List.of("/p/refresh.yml", "/p/other.yml");
    private static final String CURRENT = "20261122-000000-0000";

    @TempDir
    private Path state;

    private RunFolders folders = new RunFolders(Path.of(""));

    @BeforeEach
    void opensTheFolders() {
        folders = new RunFolders(state);
    }

    @Test
    void equalsAReadOfEveryJournal() throws IOException {
        for (int seed = 1; seed <= 20; seed++) {
            folders = new RunFolders(state.resolve("seed-" + seed));
            List<String> ids = recordRandomRuns(new Random(seed));
            for (String runbook : RUNBOOKS) {
                PastRuns past = new PastRuns(folders, CURRENT, runbook, "/p/inventory.yml");
                for (String pair : PAIRS) {
                    assertThat(past.findLatest(pair).map(RecordedRun::events))
                            .as("seed %d", seed)
                            .isEqualTo(latest(runbook, pair).map(RecordedRun::events));
                    for (String refresh : ids) {
                        assertThat(past.findByRefresh(refresh))
                                .as("seed %d", seed)
                                .filteredOn(run -> run.refresh(pair).equals(refresh))
                                .extracting(RecordedRun::events)
                                .isEqualTo(inRefresh(runbook, pair, refresh).stream()
                                        .map(RecordedRun::events)
                                        .toList());
                    }
                }
            }
        }
    }

    @Test
    void readsNoRunOlderThanNeeded() throws IOException {
        // A folder in place of a journal: reading it fails.
        Files.createDirectories(folders.journal("20261120-000000-0000"));
        record("20261121-000000-0000", RUNBOOKS.get(0), Map.of("demo", "20261121-000000-0000"));
        Optional<RecordedRun> latest =
                new PastRuns(folders, CURRENT, RUNBOOKS.get(0), "/p/inventory.yml").findLatest("demo");
        assertThat(latest).map(RecordedRun::id).contains("20261121-000000-0000");
    }

    @Test
    void aRunKilledBeforeItsFirstLineIsIgnored() throws IOException {
        Files.createDirectories(folders.folder("20261120-000000-0000"));
        Files.createDirectories(folders.folder("20261121-000000-0000"));
        Files.write(folders.journal("20261121-000000-0000"), new byte[] {'{', '"', (byte) 0xc3});
        PastRuns past = new PastRuns(folders, CURRENT, RUNBOOKS.get(0), "/p/inventory.yml");
        assertThat(past.findLatest("demo")).isEmpty();
        assertThat(past.findByRefresh("20261120-000000-0000")).isEmpty();
    }

    private Optional<RecordedRun> latest(String runbook, String pair) throws IOException {
        return all(runbook).stream().filter(run -> run.hasStarted(pair)).reduce((before, after) -> after);
    }

    private List<RecordedRun> inRefresh(String runbook, String pair, String refresh) throws IOException {
        return all(runbook).stream()
                .filter(run -> run.refresh(pair).equals(refresh))
                .toList();
    }

    private List<RecordedRun> all(String runbook) throws IOException {
        return folders.readRuns().stream()
                .filter(run -> !run.id().equals(CURRENT))
                .filter(run -> run.isRunOf(runbook, "/p/inventory.yml"))
                .toList();
    }

    /** Runs of two runbooks that start, continue or never reach their pairs; the clock sometimes goes back. */
    private List<String> recordRandomRuns(Random random) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < 12; run++) {
            String id = String.format("20261121-%06d-0000", random.nextInt(4) * 100 + run);
            ids.add(id);
            Map<String, String> refreshes = new LinkedHashMap<>();
            for (String pair : PAIRS) {
                if (random.nextBoolean()) {
                    refreshes.put(pair, random.nextInt(3) > 0 ? id : ids.get(random.nextInt(ids.size())));
                }
            }
            record(id, RUNBOOKS.get(random.nextInt(2)), refreshes);
        }
        record(CURRENT, RUNBOOKS.get(0), Map.of());
        return ids;
    }

    private void record(String id, String runbook, Map<String, String> refreshes) throws IOException {
        boolean resumed = refreshes.values().stream().anyMatch(refresh -> !refresh.equals(id));
        Event.RunStarted start = new Event.RunStarted(
                Optional.of(id),
                new Event.RunStarted.RunFiles("", "", runbook, "/p/inventory.yml"),
                PAIRS,
                false,
                resumed,
                new Event.RunStarted.StartCommand(List.of(), "", Optional.empty()),
                Optional.empty(),
                Optional.empty());
        try (Journal journal = Journal.open(folders.journal(id))) {
            journal.append(new EventRecord<>(Instant.EPOCH, "", "", start));
            for (Map.Entry<String, String> pair : refreshes.entrySet()) {
                Event begun = new Event.PairStarted(pair.getValue(), "", "", false, Optional.empty());
                journal.append(new EventRecord<>(Instant.EPOCH, pair.getKey(), "", begun));
            }
        }
    }
}
