package dev.runbook.plan;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.plan.PlannedPair.PlannedTask;
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
        fields.put("made", text(plan.origin().made().toString()));
        fields.put("folder", text(plan.origin().folder()));
        fields.put("argv", texts(plan.origin().argv()));
        fields.put("asked", asked(plan.asked()));
        fields.put("files", items(plan.files(), PlanWriter::file));
        fields.put("pairs", items(plan.pairs(), PlanWriter::pair));
        return Json.writePretty(new Value.Fields(fields));
    }

    private static Value asked(SavedPlan.Asked asked) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("runbook", text(asked.runbook()));
        fields.put("inventory", text(asked.inventory()));
        put(fields, "limit", asked.limit());
        fields.put("tags", texts(asked.tags()));
        fields.put("skip_tags", texts(asked.skipTags()));
        put(fields, "from", asked.from());
        fields.put("values", new Value.Fields(asked.values()));
        Map<String, Value> secrets = new LinkedHashMap<>();
        asked.secrets().forEach((name, secret) -> {
            Map<String, Value> digest = new LinkedHashMap<>();
            digest.put("salt", text(secret.salt()));
            digest.put("digest", text(secret.digest()));
            secrets.put(name, new Value.Fields(digest));
        });
        fields.put("secrets", new Value.Fields(secrets));
        return new Value.Fields(fields);
    }

    private static Value file(SavedPlan.ReadFile file) {
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
        fields.put("world", items(pair.world(), PlanWriter::thing));
        fields.put("tasks", items(pair.tasks(), PlanWriter::task));
        fields.put("changes", items(pair.calls(), PlanWriter::call));
        return new Value.Fields(fields);
    }

    private static Value thing(Thing thing) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("kind", text(thing.kind()));
        fields.put("name", text(thing.name()));
        Map<String, Value> own = new LinkedHashMap<>();
        thing.fields().forEach((name, value) -> own.put(name, text(value)));
        fields.put("fields", new Value.Fields(own));
        return new Value.Fields(fields);
    }

    private static Value task(PlannedTask task) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("task", text(task.id()));
        fields.put("name", text(task.name()));
        fields.put("module", text(task.module()));
        fields.put("status", text(task.status()));
        fields.put("known_when_run", new Value.Bool(task.open()));
        fields.put("result", task.result());
        return new Value.Fields(fields);
    }

    private static Value call(PlannedCall call) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("task", text(call.task()));
        call.item().ifPresent(item -> fields.put("item", new Value.Whole(item)));
        fields.put("key", text(call.key()));
        fields.put("service", text(call.words().service()));
        fields.put("action", text(call.words().action()));
        fields.put("subject", text(call.words().subject()));
        fields.put("parameters", call.parameters());
        fields.put("effect", text(call.extent().effect()));
        fields.put("permissions", texts(call.extent().permissions()));
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
