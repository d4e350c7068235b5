package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders of all runs, {@code runs/<run id>/} under the state folder.
 *
 * @param state the state folder, {@code .runbook} in the project
 */
public record RunFolders(Path state) {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long SUFFIX_RANGE = 0x10000;
    private static final long MICROS_OF_SECOND = 1_000_000;

    /** An id for a run that starts now: contains the time to a fraction of a second, and is short enough for a tag value. */
    public static String newId(Instant now) {
        long micros = Math.floorMod(ChronoUnit.MICROS.between(Instant.EPOCH, now), MICROS_OF_SECOND);
        String suffix = Long.toHexString(SUFFIX_RANGE + micros * SUFFIX_RANGE / MICROS_OF_SECOND);
        return ID.format(now) + "-" + suffix.substring(1);
    }

    /** Creates a unique folder for a run that starts now, ordered after all other runs; returns the id. */
    public String createRun(Instant now) throws IOException {
        PrivateFiles.createFolders(state.resolve("runs"));
        try (RunOrder.OrderLock lock = order().lock()) {
            List<String> before = order().findUnlisted(names());
            Instant moment = now;
            while (!PrivateFiles.createFolder(folder(newId(moment)))) {
                moment = moment.plus(MICROS_OF_SECOND / SUFFIX_RANGE + 1, ChronoUnit.MICROS);
            }
            List<String> added = new ArrayList<>(before);
            added.add(newId(moment));
            lock.append(added);
            return newId(moment);
        }
    }

    private RunOrder order() {
        return new RunOrder(state.resolve("order"));
    }

    public Path folder(String run) {
        return state.resolve("runs").resolve(run);
    }

    public Path journal(String run) {
        return folder(run).resolve("events.jsonl");
    }

    /** The debug log of a run. */
    public Path log(String run) {
        return folder(run).resolve("run.log");
    }

    /** The debug log of the latest check; empty when there is no state folder, because a check does not create one. */
    public Optional<Path> checkLog() {
        return Optional.of(state.resolve("check.log")).filter(log -> Files.isDirectory(state));
    }

    /**
     * The ids of all runs by start time, oldest first. A run that was killed at once may have no journal.
     */
    public List<String> ids() throws IOException {
        return order().sortByStart(names());
    }

    private List<String> names() throws IOException {
        Path runs = state.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    /** The ids with this prefix of the runs that have a journal, oldest first. */
    public List<String> ids(String start) throws IOException {
        return ids().stream()
                .filter(id -> id.startsWith(start) && Files.exists(journal(id)))
                .toList();
    }

    /** Every run that has a journal, oldest first. */
    public List<RecordedRun> readRuns() throws IOException {
        List<RecordedRun> recorded = new ArrayList<>();
        for (String id : ids("")) {
            recorded.add(new RecordedRun(id, Journal.read(journal(id))));
        }
        return recorded;
    }
}
