package dev.runbook.plan;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallWords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parallel calls of changes: an unordered set per task, in which each object of a bulk deletion counts as one call. */
final class SideBySide {

    private final Map<String, PlannedCall> known = new LinkedHashMap<>();
    private final List<PlannedCall> open = new ArrayList<>();

    SideBySide(List<PlannedCall> calls) {
        for (PlannedCall call : calls) {
            for (PlannedCall single : singles(call)) {
                known.put(written(single), single);
                if (Likeness.isOpen(single.parameters())) {
                    open.add(single);
                }
            }
        }
    }

    /** Whether every single call in this call is planned. */
    boolean has(PlannedCall call) {
        return singles(call).stream()
                .allMatch(single -> known.containsKey(written(single))
                        || open.stream().anyMatch(planned -> planned.looksLike(single)));
    }

    /** @param begun calls that runs of this plan have started: some calls of their tasks may be done */
    List<Drift> differences(List<PlannedCall> now, List<PlannedCall> begun) {
        SideBySide others = new SideBySide(now);
        Set<String> places = new HashSet<>();
        begun.forEach(call -> places.add(call.place()));
        List<Drift> differences = new ArrayList<>();
        for (PlannedCall call : others.known.values()) {
            if (!has(call)) {
                differences.add(additional(call));
            }
        }
        for (PlannedCall call : known.values()) {
            boolean made = others.known.containsKey(written(call))
                    || others.known.values().stream().anyMatch(call::looksLike);
            if (!made
                    && call.condition().isEmpty()
                    && !places.contains(call.place())
                    && others.alike(call).isEmpty()) {
                differences.add(new Drift(call.title(), "is in the plan and would not be made now"));
            }
        }
        return differences;
    }

    private Drift additional(PlannedCall call) {
        return alike(call)
                .flatMap(planned ->
                        Comparison.differences(planned, call).stream().findFirst())
                .orElse(new Drift(call.title(), "is not in the plan"));
    }

    /** The planned call with the same name, possibly with other parameters. */
    private Optional<PlannedCall> alike(PlannedCall call) {
        return known.values().stream()
                .filter(other ->
                        other.place().equals(call.place()) && other.words().equals(call.words()))
                .findFirst();
    }

    private static String written(PlannedCall call) {
        return call.place() + " " + call.words() + " " + Json.write(call.parameters());
    }

    private static List<PlannedCall> singles(PlannedCall call) {
        if (!call.isSideBySide()) {
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
        CallWords words = new CallWords(
                call.words().service(), call.words().action(), call.words().subject() + " " + key);
        return new PlannedCall(
                call.task(), call.item(), "", words, new Value.Fields(parameters), call.extent(), call.condition());
    }
}
