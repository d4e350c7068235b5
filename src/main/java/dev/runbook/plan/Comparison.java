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
 * @param begun the calls that runs of this plan have already started: their effects are not drift
 */
public record Comparison(PlannedPair planned, List<PlannedCall> begun) {

    public Comparison {
        begun = List.copyOf(begun);
    }

    /** The differences between the resources of a kind now and when the plan was made. */
    public List<Drift> world(String kind, List<Thing> now) {
        Map<String, Thing> before = byTitle(planned.world().stream()
                .filter(thing -> thing.kind().equals(kind))
                .toList());
        Map<String, Thing> after = byTitle(now);
        Set<String> titles = new LinkedHashSet<>(before.keySet());
        titles.addAll(after.keySet());
        List<Drift> differences = new ArrayList<>();
        for (String title : titles) {
            Optional<Thing> was = Optional.ofNullable(before.get(title));
            Optional<Thing> is = Optional.ofNullable(after.get(title));
            if (was.filter(this::isTouched).isPresent()
                    || is.filter(this::isTouched).isPresent()) {
                continue;
            }
            if (was.isEmpty() || is.isEmpty()) {
                String text =
                        is.isPresent() ? "exists now and did not when planned" : "existed when planned and is gone";
                differences.add(new Drift(title, text));
            } else {
                differences.addAll(fields(was.get(), is.get()));
            }
        }
        return differences;
    }

    private List<Drift> fields(Thing was, Thing is) {
        Set<String> names = new LinkedHashSet<>(was.fields().keySet());
        names.addAll(is.fields().keySet());
        List<Drift> differences = new ArrayList<>();
        for (String name : names) {
            String before = was.fields().getOrDefault(name, "");
            String after = is.fields().getOrDefault(name, "");
            boolean followed = name.equals("source") && touched().contains(before);
            if (!before.equals(after) && !followed) {
                differences.add(Drift.changed(is.title(), name, before, after));
            }
        }
        return differences;
    }

    /** Whether calls of this plan have changed the resource, so that a difference is expected. */
    private boolean isTouched(Thing thing) {
        if (begun.isEmpty()) {
            return false;
        }
        Set<String> touched = touched();
        Set<String> identities = new HashSet<>();
        planned.world().stream()
                .filter(other -> touched.contains(other.name()))
                .forEach(other -> identities.add(other.fields().getOrDefault("resource_id", "")));
        return touched.contains(thing.name())
                || identities.contains(thing.fields().getOrDefault("resource_id", "none"));
    }

    private Set<String> touched() {
        Set<String> names = new TreeSet<>();
        for (PlannedCall call : begun) {
            names.add(call.words().subject());
            // A bucket is recorded by its name, a copy into it by bucket and prefix.
            names.add(call.parameters()
                    .get("target")
                    .map(Value::show)
                    .orElse(call.words().subject()));
        }
        return names;
    }

    /** The differences between the calls that would be made now and the planned calls. */
    public List<Drift> calls(List<PlannedCall> now) {
        List<Drift> differences = new ArrayList<>();
        List<PlannedCall> left = new ArrayList<>(
                planned.calls().stream().filter(call -> !call.isSideBySide()).toList());
        Optional<PlannedCall> last = Optional.empty();
        for (PlannedCall call : now) {
            if (call.isSideBySide()) {
                continue;
            }
            Optional<PlannedCall> match = match(call, left);
            if (repeats(call)) {
                match.ifPresent(left::remove);
                continue;
            }
            if (match.isEmpty()) {
                differences.add(new Drift(call.title(), "is not in the plan" + openness(call)));
                continue;
            }
            left.remove(match.get());
            differences.addAll(differences(match.get(), call));
            boolean isPassed = last.filter(before -> place(before) > place(match.get()) && !before.mayPass(match.get()))
                    .isPresent();
            if (isPassed) {
                differences.add(new Drift(call.title(), "would be made later than planned"));
            } else {
                last = match;
            }
        }
        left.stream()
                .filter(call -> call.condition().isEmpty() && !isBegun(call))
                .forEach(call -> differences.add(new Drift(call.title(), "is in the plan and would not be made now")));
        differences.addAll(new SideBySide(planned.calls()).differences(now, begun));
        return differences;
    }

    /** The planned call that matches: by its key, otherwise by its content. */
    static Optional<PlannedCall> match(PlannedCall now, List<PlannedCall> planned) {
        return planned.stream()
                .filter(call -> call.hasKeyOf(now) && call.looksLike(now))
                .findFirst()
                .or(() -> planned.stream().filter(call -> call.hasKeyOf(now)).findFirst())
                .or(() -> planned.stream().filter(call -> call.looksLike(now)).findFirst());
    }

    /** The differences between two calls with the same key. */
    static List<Drift> differences(PlannedCall planned, PlannedCall now) {
        List<Drift> differences = new ArrayList<>();
        Value words = new Value.Text(planned.words().toString());
        if (!Likeness.of(words, new Value.Text(now.words().toString()))) {
            differences.add(Drift.changed(
                    planned.title(), "the call", words.show(), now.words().toString()));
        }
        Map<String, Value> before = planned.parameters().fields();
        Map<String, Value> after = now.parameters().fields();
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Value was = before.getOrDefault(name, new Value.Text(""));
            Value is = after.getOrDefault(name, new Value.Text(""));
            if (!Likeness.of(was, is)) {
                differences.add(Drift.changed(planned.title(), name, was.show(), is.show()));
            }
        }
        return differences;
    }

    private int place(PlannedCall call) {
        return planned.calls().indexOf(call);
    }

    /** Whether the call repeats or continues a call that runs of this plan have started. */
    boolean repeats(PlannedCall call) {
        return planned.calls().stream().anyMatch(whole -> isBegun(whole) && call.isPartOf(whole));
    }

    private boolean isBegun(PlannedCall call) {
        return begun.stream().anyMatch(other -> call.hasKeyOf(other) || call.looksLike(other));
    }

    private String openness(PlannedCall call) {
        return planned.isOpen(call.task()) ? ": what the task does is known only when it runs" : "";
    }

    private static Map<String, Thing> byTitle(List<Thing> things) {
        Map<String, Thing> byTitle = new LinkedHashMap<>();
        things.forEach(thing -> byTitle.put(thing.title(), thing));
        return byTitle;
    }
}
