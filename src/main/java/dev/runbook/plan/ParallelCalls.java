package dev.runbook.plan;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parallel calls of changes: an unordered set per task, in which each object of a bulk deletion counts as one call. */
final class ParallelCalls {

    private final Map<String, PlannedCall> callsByText = new LinkedHashMap<>();
    private final List<PlannedCall> wildcardCalls = new ArrayList<>();

    ParallelCalls(List<PlannedCall> calls) {
        for (PlannedCall call : calls) {
            for (PlannedCall single : split(call)) {
                callsByText.put(textOf(single), single);
                if (WildcardEquality.hasWildcard(single.parameters())) {
                    wildcardCalls.add(single);
                }
            }
        }
    }

    /** Whether every single call in this call is planned. */
    boolean contains(PlannedCall call) {
        return split(call).stream()
                .allMatch(single -> callsByText.containsKey(textOf(single))
                        || wildcardCalls.stream().anyMatch(planned -> planned.mayBecome(single)));
    }

    /** @param begun calls that runs of this plan have started: some calls of their tasks may be done */
    List<Drift> detectDrift(List<PlannedCall> now, List<PlannedCall> begun) {
        ParallelCalls current = new ParallelCalls(now);
        Set<String> places = new HashSet<>();
        begun.forEach(call -> places.add(call.place()));
        List<Drift> differences = new ArrayList<>();
        for (PlannedCall call : current.callsByText.values()) {
            if (!contains(call)) {
                differences.add(describeUnplanned(call));
            }
        }
        for (PlannedCall call : callsByText.values()) {
            boolean made = current.callsByText.containsKey(textOf(call))
                    || current.callsByText.values().stream().anyMatch(call::mayBecome);
            if (!made
                    && call.condition().isEmpty()
                    && !places.contains(call.place())
                    && current.findByName(call).isEmpty()) {
                differences.add(new Drift(call.title(), "is in the plan and would not be made now"));
            }
        }
        return differences;
    }

    private Drift describeUnplanned(PlannedCall call) {
        return findByName(call)
                .flatMap(planned ->
                        DriftDetector.compareCall(planned, call).stream().findFirst())
                .orElse(new Drift(call.title(), "is not in the plan"));
    }

    /** The planned call with the same name, possibly with other parameters. */
    private Optional<PlannedCall> findByName(PlannedCall call) {
        return callsByText.values().stream()
                .filter(other ->
                        other.place().equals(call.place()) && other.name().equals(call.name()))
                .findFirst();
    }

    private static String textOf(PlannedCall call) {
        return call.place() + " " + call.name() + " " + Json.write(call.parameters());
    }

    private static List<PlannedCall> split(PlannedCall call) {
        if (!call.isParallel()) {
            return List.of();
        }
        Optional<Value> objects = call.parameters()
                .get("Delete")
                .flatMap(delete -> delete instanceof Value.Fields fields ? fields.get("Objects") : Optional.empty());
        if (objects.isEmpty() || !(objects.get() instanceof Value.Items items)) {
            return List.of(call);
        }
        return items.items().stream().map(object -> deletion(call, object)).toList();
    }

    private static PlannedCall deletion(PlannedCall call, Value object) {
        Map<String, Value> parameters = new LinkedHashMap<>(call.parameters().fields());
        parameters.put("Delete", object);
        String key = object instanceof Value.Fields fields
                ? fields.get("Key").map(Value::show).orElse("")
                : object.show();
        CallName name = new CallName(
                call.name().service(), call.name().action(), call.name().subject() + " " + key);
        return new PlannedCall(
                call.task(), call.item(), "", name, new Value.Fields(parameters), call.impact(), call.condition());
    }
}
