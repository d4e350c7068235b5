package dev.runbook.engine.resume;

import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunLineage;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One earlier run that is to be carried on or taken back: how each pair begins then, whatever the latest run was. */
public record ResumedRun(History history, RunRequest.ResumeTarget resumeTarget) {

    public Map<String, History.PairStart> starts(Map<String, World> worlds, Map<String, Set<String>> chosen)
            throws TaskFailure {
        RecordedRun run = history.run(resumeTarget.run())
                .orElseThrow(() -> TaskFailure.refusal(
                        "run " + resumeTarget.run() + " is of another runbook or inventory, or its journal is gone",
                        ""));
        if (resumeTarget.wish() == RunRequest.ResumeKind.RESUME) {
            Optional<RunLineage.Obstacle> obstacle =
                    new RunLineage(history.past().all()).findObstacle(run);
            if (obstacle.isPresent()) {
                throw TaskFailure.refusal(obstacle.get().reason(), "'runbook history' lists the runs");
            }
        }
        Map<String, History.PairStart> usual = history.starts(worlds, chosen);
        Map<String, History.PairStart> starts = new LinkedHashMap<>();
        for (Map.Entry<String, World> pair : worlds.entrySet()) {
            History.PairStart begun = run.hasStarted(pair.getKey())
                    ? start(run, pair.getKey(), pair.getValue())
                    : notBegun(run, pair.getKey(), usual);
            starts.put(pair.getKey(), begun);
        }
        return starts;
    }

    private History.PairStart notBegun(RecordedRun run, String pair, Map<String, History.PairStart> usual)
            throws TaskFailure {
        if (resumeTarget.wish() != RunRequest.ResumeKind.RESUME) {
            throw TaskFailure.refusal("run " + run.id() + " has not begun pair " + pair, "leave it out with -l");
        }
        return Optional.ofNullable(usual.get(pair)).orElseThrow();
    }

    private History.PairStart start(RecordedRun run, String pair, World world) throws TaskFailure {
        String refresh = run.refresh(pair);
        if (resumeTarget.wish() == RunRequest.ResumeKind.DISCARD) {
            return new History.PairStart(Optional.of(refresh), false);
        }
        Optional<String> marked = history.taggedRefresh(world, pair);
        if (marked.isPresent() && !marked.get().equals(refresh)) {
            throw TaskFailure.refusal(
                    "pair " + pair + " is in refresh " + marked.get() + " now, not in " + refresh + " of run "
                            + run.id(),
                    "'runbook history --pair " + pair + "' lists its runs; the newest is the one to go on from");
        }
        boolean resumes = resumeTarget.wish() == RunRequest.ResumeKind.RESUME;
        Optional<String> successor = history.successor(pair, refresh, world);
        if (!resumes && successor.isPresent()) {
            throw TaskFailure.refusal(
                    "what serves pair " + pair + " was made by the later refresh " + successor.get()
                            + ": nothing of refresh " + refresh + " of run " + run.id() + " can be taken back",
                    "to take back the later one: runbook rollback " + successor.get());
        }
        if (resumes && run.hasSucceeded(pair)) {
            return new History.PairStart(Optional.of(refresh), true);
        }
        if (resumes && history.isGone(pair, refresh, world)) {
            throw TaskFailure.refusal(
                    "every instance that refresh " + refresh + " has made for pair " + pair + " is gone",
                    "run the runbook again: it begins a new refresh");
        }
        return new History.PairStart(Optional.of(refresh), false);
    }
}
