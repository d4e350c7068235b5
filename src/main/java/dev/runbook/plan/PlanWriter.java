package dev.runbook.plan;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.plan.PlannedPair.TaskPlan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes a plan as JSON. Within a major version of the format, later versions only add keys. */
public final class PlanWriter {

    /** The version of the format that is written. */
    public static final String FORMAT = "1.0";

    private PlanWriter() {}

    public static String write(SavedPlan plan) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("format_version", text(FORMAT));
        fields.put("program", text(plan.origin().program()));
        fields.put("made", text(plan.origin().creationTime().toString()));
        fields.put("folder", text(plan.origin().folder()));
        fields.put("argv", texts(plan.origin().argv()));
        fields.put("asked", request(plan.request()));
        fields.put("files", items(plan.files(), PlanWriter::file));
        fields.put("pairs", items(plan.pairs(), PlanWriter::pair));
        return Json.writePretty(new Value.Fields(fields));
    }

    private static Value request(SavedPlan.PlanRequest request) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("runbook", text(request.runbook()));
        fields.put("inventory", text(request.inventory()));
        put(fields, "limit", request.limit());
        fields.put("tags", texts(request.tags()));
        fields.put("skip_tags", texts(request.skipTags()));
        put(fields, "from", request.from());
        fields.put("values", new Value.Fields(request.values()));
        Map<String, Value> secrets = new LinkedHashMap<>();
        request.secrets().forEach((name, secret) -> {
            Map<String, Value> digest = new LinkedHashMap<>();
            digest.put("salt", text(secret.salt()));
            digest.put("digest", text(secret.digest()));
            secrets.put(name, new Value.Fields(digest));
        });
        fields.put("secrets", new Value.Fields(secrets));
        return new Value.Fields(fields);
    }

    private static Value file(SavedPlan.InputFile file) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("role", text(file.role()));
        fields.put("path", text(file.path()));
        fields.put("sha256", text(file.sha256()));
        return new Value.Fields(fields);
    }

    private static Value pair(PlannedPair pair) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("pair", text(pair.name()));
        fields.put("source", text(pair.sides().source()));
        fields.put("target", text(pair.sides().target()));
        put(fields, "refresh", pair.refresh());
        fields.put("status", text(pair.status()));
        fields.put("world", items(pair.world(), PlanWriter::resource));
        fields.put("tasks", items(pair.tasks(), PlanWriter::task));
        fields.put("changes", items(pair.calls(), PlanWriter::call));
        return new Value.Fields(fields);
    }

    private static Value resource(PlannedResource resource) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("kind", text(resource.kind()));
        fields.put("name", text(resource.name()));
        Map<String, Value> own = new LinkedHashMap<>();
        resource.fields().forEach((name, value) -> own.put(name, text(value)));
        fields.put("fields", new Value.Fields(own));
        return new Value.Fields(fields);
    }

    private static Value task(TaskPlan task) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("task", text(task.id()));
        fields.put("name", text(task.name()));
        fields.put("module", text(task.module()));
        fields.put("status", text(task.status()));
        fields.put("known_when_run", new Value.Bool(task.knownWhenRun()));
        fields.put("result", task.result());
        return new Value.Fields(fields);
    }

    private static Value call(PlannedCall call) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("task", text(call.task()));
        call.item().ifPresent(item -> fields.put("item", new Value.Whole(item)));
        fields.put("key", text(call.key()));
        fields.put("service", text(call.name().service()));
        fields.put("action", text(call.name().action()));
        fields.put("subject", text(call.name().subject()));
        fields.put("parameters", call.parameters());
        fields.put("effect", text(call.impact().effect()));
        fields.put("permissions", texts(call.impact().permissions()));
        put(fields, "condition", Optional.of(call.condition()).filter(text -> !text.isEmpty()));
        return new Value.Fields(fields);
    }

    private static void put(Map<String, Value> fields, String name, Optional<String> text) {
        text.ifPresent(given -> fields.put(name, text(given)));
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Value texts(Collection<String> texts) {
        return new Value.Items(texts.stream().map(PlanWriter::text).toList());
    }

    private static <T> Value items(List<T> items, Function<T, Value> form) {
        return new Value.Items(items.stream().map(form).toList());
    }
}
