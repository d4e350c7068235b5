package dev.runbook.plan;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.plan.PlannedPair.TaskPlan;
import java.text.ParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a plan from JSON; additions of later minor versions are ignored. */
public final class PlanReader {

    private static final String MAJOR = PlanWriter.FORMAT.substring(0, PlanWriter.FORMAT.indexOf('.') + 1);

    private PlanReader() {}

    /**
     * Reads the plan.
     *
     * @throws UnreadablePlanException when the text is not a plan, or its format is not supported
     */
    public static SavedPlan read(String text) throws UnreadablePlanException {
        Value value;
        try {
            value = Json.read(text);
        } catch (ParseException e) {
            throw new UnreadablePlanException("it is not JSON: " + e.getMessage(), e);
        }
        JsonMapping plan = new JsonMapping(value, "the plan");
        String version = plan.text("format_version");
        if (!version.matches("[0-9]+\\.[0-9]+")) {
            throw new UnreadablePlanException("its format_version is '" + version + "', which is not a version number");
        }
        if (!version.startsWith(MAJOR)) {
            throw UnreadablePlanException.ofOtherFormat(version);
        }
        return new SavedPlan(origin(plan), request(plan.part("asked")), files(plan), pairs(plan));
    }

    private static SavedPlan.PlanOrigin origin(JsonMapping plan) throws UnreadablePlanException {
        try {
            return new SavedPlan.PlanOrigin(
                    plan.text("program"), Instant.parse(plan.text("made")), plan.text("folder"), plan.texts("argv"));
        } catch (DateTimeParseException e) {
            throw new UnreadablePlanException("its 'made' is not a timestamp", e);
        }
    }

    private static SavedPlan.PlanRequest request(JsonMapping asked) throws UnreadablePlanException {
        Map<String, SaltedDigest> secrets = new LinkedHashMap<>();
        for (Map.Entry<String, Value> secret : asked.fields("secrets").fields().entrySet()) {
            JsonMapping digest = new JsonMapping(secret.getValue(), "secret '" + secret.getKey() + "'");
            secrets.put(secret.getKey(), new SaltedDigest(digest.text("salt"), digest.text("digest")));
        }
        return new SavedPlan.PlanRequest(
                asked.text("runbook"),
                asked.text("inventory"),
                asked.optionalText("limit"),
                asked.texts("tags"),
                asked.texts("skip_tags"),
                asked.optionalText("from"),
                asked.fields("values").fields(),
                secrets);
    }

    private static List<SavedPlan.InputFile> files(JsonMapping plan) throws UnreadablePlanException {
        List<SavedPlan.InputFile> files = new ArrayList<>();
        for (JsonMapping file : plan.parts("files")) {
            files.add(new SavedPlan.InputFile(file.text("role"), file.text("path"), file.text("sha256")));
        }
        return files;
    }

    private static List<PlannedPair> pairs(JsonMapping plan) throws UnreadablePlanException {
        List<PlannedPair> pairs = new ArrayList<>();
        for (JsonMapping pair : plan.parts("pairs")) {
            List<PlannedResource> world = new ArrayList<>();
            for (JsonMapping thing : pair.parts("world")) {
                world.add(resource(thing));
            }
            List<TaskPlan> tasks = new ArrayList<>();
            for (JsonMapping task : pair.parts("tasks")) {
                tasks.add(task(task));
            }
            List<PlannedCall> calls = new ArrayList<>();
            for (JsonMapping call : pair.parts("changes")) {
                calls.add(call(call));
            }
            pairs.add(new PlannedPair(
                    pair.text("pair"),
                    pair.optionalText("refresh"),
                    new PlannedPair.PlannedSides(pair.text("source"), pair.text("target")),
                    pair.text("status"),
                    world,
                    tasks,
                    calls));
        }
        return pairs;
    }

    private static PlannedResource resource(JsonMapping thing) throws UnreadablePlanException {
        Map<String, String> fields = new LinkedHashMap<>();
        thing.fields("fields").fields().forEach((name, value) -> fields.put(name, value.show()));
        return new PlannedResource(thing.text("kind"), thing.text("name"), fields);
    }

    private static TaskPlan task(JsonMapping task) throws UnreadablePlanException {
        return new TaskPlan(
                task.text("task"),
                task.text("name"),
                task.text("module"),
                task.text("status"),
                task.fields("result"),
                task.value("known_when_run").equals(new Value.Bool(true)));
    }

    private static PlannedCall call(JsonMapping call) throws UnreadablePlanException {
        Optional<Value> item = call.has("item") ? Optional.of(call.value("item")) : Optional.empty();
        return new PlannedCall(
                call.text("task"),
                item.isPresent() && item.get() instanceof Value.Whole index
                        ? OptionalLong.of(index.number())
                        : OptionalLong.empty(),
                call.text("key"),
                new CallName(call.text("service"), call.text("action"), call.text("subject")),
                call.fields("parameters"),
                new PlannedCall.CallImpact(call.text("effect"), call.texts("permissions")),
                call.optionalText("condition").orElse(""));
    }

    /**
     * A mapping in the file.
     *
     * @param name the name for messages
     */
    private record JsonMapping(Value value, String name) {

        boolean has(String key) {
            return value instanceof Value.Fields fields && fields.get(key).isPresent();
        }

        Value value(String key) throws UnreadablePlanException {
            if (value instanceof Value.Fields fields && fields.get(key).isPresent()) {
                return fields.get(key).get();
            }
            throw new UnreadablePlanException(name + " has no '" + key + "'");
        }

        String text(String key) throws UnreadablePlanException {
            if (value(key) instanceof Value.Text text) {
                return text.text();
            }
            throw typeError(key, "a text");
        }

        Optional<String> optionalText(String key) throws UnreadablePlanException {
            return has(key) ? Optional.of(text(key)) : Optional.empty();
        }

        Value.Fields fields(String key) throws UnreadablePlanException {
            if (value(key) instanceof Value.Fields fields) {
                return fields;
            }
            throw typeError(key, "a mapping");
        }

        JsonMapping part(String key) throws UnreadablePlanException {
            return new JsonMapping(fields(key), "'" + key + "'");
        }

        List<JsonMapping> parts(String key) throws UnreadablePlanException {
            List<JsonMapping> parts = new ArrayList<>();
            for (Value item : items(key)) {
                parts.add(new JsonMapping(item, "one of '" + key + "'"));
            }
            return parts;
        }

        List<String> texts(String key) throws UnreadablePlanException {
            return items(key).stream().map(Value::show).toList();
        }

        private List<Value> items(String key) throws UnreadablePlanException {
            if (value(key) instanceof Value.Items items) {
                return items.items();
            }
            throw typeError(key, "a list");
        }

        private UnreadablePlanException typeError(String key, String kind) {
            return new UnreadablePlanException("'" + key + "' of " + name + " is not " + kind);
        }
    }
}
