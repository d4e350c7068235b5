package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.Keyword.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates the JSON Schemas of runbooks and included files from the keyword table and the modules. */
public final class RunbookSchema {

    /** The key that is required in each place. */
    private static final Map<Place, String> REQUIRED_KEYS = Map.of(
            Place.PLAY, "tasks",
            Place.TASK_FILE, "tasks",
            Place.BLOCK, "block",
            Place.INCLUDE, "include",
            Place.RETRY, "max_attempts",
            Place.ROLE, "arn",
            Place.PROMPT, "name");

    private final JsonSchema schema = new JsonSchema();
    private final List<ModuleDescription> modules;
    private final KeywordSchema keywords;

    private RunbookSchema(List<ModuleDescription> modules) {
        this.modules = List.copyOf(modules);
        this.keywords = new KeywordSchema(schema, this);
    }

    /** The schema of a file with plays. */
    public static Value.Fields runbook(List<ModuleDescription> modules) {
        RunbookSchema builder = new RunbookSchema(modules);
        Value.Fields play = builder.schema.define("play", builder::play);
        return builder.schema.document(
                "runbook",
                JsonObjectBuilder.of("description", "A list of plays.")
                        .put("type", "array")
                        .put("items", play)
                        .build());
    }

    /** The schema of a file for {@code include}. */
    public static Value.Fields tasks(List<ModuleDescription> modules) {
        RunbookSchema builder = new RunbookSchema(modules);
        return builder.schema.document("runbook tasks, for include", builder.place(Place.TASK_FILE));
    }

    private Value.Fields play() {
        return new JsonObjectBuilder()
                .putAll(place(Place.PLAY))
                .put("allOf", JsonObjectBuilder.items(schema.define("complete", this::requiredArguments)))
                .build();
    }

    /** A mapping that allows only the keywords of a place. */
    Value.Fields place(Place place) {
        Map<String, Value> properties = properties(place);
        List<String> needed = REQUIRED_KEYS.containsKey(place) ? List.of(REQUIRED_KEYS.get(place)) : List.of();
        JsonObjectBuilder fields = new JsonObjectBuilder().putAll(ShapeSchema.mapping(properties, needed));
        if (properties.containsKey("loop_control")) {
            fields.put(
                    "dependentRequired",
                    JsonObjectBuilder.of("loop_control", JsonObjectBuilder.texts(List.of("loop")))
                            .build());
        }
        return fields.build();
    }

    private Map<String, Value> properties(Place place) {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (Keyword keyword : Keyword.of(place)) {
            Value.Fields value = keywords.value(keyword, place);
            boolean needed = keyword.name().equals(REQUIRED_KEYS.get(place));
            properties.put(
                    keyword.name(),
                    ShapeSchema.withDescription(keyword.doc(), needed ? value : ShapeSchema.orNull(value))
                            .put("examples", new Value.Items(examples(keyword)))
                            .build());
        }
        return properties;
    }

    /** The value of the keyword in its own example. */
    private static List<Value> examples(Keyword keyword) {
        List<Value> found = new ArrayList<>();
        find(keyword.name(), ExampleValue.of(keyword.example()), found);
        return found.subList(0, Math.min(1, found.size()));
    }

    private static void find(String name, Value value, List<Value> found) {
        if (value instanceof Value.Items items) {
            items.items().forEach(item -> find(name, item, found));
        } else if (value instanceof Value.Fields fields) {
            fields.get(name).ifPresent(found::add);
            fields.fields().values().forEach(inner -> find(name, inner, found));
        }
    }

    /** A task, a block or an include, distinguished by their keys. */
    Value.Fields part() {
        return schema.define(
                "part",
                () -> JsonObjectBuilder.of("if", hasKey("block"))
                        .put("then", schema.define("block", () -> place(Place.BLOCK)))
                        .put(
                                "else",
                                JsonObjectBuilder.of("if", hasKey("include"))
                                        .put("then", schema.define("include", () -> place(Place.INCLUDE)))
                                        .put("else", schema.define("task", () -> task(Place.TASK)))
                                        .build())
                        .build());
    }

    Value.Fields handler() {
        return schema.define("handler", () -> task(Place.HANDLER));
    }

    private static Value.Fields hasKey(String key) {
        return JsonObjectBuilder.of("type", "object")
                .put("required", JsonObjectBuilder.texts(List.of(key)))
                .build();
    }

    /** A mapping with keywords and exactly one module. */
    private Value.Fields task(Place place) {
        Value.Fields words = place(place);
        Map<String, Value> properties = new LinkedHashMap<>(properties(place));
        List<Value> one = new ArrayList<>();
        for (ModuleDescription module : modules) {
            properties.put(
                    module.name(),
                    ShapeSchema.withDescription(module.doc(), arguments(module)).build());
            one.add(JsonObjectBuilder.of("required", JsonObjectBuilder.texts(List.of(module.name())))
                    .build());
        }
        return new JsonObjectBuilder()
                .putAll(words)
                .put("type", "object")
                .put("properties", new Value.Fields(properties))
                .put("oneOf", new Value.Items(one))
                .build();
    }

    Value.Fields arguments(ModuleDescription module) {
        return schema.define("arguments-of-" + module.name(), () -> {
            JsonObjectBuilder fields = new JsonObjectBuilder().putAll(new ShapeSchema(schema).mapping(module.spec()));
            if (module.acceptsAnyArgument()) {
                fields.put("additionalProperties", new Value.Bool(true));
                fields.put(
                        "propertyNames",
                        JsonObjectBuilder.of("pattern", "^(" + Variable.namePattern() + ")$")
                                .build());
            }
            return fields.build();
        });
    }

    /** The arguments of each module, as in {@code module_defaults}. */
    Value.Fields defaults() {
        Map<String, Value> properties = new LinkedHashMap<>();
        modules.forEach(module -> properties.put(module.name(), arguments(module)));
        return ShapeSchema.mapping(properties, List.of());
    }

    /**
     * Requires the mandatory arguments of each task's module; {@code module_defaults}, if present, may supply them.
     */
    private Value.Fields requiredArguments() {
        Value.Fields again = JsonSchema.reference("complete");
        Map<String, Value> properties = new LinkedHashMap<>();
        for (String list : List.of("tasks", "handlers", "block", "rescue", "always")) {
            properties.put(list, ShapeSchema.oneOrMore(again));
        }
        for (ModuleDescription module : modules) {
            if (!module.requiredParams().isEmpty()) {
                properties.put(
                        module.name(),
                        JsonObjectBuilder.of("type", "object")
                                .put("required", JsonObjectBuilder.texts(module.requiredParams()))
                                .build());
            }
        }
        return JsonObjectBuilder.of("if", hasKey("module_defaults"))
                .put(
                        "else",
                        JsonObjectBuilder.of("properties", new Value.Fields(properties))
                                .build())
                .build();
    }
}
