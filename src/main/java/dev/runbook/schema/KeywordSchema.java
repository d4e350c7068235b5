package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.Keyword.Place;
import dev.runbook.yaml.ValueShape;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Creates the JSON Schema of the value of each keyword. */
final class KeywordSchema {

    private static final Set<String> VARIABLES = Set.of("register", "loop_var", "index_var");
    private static final String BATCH = "^[1-9][0-9]{0,5}%?$";
    private static final long BATCH_MAX = 999_999;
    private static final long ATTEMPTS_MAX = 1000;

    private final JsonSchema schema;
    private final RunbookSchema runbook;
    private final ShapeSchema shapes;

    KeywordSchema(JsonSchema schema, RunbookSchema runbook) {
        this.schema = schema;
        this.runbook = runbook;
        this.shapes = new ShapeSchema(schema);
    }

    /** The schema of the value of a keyword in a place. */
    Value.Fields value(Keyword keyword, Place place) {
        if (!keyword.choices().isEmpty()) {
            return of(new ValueShape.Words(keyword.choices()));
        }
        return switch (keyword.type()) {
            case NAME ->
                of(namesVariable(keyword, place) ? ValueShape.textMatching(Variable.namePattern()) : ValueShape.text());
            // The names of plays and blocks are needed before variables exist.
            case TEXT -> {
                boolean early = keyword.name().equals("name")
                        && Set.of(Place.PLAY, Place.BLOCK).contains(place);
                yield of(early ? ValueShape.text() : ValueShape.template());
            }
            case NAMES -> of(ValueShape.oneOrMore(ValueShape.text()));
            case CODES -> itemOrList(of(ValueShape.textMatching(Keyword.CODE)), 1);
            case BOOL -> of(ValueShape.bool());
            case WHOLE -> of(ValueShape.whole(1, place == Place.RETRY ? ATTEMPTS_MAX : BATCH_MAX));
            case DURATION -> of(ValueShape.span());
            case CONDITIONS -> of(ValueShape.oneOrMore(ValueShape.template()));
            case VALUES -> of(keyword.name().equals("vars") ? Variable.shape() : ValueShape.mapOf(ValueShape.any()));
            case VALUE -> place == Place.PROMPT ? literal() : of(ValueShape.any());
            case LIST -> of(ValueShape.list(ValueShape.any()).orExpression());
            case BATCHES -> ShapeSchema.oneOrMore(batch());
            case PARTS -> itemOrList(runbook.part(), keyword.name().equals("block") ? 1 : 0);
            case HANDLERS -> ShapeSchema.oneOrMore(runbook.handler());
            case PROMPTS -> ShapeSchema.oneOrMore(schema.define("prompt", () -> runbook.place(Place.PROMPT)));
            case INPUTS -> inputs();
            case DEFAULTS -> schema.define("module-defaults", runbook::defaults);
            case RETRY -> schema.define("retry", () -> runbook.place(Place.RETRY));
            case ROLE -> schema.define("role", () -> runbook.place(Place.ROLE));
            case LOOP_CONTROL -> schema.define("loop-control", () -> runbook.place(Place.LOOP_CONTROL));
        };
    }

    private static boolean namesVariable(Keyword keyword, Place place) {
        return VARIABLES.contains(keyword.name())
                || (place == Place.PROMPT && keyword.name().equals("name"));
    }

    /** One item, or a list with a minimum number of them. */
    private static Value.Fields itemOrList(Value.Fields item, int least) {
        Map<String, Value> fields =
                new LinkedHashMap<>(ShapeSchema.oneOrMore(item).fields());
        fields.put(
                "then",
                JsonObjectBuilder.of("items", item)
                        .put("minItems", new Value.Whole(least))
                        .build());
        return new Value.Fields(fields);
    }

    private Value.Fields of(ValueShape shape) {
        return shape.accept(shapes);
    }

    /** Any value that is not itself an expression. */
    private static Value.Fields literal() {
        return JsonObjectBuilder.of(
                        "not",
                        JsonObjectBuilder.of("type", "string")
                                .put("pattern", "\\{\\{")
                                .build())
                .build();
    }

    private static Value.Fields batch() {
        Value.Fields number = JsonObjectBuilder.of("type", "integer")
                .put("minimum", new Value.Whole(1))
                .put("maximum", new Value.Whole(BATCH_MAX))
                .build();
        Value.Fields text =
                JsonObjectBuilder.of("type", "string").put("pattern", BATCH).build();
        return JsonObjectBuilder.of("anyOf", JsonObjectBuilder.items(number, text))
                .build();
    }

    private Value.Fields inputs() {
        Value.Fields input = schema.define("input", this::input);
        Map<String, Value> names = new LinkedHashMap<>(of(Variable.shape()).fields());
        names.put("additionalProperties", input);
        return new Value.Fields(names);
    }

    /** The declaration of an input; its default must have its type. */
    private Value.Fields input() {
        List<Value> rules = new ArrayList<>();
        Stream<ValueType> types =
                Stream.of(ValueType.values()).filter(type -> type.isAllowedForInputs() && type != ValueType.ANY);
        types.sorted(Comparator.comparing(ValueType::word)).forEach(type -> {
            Value.Fields typed = JsonObjectBuilder.of("required", JsonObjectBuilder.texts(List.of("type")))
                    .put(
                            "properties",
                            property(
                                    "type",
                                    JsonObjectBuilder.of("const", type.word()).build()))
                    .build();
            Value.Fields fitting = ShapeSchema.orNull(of(type.shape()));
            rules.add(JsonObjectBuilder.of("if", typed)
                    .put(
                            "then",
                            JsonObjectBuilder.of("properties", property("default", fitting))
                                    .build())
                    .build());
        });
        return new JsonObjectBuilder()
                .putAll(runbook.place(Place.INPUT))
                .put("allOf", new Value.Items(rules))
                .build();
    }

    private static Value.Fields property(String key, Value value) {
        return JsonObjectBuilder.of(key, value).build();
    }
}
