package dev.runbook.engine;

import dev.runbook.journal.Lineage;
import dev.runbook.journal.RecordedRun;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One earlier run that is to be carried on or taken back: how each pair begins then, whatever the latest run was. */
record Earlier(History history, Request.Earlier wanted) {

    Map<String, History.Start> starts(Map<String, World> worlds, Map<String, Set<String>> chosen) throws TaskFailure {
        RecordedRun run = history.run(wanted.run())
                .orElseThrow(() -> TaskFailure.refused(
                        "run " + wanted.run() + " is of another runbook or inventory, or its journal is gone", ""));
        if (wanted.wish() == Request.Wish.RESUME) {
            Optional<Lineage.Obstacle> obstacle = new Lineage(history.past().all()).obstacle(run);
            if (obstacle.isPresent()) {
                throw TaskFailure.refused(obstacle.get().reason(), "'runbook history' lists the runs");
            }
        }
        Map<String, History.Start> usual = history.starts(worlds, chosen);
        Map<String, History.Start> starts = new LinkedHashMap<>();
        for (Map.Entry<String, World> pair : worlds.entrySet()) {
            History.Start begun = run.started(pair.getKey())
                    ? start(run, pair.getKey(), pair.getValue())
                    : notBegun(run, pair.getKey(), usual);
            starts.put(pair.getKey(), begun);
        }
        return starts;
    }

    private History.Start notBegun(RecordedRun run, String pair, Map<String, History.Start> usual) throws TaskFailure {
        if (wanted.wish() != Request.Wish.RESUME) {
            throw TaskFailure.refused("run " + run.id() + " has not begun pair " + pair, "leave it out with -l");
        }
        return Optional.ofNullable(usual.get(pair)).orElseThrow();
    }

    private History.Start start(RecordedRun run, String pair, World world) throws TaskFailure {
        String refresh = run.refresh(pair);
        if (wanted.wish() == Request.Wish.DISCARD) {
            return new History.Start(Optional.of(refresh), false);
        }
        Optional<String> marked = history.unfinished(world, pair);
        if (marked.isPresent() && !marked.get().equals(refresh)) {
            throw TaskFailure.refused(
                    "pair " + pair + " is in refresh " + marked.get() + " now, not in " + refresh + " of run "
                            + run.id(),
                    "'runbook history --pair " + pair + "' lists its runs; the newest is the one to go on from");
        }
        boolean resumes = wanted.wish() == Request.Wish.RESUME;
        Optional<String> successor = history.successor(pair, refresh, world);
        if (!resumes && successor.isPresent()) {
            throw TaskFailure.refused(
                    "what serves pair " + pair + " was made by the later refresh " + successor.get()
                            + ": nothing of refresh " + refresh + " of run " + run.id() + " can be taken back",
                    "to take back the later one: runbook rollback " + successor.get());
        }
        if (resumes && run.endedWell(pair)) {
            return new History.Start(Optional.of(refresh), true);
        }
        if (resumes && history.isGone(pair, refresh, world)) {
            throw TaskFailure.refused(
                    "every instance that refresh " + refresh + " has made for pair " + pair + " is gone",
                    "run the runbook again: it begins a new refresh");
        }
        return new History.Start(Optional.of(refresh), false);
    }
}
