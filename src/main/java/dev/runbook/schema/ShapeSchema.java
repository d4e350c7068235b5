package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates the JSON Schema of each shape of a value. */
final class ShapeSchema implements ValueShape.ShapeVisitor<Value.Fields> {

    private static final Value.Text NULL = new Value.Text("null");
    private static final String SPAN = "^\\s*[0-9]{1,9}(ms|s|m|h|d)?\\s*$";

    private final JsonSchema schema;

    ShapeSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** A mapping that allows only the keys of a table, with their descriptions. */
    Value.Fields mapping(MappingSpec spec) {
        Map<String, Value> properties = new LinkedHashMap<>();
        spec.keys().forEach(key -> properties.put(key.name(), property(key)));
        List<String> required = spec.keys().stream()
                .filter(MappingSpec.Key::required)
                .map(MappingSpec.Key::name)
                .toList();
        return mapping(properties, required);
    }

    static Value.Fields mapping(Map<String, Value> properties, List<String> required) {
        // A mapping without content may be left empty.
        JsonObjectBuilder fields = required.isEmpty() ? types("object", "null") : types("object");
        fields.put("properties", new Value.Fields(properties));
        if (!required.isEmpty()) {
            fields.put("required", JsonObjectBuilder.texts(required));
        }
        return fields.put("additionalProperties", new Value.Bool(false)).build();
    }

    private Value.Fields property(MappingSpec.Key key) {
        Value.Fields shape = key.shape().accept(this);
        return withDescription(key.doc(), key.required() ? requireValue(shape) : orNull(shape))
                .put("examples", JsonObjectBuilder.items(ExampleValue.of(key.example())))
                .putAll(fallback(key.defaultValue()))
                .build();
    }

    static Value.Fields fallback(Optional<String> yaml) {
        return yaml.map(text ->
                        JsonObjectBuilder.of("default", ExampleValue.of(text)).build())
                .orElse(new Value.Fields(Map.of()));
    }

    static JsonObjectBuilder withDescription(String doc, Value.Fields shape) {
        return JsonObjectBuilder.of("description", doc).putAll(shape);
    }

    /** A key without a value counts as absent. */
    static Value.Fields orNull(Value.Fields shape) {
        Map<String, Value> fields = new LinkedHashMap<>(shape.fields());
        if (fields.get("enum") instanceof Value.Items choices) {
            fields.put("enum", with(choices, new Value.Null()));
        } else if (fields.get("type") instanceof Value.Items types) {
            fields.put("type", with(types, NULL));
        } else if (fields.get("type") instanceof Value.Text type) {
            fields.put("type", JsonObjectBuilder.items(type, NULL));
        } else if (fields.get("anyOf") instanceof Value.Items choices) {
            fields.put(
                    "anyOf", with(choices, JsonObjectBuilder.of("type", "null").build()));
        } else if (!fields.isEmpty()) {
            return JsonObjectBuilder.of(
                            "anyOf",
                            JsonObjectBuilder.items(
                                    shape, JsonObjectBuilder.of("type", "null").build()))
                    .build();
        }
        return new Value.Fields(fields);
    }

    /** A required key must have a value, even if any value is allowed. */
    static Value.Fields requireValue(Value.Fields shape) {
        return shape.fields().isEmpty()
                ? types("string", "number", "boolean", "object", "array").build()
                : shape;
    }

    private static Value.Items with(Value.Items items, Value more) {
        List<Value> all = new ArrayList<>(items.items());
        if (!all.contains(more)) {
            all.add(more);
        }
        return new Value.Items(all);
    }

    private static JsonObjectBuilder types(String... types) {
        return types.length == 1
                ? JsonObjectBuilder.of("type", types[0])
                : JsonObjectBuilder.of("type", JsonObjectBuilder.texts(List.of(types)));
    }

    @Override
    public Value.Fields text(ValueShape.Text text) {
        return switch (text.expressions()) {
            case REQUIRED ->
                schema.define(
                        "expression",
                        () -> withDescription(
                                        "An expression in {{ }}.",
                                        JsonObjectBuilder.of("type", "string")
                                                .put("pattern", "\\{\\{")
                                                .build())
                                .build());
            case ALLOWED -> types("string", "number", "boolean").build();
            case NEVER ->
                types("string", "number", "boolean")
                        .put(
                                "pattern",
                                text.pattern().map(form -> "^(" + form + ")$").orElse("^(?![\\s\\S]*\\{\\{)"))
                        .build();
        };
    }

    @Override
    public Value.Fields words(ValueShape.Words words) {
        Value.Items texts = JsonObjectBuilder.texts(words.words());
        // An unquoted null is not text in YAML, but where it is a choice it needs no quotes.
        return JsonObjectBuilder.of("enum", words.words().contains("null") ? with(texts, new Value.Null()) : texts)
                .build();
    }

    @Override
    public Value.Fields whole(ValueShape.Whole whole) {
        JsonObjectBuilder fields = types("integer");
        if (whole.least() != Long.MIN_VALUE) {
            fields.put("minimum", new Value.Whole(whole.least()));
        }
        if (whole.most() != Long.MAX_VALUE) {
            fields.put("maximum", new Value.Whole(whole.most()));
        }
        return fields.build();
    }

    @Override
    public Value.Fields bool() {
        return types("boolean").build();
    }

    @Override
    public Value.Fields span() {
        return types("string", "integer")
                .put("pattern", SPAN)
                .put("minimum", new Value.Whole(0))
                .build();
    }

    @Override
    public Value.Fields any() {
        return new Value.Fields(Map.of());
    }

    @Override
    public Value.Fields oneOrMore(ValueShape.OneOrMore list) {
        return oneOrMore(list.item().accept(this));
    }

    static Value.Fields oneOrMore(Value.Fields item) {
        return JsonObjectBuilder.of("if", JsonObjectBuilder.of("type", "array").build())
                .put("then", JsonObjectBuilder.of("items", item).build())
                .put("else", item)
                .build();
    }

    @Override
    public Value.Fields list(ValueShape.ItemList list) {
        return types("array").put("items", list.item().accept(this)).build();
    }

    @Override
    public Value.Fields openMapping(ValueShape.OpenMapping mapping) {
        JsonObjectBuilder fields =
                types("object").put("additionalProperties", mapping.value().accept(this));
        mapping.pattern()
                .ifPresent(pattern -> fields.put(
                        "propertyNames",
                        JsonObjectBuilder.of("pattern", "^(" + pattern + ")$").build()));
        return fields.build();
    }

    @Override
    public Value.Fields mapping(ValueShape.Mapping mapping) {
        return schema.define(mapping.spec());
    }

    @Override
    public Value.Fields anyOf(ValueShape.AnyOf either) {
        List<Value> shapes =
                either.shapes().stream().<Value>map(shape -> shape.accept(this)).toList();
        return JsonObjectBuilder.of("anyOf", new Value.Items(shapes)).build();
    }
}
