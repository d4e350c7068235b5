package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.Keyword.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schemas of runbooks and of files to include, made of the table of keywords and of the modules there are. */
public final class RunbookSchema {

    /** What a mapping cannot do without. */
    private static final Map<Place, String> NEEDED = Map.of(
            Place.PLAY, "tasks",
            Place.TASK_FILE, "tasks",
            Place.BLOCK, "block",
            Place.INCLUDE, "include",
            Place.RETRY, "max_attempts",
            Place.ROLE, "arn",
            Place.PROMPT, "name");

    private final JsonSchema schema = new JsonSchema();
    private final List<ModuleWords> modules;
    private final KeywordSchema keywords;

    private RunbookSchema(List<ModuleWords> modules) {
        this.modules = List.copyOf(modules);
        this.keywords = new KeywordSchema(schema, this);
    }

    /** The schema of a file of plays. */
    public static Value.Fields runbook(List<ModuleWords> modules) {
        RunbookSchema made = new RunbookSchema(modules);
        Value.Fields play = made.schema.define("play", made::play);
        return made.schema.document(
                "runbook",
                Fields.of("description", "A list of plays.")
                        .put("type", "array")
                        .put("items", play)
                        .done());
    }

    /** The schema of a file for {@code include}. */
    public static Value.Fields tasks(List<ModuleWords> modules) {
        RunbookSchema made = new RunbookSchema(modules);
        return made.schema.document("runbook tasks, for include", made.place(Place.TASK_FILE));
    }

    private Value.Fields play() {
        return new Fields()
                .putAll(place(Place.PLAY))
                .put("allOf", Fields.items(schema.define("complete", this::complete)))
                .done();
    }

    /** A mapping with the keywords of a place and no others. */
    Value.Fields place(Place place) {
        Map<String, Value> properties = properties(place);
        List<String> needed = NEEDED.containsKey(place) ? List.of(NEEDED.get(place)) : List.of();
        Fields fields = new Fields().putAll(ShapeSchema.mapping(properties, needed));
        if (properties.containsKey("loop_control")) {
            fields.put(
                    "dependentRequired",
                    Fields.of("loop_control", Fields.texts(List.of("loop"))).done());
        }
        return fields.done();
    }

    private Map<String, Value> properties(Place place) {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (Keyword word : Keyword.of(place)) {
            Value.Fields value = keywords.value(word, place);
            boolean needed = word.name().equals(NEEDED.get(place));
            properties.put(
                    word.name(),
                    ShapeSchema.described(word.doc(), needed ? value : ShapeSchema.orNothing(value))
                            .put("examples", new Value.Items(examples(word)))
                            .done());
        }
        return properties;
    }

    /** The value that the word has in its own example. */
    private static List<Value> examples(Keyword word) {
        List<Value> found = new ArrayList<>();
        find(word.name(), Plain.of(word.example()), found);
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

    /** A task, a block or an include: whichever of their keys there is decides. */
    Value.Fields part() {
        return schema.define(
                "part",
                () -> Fields.of("if", has("block"))
                        .put("then", schema.define("block", () -> place(Place.BLOCK)))
                        .put(
                                "else",
                                Fields.of("if", has("include"))
                                        .put("then", schema.define("include", () -> place(Place.INCLUDE)))
                                        .put("else", schema.define("task", () -> task(Place.TASK)))
                                        .done())
                        .done());
    }

    Value.Fields handler() {
        return schema.define("handler", () -> task(Place.HANDLER));
    }

    private static Value.Fields has(String key) {
        return Fields.of("type", "object")
                .put("required", Fields.texts(List.of(key)))
                .done();
    }

    /** Keywords and exactly one module. */
    private Value.Fields task(Place place) {
        Value.Fields words = place(place);
        Map<String, Value> properties = new LinkedHashMap<>(properties(place));
        List<Value> one = new ArrayList<>();
        for (ModuleWords module : modules) {
            properties.put(
                    module.name(),
                    ShapeSchema.described(module.doc(), arguments(module)).done());
            one.add(Fields.of("required", Fields.texts(List.of(module.name()))).done());
        }
        return new Fields()
                .putAll(words)
                .put("type", "object")
                .put("properties", new Value.Fields(properties))
                .put("oneOf", new Value.Items(one))
                .done();
    }

    Value.Fields arguments(ModuleWords module) {
        return schema.define("arguments-of-" + module.name(), () -> {
            Fields fields = new Fields().putAll(new ShapeSchema(schema).form(module.form()));
            if (module.open()) {
                fields.put("additionalProperties", new Value.Bool(true));
                fields.put(
                        "propertyNames",
                        Fields.of("pattern", "^(" + Variable.namePattern() + ")$")
                                .done());
            }
            return fields.done();
        });
    }

    /** For each module its arguments, as {@code module_defaults} gives them. */
    Value.Fields defaults() {
        Map<String, Value> properties = new LinkedHashMap<>();
        modules.forEach(module -> properties.put(module.name(), arguments(module)));
        return ShapeSchema.mapping(properties, List.of());
    }

    /** That each task has the arguments its module needs; where there are module_defaults, these may have them. */
    private Value.Fields complete() {
        Value.Fields again = JsonSchema.reference("complete");
        Map<String, Value> properties = new LinkedHashMap<>();
        for (String list : List.of("tasks", "handlers", "block", "rescue", "always")) {
            properties.put(list, ShapeSchema.oneOrMore(again));
        }
        for (ModuleWords module : modules) {
            if (!module.required().isEmpty()) {
                properties.put(
                        module.name(),
                        Fields.of("type", "object")
                                .put("required", Fields.texts(module.required()))
                                .done());
            }
        }
        return Fields.of("if", has("module_defaults"))
                .put(
                        "else",
                        Fields.of("properties", new Value.Fields(properties)).done())
                .done();
    }
}
