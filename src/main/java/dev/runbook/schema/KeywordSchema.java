package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.Keyword.Place;
import dev.runbook.yaml.Shape;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The JSON Schema of the value of each keyword. */
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

    /** What may stand behind a keyword in a place. */
    Value.Fields value(Keyword word, Place place) {
        if (!word.choices().isEmpty()) {
            return of(new Shape.Words(word.choices()));
        }
        return switch (word.form()) {
            case NAME -> of(namesVariable(word, place) ? Shape.matching(Variable.namePattern()) : Shape.text());
            // A play and a block are named before variables exist.
            case TEXT -> {
                boolean early = word.name().equals("name")
                        && Set.of(Place.PLAY, Place.BLOCK).contains(place);
                yield of(early ? Shape.text() : Shape.template());
            }
            case NAMES -> of(Shape.oneOrMore(Shape.text()));
            case CODES -> several(of(Shape.matching(Keyword.CODE)), 1);
            case BOOL -> of(Shape.truth());
            case WHOLE -> of(Shape.whole(1, place == Place.RETRY ? ATTEMPTS_MAX : BATCH_MAX));
            case DURATION -> of(Shape.span());
            case CONDITIONS -> of(Shape.oneOrMore(Shape.template()));
            case VALUES -> of(word.name().equals("vars") ? Variable.shape() : Shape.named(Shape.any()));
            case VALUE -> place == Place.PROMPT ? literal() : of(Shape.any());
            case LIST -> of(Shape.list(Shape.any()).orExpression());
            case BATCHES -> ShapeSchema.oneOrMore(batch());
            case PARTS -> several(runbook.part(), word.name().equals("block") ? 1 : 0);
            case HANDLERS -> ShapeSchema.oneOrMore(runbook.handler());
            case PROMPTS -> ShapeSchema.oneOrMore(schema.define("prompt", () -> runbook.place(Place.PROMPT)));
            case INPUTS -> inputs();
            case DEFAULTS -> schema.define("module-defaults", runbook::defaults);
            case RETRY -> schema.define("retry", () -> runbook.place(Place.RETRY));
            case ROLE -> schema.define("role", () -> runbook.place(Place.ROLE));
            case LOOP_CONTROL -> schema.define("loop-control", () -> runbook.place(Place.LOOP_CONTROL));
        };
    }

    private static boolean namesVariable(Keyword word, Place place) {
        return VARIABLES.contains(word.name())
                || (place == Place.PROMPT && word.name().equals("name"));
    }

    /** One of them, or a list of at least so many. */
    private static Value.Fields several(Value.Fields item, int least) {
        Map<String, Value> fields =
                new LinkedHashMap<>(ShapeSchema.oneOrMore(item).fields());
        fields.put(
                "then",
                Fields.of("items", item).put("minItems", new Value.Whole(least)).done());
        return new Value.Fields(fields);
    }

    private Value.Fields of(Shape shape) {
        return shape.accept(shapes);
    }

    /** Any value that is no expression itself. */
    private static Value.Fields literal() {
        return Fields.of(
                        "not",
                        Fields.of("type", "string").put("pattern", "\\{\\{").done())
                .done();
    }

    private static Value.Fields batch() {
        Value.Fields number = Fields.of("type", "integer")
                .put("minimum", new Value.Whole(1))
                .put("maximum", new Value.Whole(BATCH_MAX))
                .done();
        Value.Fields text = Fields.of("type", "string").put("pattern", BATCH).done();
        return Fields.of("anyOf", Fields.items(number, text)).done();
    }

    private Value.Fields inputs() {
        Value.Fields input = schema.define("input", this::input);
        Map<String, Value> names = new LinkedHashMap<>(of(Variable.shape()).fields());
        names.put("additionalProperties", input);
        return new Value.Fields(names);
    }

    /** A declared input; its default has its type. */
    private Value.Fields input() {
        List<Value> rules = new ArrayList<>();
        Stream<ValueType> types =
                Stream.of(ValueType.values()).filter(type -> type.isOfInputs() && type != ValueType.ANY);
        types.sorted(Comparator.comparing(ValueType::word)).forEach(type -> {
            Value.Fields typed = Fields.of("required", Fields.texts(List.of("type")))
                    .put(
                            "properties",
                            only("type", Fields.of("const", type.word()).done()))
                    .done();
            Value.Fields fitting = ShapeSchema.orNothing(of(type.shape()));
            rules.add(Fields.of("if", typed)
                    .put(
                            "then",
                            Fields.of("properties", only("default", fitting)).done())
                    .done());
        });
        return new Fields()
                .putAll(runbook.place(Place.INPUT))
                .put("allOf", new Value.Items(rules))
                .done();
    }

    private static Value.Fields only(String key, Value value) {
        return Fields.of(key, value).done();
    }
}
