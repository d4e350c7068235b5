package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the current state with the plan of a pair.
 *
 * @param startedCalls the calls that runs of this plan have already started: their effects are not drift
 */
public record DriftDetector(PlannedPair planned, List<PlannedCall> startedCalls) {

    public DriftDetector {
        startedCalls = List.copyOf(startedCalls);
    }

    /** The differences between the resources of a kind now and when the plan was made. */
    public List<Drift> detectInWorld(String kind, List<PlannedResource> now) {
        Map<String, PlannedResource> before = byTitle(planned.world().stream()
                .filter(resource -> resource.kind().equals(kind))
                .toList());
        Map<String, PlannedResource> after = byTitle(now);
        Set<String> titles = new LinkedHashSet<>(before.keySet());
        titles.addAll(after.keySet());
        List<Drift> differences = new ArrayList<>();
        for (String title : titles) {
            Optional<PlannedResource> was = Optional.ofNullable(before.get(title));
            Optional<PlannedResource> is = Optional.ofNullable(after.get(title));
            if (was.filter(this::isAffected).isPresent()
                    || is.filter(this::isAffected).isPresent()) {
                continue;
            }
            if (was.isEmpty() || is.isEmpty()) {
                String text =
                        is.isPresent() ? "exists now and did not when planned" : "existed when planned and is gone";
                differences.add(new Drift(title, text));
            } else {
                differences.addAll(compareFields(was.get(), is.get()));
            }
        }
        return differences;
    }

    private List<Drift> compareFields(PlannedResource old, PlannedResource current) {
        Set<String> names = new LinkedHashSet<>(old.fields().keySet());
        names.addAll(current.fields().keySet());
        List<Drift> differences = new ArrayList<>();
        for (String name : names) {
            String before = old.fields().getOrDefault(name, "");
            String after = current.fields().getOrDefault(name, "");
            boolean followed = name.equals("source") && affectedNames().contains(before);
            if (!before.equals(after) && !followed) {
                differences.add(Drift.changed(current.title(), name, before, after));
            }
        }
        return differences;
    }

    /** Whether calls of this plan have changed the resource, so that a difference is expected. */
    private boolean isAffected(PlannedResource resource) {
        if (startedCalls.isEmpty()) {
            return false;
        }
        Set<String> touched = affectedNames();
        Set<String> identities = new HashSet<>();
        planned.world().stream()
                .filter(other -> touched.contains(other.name()))
                .forEach(other -> identities.add(other.fields().getOrDefault("resource_id", "")));
        return touched.contains(resource.name())
                || identities.contains(resource.fields().getOrDefault("resource_id", "none"));
    }

    private Set<String> affectedNames() {
        Set<String> names = new TreeSet<>();
        for (PlannedCall call : startedCalls) {
            names.add(call.name().subject());
            // A bucket is recorded by its name, a copy into it by bucket and prefix.
            names.add(call.parameters()
                    .get("target")
                    .map(Value::show)
                    .orElse(call.name().subject()));
        }
        return names;
    }

    /** The differences between the calls that would be made now and the planned calls. */
    public List<Drift> detectInCalls(List<PlannedCall> now) {
        List<Drift> differences = new ArrayList<>();
        List<PlannedCall> left = new ArrayList<>(
                planned.calls().stream().filter(call -> !call.isParallel()).toList());
        Optional<PlannedCall> last = Optional.empty();
        for (PlannedCall call : now) {
            if (call.isParallel()) {
                continue;
            }
            Optional<PlannedCall> match = findMatch(call, left);
            if (isRepeat(call)) {
                match.ifPresent(left::remove);
                continue;
            }
            if (match.isEmpty()) {
                differences.add(new Drift(call.title(), "is not in the plan" + openTaskHint(call)));
                continue;
            }
            left.remove(match.get());
            differences.addAll(compareCall(match.get(), call));
            boolean isPassed = last.filter(
                            before -> position(before) > position(match.get()) && !before.mayPrecede(match.get()))
                    .isPresent();
            if (isPassed) {
                differences.add(new Drift(call.title(), "would be made later than planned"));
            } else {
                last = match;
            }
        }
        left.stream()
                .filter(call -> call.condition().isEmpty() && !isStarted(call))
                .forEach(call -> differences.add(new Drift(call.title(), "is in the plan and would not be made now")));
        differences.addAll(new ParallelCalls(planned.calls()).detectDrift(now, startedCalls));
        return differences;
    }

    /** The planned call that matches: by its key, otherwise by its content. */
    static Optional<PlannedCall> findMatch(PlannedCall now, List<PlannedCall> planned) {
        return planned.stream()
                .filter(call -> call.hasSameKey(now) && call.mayBecome(now))
                .findFirst()
                .or(() -> planned.stream().filter(call -> call.hasSameKey(now)).findFirst())
                .or(() -> planned.stream().filter(call -> call.mayBecome(now)).findFirst());
    }

    /** The differences between two calls with the same key. */
    static List<Drift> compareCall(PlannedCall planned, PlannedCall now) {
        List<Drift> differences = new ArrayList<>();
        Value words = new Value.Text(planned.name().toString());
        if (!WildcardEquality.isEqual(words, new Value.Text(now.name().toString()))) {
            differences.add(Drift.changed(
                    planned.title(), "the call", words.show(), now.name().toString()));
        }
        Map<String, Value> before = planned.parameters().fields();
        Map<String, Value> after = now.parameters().fields();
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Value was = before.getOrDefault(name, new Value.Text(""));
            Value is = after.getOrDefault(name, new Value.Text(""));
            if (!WildcardEquality.isEqual(was, is)) {
                differences.add(Drift.changed(planned.title(), name, was.show(), is.show()));
            }
        }
        return differences;
    }

    private int position(PlannedCall call) {
        return planned.calls().indexOf(call);
    }

    /** Whether the call repeats or continues a call that runs of this plan have started. */
    boolean isRepeat(PlannedCall call) {
        return planned.calls().stream().anyMatch(whole -> isStarted(whole) && call.isPartOf(whole));
    }

    private boolean isStarted(PlannedCall call) {
        return startedCalls.stream().anyMatch(other -> call.hasSameKey(other) || call.mayBecome(other));
    }

    private String openTaskHint(PlannedCall call) {
        return planned.isKnownWhenRun(call.task()) ? ": what the task does is known only when it runs" : "";
    }

    private static Map<String, PlannedResource> byTitle(List<PlannedResource> things) {
        Map<String, PlannedResource> byTitle = new LinkedHashMap<>();
        things.forEach(resource -> byTitle.put(resource.title(), resource));
        return byTitle;
    }
}
