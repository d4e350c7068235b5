package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.log.LogDetail;
import dev.runbook.plan.PlanRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the result of each pair, and derives the outcome and the exit code of the run. Thread-safe. */
final class RunResults {

    private final String id;
    private final RunRequest request;
    private final RunServices services;
    private final RunEvents events;
    private final Map<String, PairResult> results = new ConcurrentHashMap<>();
    private final Set<String> notStarted = new HashSet<>();
    private boolean changesStarted;
    private volatile boolean broken;

    RunResults(String id, RunRequest request, RunServices services, RunEvents events) {
        this.id = id;
        this.request = request;
        this.services = services;
        this.events = events;
    }

    /** From here on an error may have left changes behind. */
    void startChanges() {
        changesStarted = true;
    }

    /** Records that a pair did not reach its first task. */
    void recordNotStarted(String pair, TaskFailure failure) {
        results.put(pair, PairResult.failure(failure));
        notStarted.add(pair);
    }

    boolean hasNotStarted() {
        return !notStarted.isEmpty();
    }

    /** The result of a pair in which runbook itself failed, unless that happened because the run was cancelled. */
    PairResult internalFailure(RuntimeException e) {
        if (e instanceof JournalWriteException lost) {
            return PairResult.failure(events.stopAll(lost));
        }
        if (services.cancellation().stops()) {
            return PairResult.interruption();
        }
        broken = true;
        return PairResult.failure(TaskFailure.failure("a fault in runbook itself: " + e, "please report it")
                .because(e));
    }

    void finish(String pair, String refresh, PairResult result) {
        finish(pair, result, result.toRecord(refresh, false));
    }

    void finish(String pair, PairResult result, Event.PairEnded recorded) {
        results.put(pair, result);
        result.failure()
                .ifPresent(failure -> services.recorder()
                        .note(LogDetail.WIRE, services.recorder().taskEvents(pair, ""), failure.trace()));
        events.emitEnded(pair, recorded);
    }

    /**
     * Ends the run: records the pairs that have no result yet, and then the run.
     *
     * @param took since the run started
     */
    RunOutcome finishRun(Duration took) {
        Map<String, RunOutcome.EndStatus> statuses = new LinkedHashMap<>();
        List<TaskFailure> failures = new ArrayList<>();
        boolean changed = false;
        for (Pair pair : request.pairs()) {
            PairResult result = results.get(pair.name());
            if (result == null) {
                result = PairResult.without(RunOutcome.EndStatus.NOT_STARTED, Optional.empty());
                finish(pair.name(), "", result);
            } else if (notStarted.contains(pair.name())) {
                finish(pair.name(), "", result);
            }
            statuses.put(pair.name(), result.status());
            changed |= result.changes() > 0;
            result.failure().ifPresent(failures::add);
        }
        services.plans().recorder().ifPresent(this::markSecretsOfDraft);
        events.emitEnded(() -> exitCode(failures), took);
        return new RunOutcome(id, exitCode(failures), changed, statuses);
    }

    /** Marks each value of {@code -e} as secret in the plan if something used it as a secret. */
    private void markSecretsOfDraft(PlanRecorder recorder) {
        request.options().extraVars().forEach((name, value) -> {
            String shown = value.show();
            if (!services.redaction().mask(shown).equals(shown)) {
                recorder.addSecret(name);
            }
        });
    }

    private int exitCode(List<TaskFailure> failures) {
        Cancellation cancellation = services.cancellation();
        if (cancellation.exit().isPresent()) {
            return cancellation.exit().getAsInt();
        }
        if (broken) {
            return RunOutcome.INTERNAL;
        }
        if (events.isUnrecorded() || has(failures, TaskFailure.Kind.UNRECORDED)) {
            return RunOutcome.UNRECORDED;
        }
        if (has(failures, TaskFailure.Kind.REFUSED)) {
            return RunOutcome.REFUSED;
        }
        if (!changesStarted && has(failures, TaskFailure.Kind.UNREACHABLE)) {
            return RunOutcome.UNREACHABLE;
        }
        if (!changesStarted && has(failures, TaskFailure.Kind.INVALID)) {
            return RunOutcome.INVALID;
        }
        return failures.isEmpty() ? RunOutcome.OK : RunOutcome.FAILED;
    }

    private static boolean has(List<TaskFailure> failures, TaskFailure.Kind kind) {
        return failures.stream().anyMatch(failure -> failure.kind() == kind);
    }
}
