package dev.runbook.cli.command;

import dev.runbook.cli.UsageException;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunArchive;
import dev.runbook.journal.RunSummary;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds a run by its id, a unique prefix of its id, or {@code last}. */
record RunFinder(RunArchive archive) {

    private static final String LAST = "last";
    private static final int SHOWN_MAX = 5;

    /** The run that the word names, read from its journal. */
    RecordedRun read(String word) throws UsageException, IOException {
        String id = find(word);
        RecordedRun run = archive.run(id);
        if (run.events().isEmpty() && archive.isFresh(id)) {
            throw new UsageException(
                    "run " + id + " is starting and has not called or changed anything yet",
                    "look again in a moment; its log is " + archive.log(id));
        }
        if (run.events().isEmpty()) {
            throw new UsageException(
                    "run " + id + " has no journal, so nothing is known about it",
                    "it ended before it called or changed anything, or its journal in " + archive.state()
                            + " was deleted");
        }
        return run;
    }

    private String find(String word) throws UsageException, IOException {
        List<String> ids = archive.ids();
        if (ids.isEmpty()) {
            throw new UsageException(
                    "there has been no run yet",
                    "runs write their journals to the state folder, which is " + archive.state());
        }
        if (word.equals(LAST)) {
            return ids.get(ids.size() - 1);
        }
        if (ids.contains(word)) {
            return word;
        }
        List<String> matching = ids.stream().filter(id -> id.startsWith(word)).toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        if (!matching.isEmpty()) {
            throw ambiguousRun(word, matching);
        }
        Optional<String> inRefresh = newestInRefresh(word);
        if (inRefresh.isEmpty()) {
            throw unknownRun(word, ids);
        }
        return inRefresh.get();
    }

    /** The newest run of a refresh whose first run has no journal here, for example because it ran on another machine. */
    private Optional<String> newestInRefresh(String refresh) throws IOException {
        return archive.findNewest(1, summary -> summary.refreshes().contains(refresh)).stream()
                .map(RunSummary::id)
                .findFirst();
    }

    private static UsageException unknownRun(String word, List<String> ids) {
        Optional<String> near = Nearest.of(word, ids);
        return new UsageException(
                "there is no run '" + word + "'",
                near.map(id -> "did you mean '" + id + "'?").orElse("the newest are " + newest(ids)));
    }

    private static UsageException ambiguousRun(String word, List<String> matching) {
        return new UsageException(
                "'" + word + "' matches " + matching.size() + " runs", "the newest are " + newest(matching));
    }

    private static String newest(List<String> ids) {
        List<String> newest = new ArrayList<>(ids.subList(Math.max(0, ids.size() - SHOWN_MAX), ids.size()));
        Collections.reverse(newest);
        return String.join(", ", newest);
    }
}
