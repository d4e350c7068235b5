package dev.runbook.plan;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.PairStatus;
import dev.runbook.plan.PlannedPair.TaskPlan;
import dev.runbook.plan.SavedPlan.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Records the results of a check and builds a plan from them. Thread-safe. */
public final class PlanRecorder {

    private final Path folder;
    private final Map<String, PairRecord> pairRecords = new LinkedHashMap<>();
    private final Map<String, InputFile> files = new LinkedHashMap<>();
    private final Set<String> secrets = new TreeSet<>();

    /** The records of one pair so far. */
    private static final class PairRecord {
        private Optional<Event.PairStarted> started = Optional.empty();
        private Optional<PairStatus> status = Optional.empty();
        private final List<PlannedResource> world = new ArrayList<>();
        private final Map<String, Event.TaskStarted> tasks = new LinkedHashMap<>();
        private final List<TaskPlan> ended = new ArrayList<>();
        private final List<PlannedCall> calls = new ArrayList<>();
    }

    /**
     * Creates an empty recorder.
     *
     * @param folder the working directory, absolute: paths of files in it are relative to it
     */
    public PlanRecorder(Path folder) {
        this.folder = folder.normalize();
    }

    /** Records an event of the check; events that are no part of a plan are ignored. */
    public synchronized void record(EventRecord<?> record) {
        if (record.event() instanceof Event.RunStarted start) {
            start.pairs().forEach(this::pairRecord);
        } else if (!record.pair().isEmpty()) {
            record(record, pairRecord(record.pair()));
        }
    }

    /** Records an existing resource of a pair; a later record of the same resource replaces the earlier one. */
    public synchronized void addResource(String pair, PlannedResource resource) {
        List<PlannedResource> world = pairRecord(pair).world;
        world.removeIf(other -> other.title().equals(resource.title()));
        world.add(resource);
    }

    /**
     * Records the calls of a pair when a condition that is unknown until the run is false: calls that are made only in that case,
     * and calls that are made only when it is true, get the condition.
     *
     * @param others the events of the check in which it is false
     */
    public synchronized void addAlternative(String pair, String condition, List<EventRecord<?>> others) {
        List<PlannedCall> calls = pairRecord(pair).calls;
        List<PlannedCall> unmade = new ArrayList<>(calls);
        int place = 0;
        for (PlannedCall call : others.stream()
                .flatMap(event -> PlannedCall.from(event).stream())
                .toList()) {
            int at = indexOf(calls, call);
            if (at >= 0) {
                unmade.removeIf(other -> other.isSameCall(call));
                place = at + 1;
            } else {
                calls.add(place, call.withCondition("not (" + condition + ")"));
                place++;
            }
        }
        calls.replaceAll(call -> unmade.contains(call) ? call.withCondition(condition) : call);
    }

    private static int indexOf(List<PlannedCall> calls, PlannedCall wanted) {
        for (int at = 0; at < calls.size(); at++) {
            if (calls.get(at).isSameCall(wanted)) {
                return at;
            }
        }
        return -1;
    }

    /** Records a file that was read; the first role of a file counts. */
    public synchronized void addFile(String role, Path file, String sha256) {
        Path whole = folder.resolve(file).normalize();
        String path = whole.startsWith(folder) ? folder.relativize(whole).toString() : whole.toString();
        files.putIfAbsent(path, new InputFile(role, path, sha256));
    }

    /** Records that a value from the command line is secret. */
    public synchronized void addSecret(String value) {
        secrets.add(value);
    }

    /** The names of the secret values. */
    public synchronized Set<String> secretNames() {
        return Set.copyOf(secrets);
    }

    /** The calls so far, of all pairs. */
    public synchronized List<PlannedCall> calls() {
        return pairRecords.values().stream()
                .flatMap(pairRecord -> pairRecord.calls.stream())
                .toList();
    }

    /** The plan; empty unless the check of every pair succeeded. */
    public synchronized Optional<SavedPlan> toPlan(SavedPlan.PlanOrigin origin, SavedPlan.PlanRequest request) {
        boolean whole = !pairRecords.isEmpty()
                && pairRecords.values().stream()
                        .allMatch(pairRecord ->
                                pairRecord.status.filter(PairStatus::isSuccess).isPresent());
        List<PlannedPair> pairs = new ArrayList<>();
        pairRecords.forEach(
                (name, pairRecord) -> pairRecord.started.ifPresent(start -> pairs.add(pair(name, pairRecord, start))));
        return whole
                ? Optional.of(new SavedPlan(origin, request, List.copyOf(files.values()), pairs))
                : Optional.empty();
    }

    private PairRecord pairRecord(String pair) {
        return pairRecords.computeIfAbsent(pair, name -> new PairRecord());
    }

    /** Output and waits are no part of a plan. */
    private static void record(EventRecord<?> record, PairRecord pairRecord) {
        PlannedCall.from(record).ifPresent(pairRecord.calls::add);
        if (record.event() instanceof Event.PairStarted start) {
            pairRecord.started = Optional.of(start);
        }
        if (record.event() instanceof Event.TaskStarted start) {
            pairRecord.tasks.put(record.task(), start);
        }
        if (record.event() instanceof Event.TaskEnded end) {
            pairRecord.ended.add(task(record.task(), end, Optional.ofNullable(pairRecord.tasks.get(record.task()))));
        }
        if (record.event() instanceof Event.PairEnded end) {
            pairRecord.status = Optional.of(end.status());
        }
    }

    private static TaskPlan task(String id, Event.TaskEnded end, Optional<Event.TaskStarted> start) {
        boolean open = end.result()
                .get("results")
                .filter(results -> results.show().equals(Value.Unknown.DISPLAY_TEXT))
                .isPresent();
        return new TaskPlan(
                id,
                start.map(Event.TaskStarted::name).orElse(id),
                start.map(Event.TaskStarted::module).orElse(""),
                end.status().word(),
                end.result(),
                open);
    }

    private static PlannedPair pair(String name, PairRecord pairRecord, Event.PairStarted start) {
        return new PlannedPair(
                name,
                Optional.of(start.refresh()).filter(id -> start.resumed()),
                new PlannedPair.PlannedSides(start.source(), start.target()),
                pairRecord.status.map(PairStatus::word).orElse(""),
                pairRecord.world,
                pairRecord.ended,
                pairRecord.calls);
    }
}
