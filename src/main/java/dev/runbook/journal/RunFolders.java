package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The folders of all runs, {@code runs/<run id>/} under the state folder.
 *
 * @param state the state folder, {@code .runbook} in the project
 */
public record RunFolders(Path state) {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SUFFIX_RANGE = 0x10000;

    /** An id for a run that starts now: sorts by time, short enough for a tag. */
    public static String newId(Instant now, int random) {
        String suffix = Integer.toHexString(SUFFIX_RANGE + Math.floorMod(random, SUFFIX_RANGE));
        return ID.format(now) + "-" + suffix.substring(1);
    }

    public Path folder(String run) {
        return state.resolve("runs").resolve(run);
    }

    public Path journal(String run) {
        return folder(run).resolve("events.jsonl");
    }

    /** The ids of all runs, oldest first; one that was killed at once may have left no journal. */
    public List<String> ids() throws IOException {
        Path runs = state.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    /** The ids of the runs that have left a journal and start with this, oldest first. */
    public List<String> ids(String start) throws IOException {
        return ids().stream()
                .filter(id -> id.startsWith(start) && Files.exists(journal(id)))
                .toList();
    }

    /** Every run that has left a journal, oldest first. */
    public List<RecordedRun> recorded() throws IOException {
        List<RecordedRun> recorded = new ArrayList<>();
        for (String id : ids("")) {
            recorded.add(new RecordedRun(id, Journal.read(journal(id))));
        }
        return recorded;
    }
}
