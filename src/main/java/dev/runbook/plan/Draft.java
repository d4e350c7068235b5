package dev.runbook.plan;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.PairStatus;
import dev.runbook.plan.PlannedPair.PlannedTask;
import dev.runbook.plan.SavedPlan.ReadFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Records the results of a check and builds a plan from them. Thread-safe. */
public final class Draft {

    private final Path folder;
    private final Map<String, Sheet> sheets = new LinkedHashMap<>();
    private final Map<String, ReadFile> files = new LinkedHashMap<>();
    private final Set<String> secrets = new TreeSet<>();

    /** The records of one pair so far. */
    private static final class Sheet {
        private Optional<Event.PairStarted> started = Optional.empty();
        private Optional<PairStatus> status = Optional.empty();
        private final List<Thing> world = new ArrayList<>();
        private final Map<String, Event.TaskStarted> tasks = new LinkedHashMap<>();
        private final List<PlannedTask> ended = new ArrayList<>();
        private final List<PlannedCall> calls = new ArrayList<>();
    }

    /**
     * Creates an empty recorder.
     *
     * @param folder the working directory, absolute: paths of files in it are relative to it
     */
    public Draft(Path folder) {
        this.folder = folder.normalize();
    }

    /** Records an event of the check; events that are no part of a plan are ignored. */
    public synchronized void take(EventRecord<?> record) {
        if (record.event() instanceof Event.RunStarted start) {
            start.pairs().forEach(this::sheet);
        } else if (!record.pair().isEmpty()) {
            take(record, sheet(record.pair()));
        }
    }

    /** Records an existing resource of a pair; a later record of the same resource replaces the earlier one. */
    public synchronized void found(String pair, Thing thing) {
        List<Thing> world = sheet(pair).world;
        world.removeIf(other -> other.title().equals(thing.title()));
        world.add(thing);
    }

    /**
     * Records the calls of a pair when a condition that is unknown until the run is false: calls that are made only in that case,
     * and calls that are made only when it is true, get the condition.
     *
     * @param others the events of the check in which it is false
     */
    public synchronized void otherwise(String pair, String condition, List<EventRecord<?>> others) {
        List<PlannedCall> calls = sheet(pair).calls;
        List<PlannedCall> unmade = new ArrayList<>(calls);
        int place = 0;
        for (PlannedCall call : others.stream()
                .flatMap(event -> PlannedCall.announced(event).stream())
                .toList()) {
            int at = indexOf(calls, call);
            if (at >= 0) {
                unmade.removeIf(other -> other.isCall(call));
                place = at + 1;
            } else {
                calls.add(place, call.when("not (" + condition + ")"));
                place++;
            }
        }
        calls.replaceAll(call -> unmade.contains(call) ? call.when(condition) : call);
    }

    private static int indexOf(List<PlannedCall> calls, PlannedCall wanted) {
        for (int at = 0; at < calls.size(); at++) {
            if (calls.get(at).isCall(wanted)) {
                return at;
            }
        }
        return -1;
    }

    /** Records a file that was read; the first role of a file counts. */
    public synchronized void read(String role, Path file, String sha256) {
        Path whole = folder.resolve(file).normalize();
        String path = whole.startsWith(folder) ? folder.relativize(whole).toString() : whole.toString();
        files.putIfAbsent(path, new ReadFile(role, path, sha256));
    }

    /** Records that a value from the command line is secret. */
    public synchronized void isSecret(String value) {
        secrets.add(value);
    }

    /** The names of the secret values. */
    public synchronized Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    /** The calls so far, of all pairs. */
    public synchronized List<PlannedCall> calls() {
        return sheets.values().stream().flatMap(sheet -> sheet.calls.stream()).toList();
    }

    /** The plan; empty unless the check of every pair succeeded. */
    public synchronized Optional<SavedPlan> finished(SavedPlan.Origin origin, SavedPlan.Asked asked) {
        boolean whole = !sheets.isEmpty()
                && sheets.values().stream()
                        .allMatch(sheet ->
                                sheet.status.filter(PairStatus::isGoodEnd).isPresent());
        List<PlannedPair> pairs = new ArrayList<>();
        sheets.forEach((name, sheet) -> sheet.started.ifPresent(start -> pairs.add(pair(name, sheet, start))));
        return whole ? Optional.of(new SavedPlan(origin, asked, List.copyOf(files.values()), pairs)) : Optional.empty();
    }

    private Sheet sheet(String pair) {
        return sheets.computeIfAbsent(pair, name -> new Sheet());
    }

    /** Output and waits are no part of a plan. */
    private static void take(EventRecord<?> record, Sheet sheet) {
        PlannedCall.announced(record).ifPresent(sheet.calls::add);
        if (record.event() instanceof Event.PairStarted start) {
            sheet.started = Optional.of(start);
        }
        if (record.event() instanceof Event.TaskStarted start) {
            sheet.tasks.put(record.task(), start);
        }
        if (record.event() instanceof Event.TaskEnded end) {
            sheet.ended.add(task(record.task(), end, Optional.ofNullable(sheet.tasks.get(record.task()))));
        }
        if (record.event() instanceof Event.PairEnded end) {
            sheet.status = Optional.of(end.status());
        }
    }

    private static PlannedTask task(String id, Event.TaskEnded end, Optional<Event.TaskStarted> start) {
        boolean open = end.result()
                .get("results")
                .filter(results -> results.show().equals(Value.Unknown.DISPLAY_TEXT))
                .isPresent();
        return new PlannedTask(
                id,
                start.map(Event.TaskStarted::name).orElse(id),
                start.map(Event.TaskStarted::module).orElse(""),
                end.status().word(),
                end.result(),
                open);
    }

    private static PlannedPair pair(String name, Sheet sheet, Event.PairStarted start) {
        return new PlannedPair(
                name,
                Optional.of(start.refresh()).filter(id -> start.resumed()),
                new PlannedPair.Sides(start.source(), start.target()),
                sheet.status.map(PairStatus::word).orElse(""),
                sheet.world,
                sheet.ended,
                sheet.calls);
    }
}
