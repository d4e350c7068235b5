package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Form;
import dev.runbook.yaml.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON Schema of each shape of a value. */
final class ShapeSchema implements Shape.Cases<Value.Fields> {

    private static final Value.Text NULL = new Value.Text("null");
    private static final String SPAN = "^\\s*[0-9]{1,9}(ms|s|m|h|d)?\\s*$";

    private final JsonSchema schema;

    ShapeSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** A mapping: its keys with what they mean, and no others. */
    Value.Fields form(Form form) {
        Map<String, Value> properties = new LinkedHashMap<>();
        form.keys().forEach(key -> properties.put(key.name(), property(key)));
        List<String> required = form.keys().stream()
                .filter(Form.Key::required)
                .map(Form.Key::name)
                .toList();
        return mapping(properties, required);
    }

    static Value.Fields mapping(Map<String, Value> properties, List<String> required) {
        // A mapping with nothing in it may be written as nothing.
        Fields fields = required.isEmpty() ? types("object", "null") : types("object");
        fields.put("properties", new Value.Fields(properties));
        if (!required.isEmpty()) {
            fields.put("required", Fields.texts(required));
        }
        return fields.put("additionalProperties", new Value.Bool(false)).done();
    }

    private Value.Fields property(Form.Key key) {
        Value.Fields shape = key.shape().accept(this);
        return described(key.doc(), key.required() ? given(shape) : orNothing(shape))
                .put("examples", Fields.items(Plain.of(key.example())))
                .putAll(fallback(key.fallback()))
                .done();
    }

    static Value.Fields fallback(Optional<String> yaml) {
        return yaml.map(text -> Fields.of("default", Plain.of(text)).done()).orElse(new Value.Fields(Map.of()));
    }

    static Fields described(String doc, Value.Fields shape) {
        return Fields.of("description", doc).putAll(shape);
    }

    /** A key with nothing behind it counts as left out. */
    static Value.Fields orNothing(Value.Fields shape) {
        Map<String, Value> fields = new LinkedHashMap<>(shape.fields());
        if (fields.get("enum") instanceof Value.Items choices) {
            fields.put("enum", with(choices, new Value.Null()));
        } else if (fields.get("type") instanceof Value.Items types) {
            fields.put("type", with(types, NULL));
        } else if (fields.get("type") instanceof Value.Text type) {
            fields.put("type", Fields.items(type, NULL));
        } else if (fields.get("anyOf") instanceof Value.Items choices) {
            fields.put("anyOf", with(choices, Fields.of("type", "null").done()));
        } else if (!fields.isEmpty()) {
            return Fields.of(
                            "anyOf",
                            Fields.items(shape, Fields.of("type", "null").done()))
                    .done();
        }
        return new Value.Fields(fields);
    }

    /** A required key cannot be left empty, even where any value may stand. */
    static Value.Fields given(Value.Fields shape) {
        return shape.fields().isEmpty()
                ? types("string", "number", "boolean", "object", "array").done()
                : shape;
    }

    private static Value.Items with(Value.Items items, Value more) {
        List<Value> all = new ArrayList<>(items.items());
        if (!all.contains(more)) {
            all.add(more);
        }
        return new Value.Items(all);
    }

    private static Fields types(String... types) {
        return types.length == 1 ? Fields.of("type", types[0]) : Fields.of("type", Fields.texts(List.of(types)));
    }

    @Override
    public Value.Fields text(Shape.Text text) {
        return switch (text.expressions()) {
            case NEEDED ->
                schema.define(
                        "expression",
                        () -> described(
                                        "An expression in {{ }}.",
                                        Fields.of("type", "string")
                                                .put("pattern", "\\{\\{")
                                                .done())
                                .done());
            case ALLOWED -> types("string", "number", "boolean").done();
            case NEVER ->
                types("string", "number", "boolean")
                        .put(
                                "pattern",
                                text.pattern().map(form -> "^(" + form + ")$").orElse("^(?![\\s\\S]*\\{\\{)"))
                        .done();
        };
    }

    @Override
    public Value.Fields words(Shape.Words words) {
        Value.Items texts = Fields.texts(words.words());
        // The word null is no text unless it is quoted, and needs no quotes to be understood.
        return Fields.of("enum", words.words().contains("null") ? with(texts, new Value.Null()) : texts)
                .done();
    }

    @Override
    public Value.Fields whole(Shape.Whole whole) {
        Fields fields = types("integer");
        if (whole.least() != Long.MIN_VALUE) {
            fields.put("minimum", new Value.Whole(whole.least()));
        }
        if (whole.most() != Long.MAX_VALUE) {
            fields.put("maximum", new Value.Whole(whole.most()));
        }
        return fields.done();
    }

    @Override
    public Value.Fields truth() {
        return types("boolean").done();
    }

    @Override
    public Value.Fields span() {
        return types("string", "integer")
                .put("pattern", SPAN)
                .put("minimum", new Value.Whole(0))
                .done();
    }

    @Override
    public Value.Fields any() {
        return new Value.Fields(Map.of());
    }

    @Override
    public Value.Fields oneOrMore(Shape.OneOrMore list) {
        return oneOrMore(list.item().accept(this));
    }

    static Value.Fields oneOrMore(Value.Fields item) {
        return Fields.of("if", Fields.of("type", "array").done())
                .put("then", Fields.of("items", item).done())
                .put("else", item)
                .done();
    }

    @Override
    public Value.Fields listing(Shape.Listing list) {
        return types("array").put("items", list.item().accept(this)).done();
    }

    @Override
    public Value.Fields named(Shape.Named mapping) {
        Fields fields =
                types("object").put("additionalProperties", mapping.value().accept(this));
        mapping.pattern()
                .ifPresent(pattern -> fields.put(
                        "propertyNames",
                        Fields.of("pattern", "^(" + pattern + ")$").done()));
        return fields.done();
    }

    @Override
    public Value.Fields mapping(Shape.Mapping mapping) {
        return schema.define(mapping.form());
    }

    @Override
    public Value.Fields either(Shape.Either either) {
        List<Value> shapes =
                either.shapes().stream().<Value>map(shape -> shape.accept(this)).toList();
        return Fields.of("anyOf", new Value.Items(shapes)).done();
    }
}
