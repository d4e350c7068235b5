package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.journal.EventCodecs;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.FieldShape;
import dev.runbook.journal.FieldShape.FieldDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of one line of {@code --output jsonl}. */
public final class EventSchema implements FieldShape.FieldShapeVisitor<Value.Fields> {

    private EventSchema() {}

    /** The schema: the fields of every line, and those of each kind. A later version may add fields. */
    public static Value.Fields line() {
        EventSchema shapes = new EventSchema();
        JsonSchema schema = new JsonSchema();
        List<Value> kinds = new ArrayList<>();
        for (EventCodecs.EventDescription kind : EventCodecs.describeAll()) {
            Value.Fields fields = schema.define(
                    kind.kind(),
                    () -> JsonObjectBuilder.of("description", kind.description())
                            .putAll(shapes.fields(kind.fields()))
                            .build());
            Value.Fields is = JsonObjectBuilder.of(
                            "properties",
                            JsonObjectBuilder.of(
                                            EventLines.KIND,
                                            JsonObjectBuilder.of("const", kind.kind())
                                                    .build())
                                    .build())
                    .build();
            kinds.add(JsonObjectBuilder.of("if", is).put("then", fields).build());
        }
        return schema.document(
                "a line of runbook --output jsonl",
                JsonObjectBuilder.of("type", "object")
                        .putAll(shapes.fields(EventLines.envelope()))
                        .put("allOf", new Value.Items(kinds))
                        .build());
    }

    private Value.Fields fields(List<FieldDescription> fields) {
        Map<String, Value> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(
                field.name(),
                ShapeSchema.withDescription(field.description(), field.shape().accept(this))
                        .build()));
        return JsonObjectBuilder.of("properties", new Value.Fields(properties))
                .put(
                        "required",
                        JsonObjectBuilder.texts(fields.stream()
                                .filter(FieldDescription::required)
                                .map(FieldDescription::name)
                                .toList()))
                .build();
    }

    private static Value.Fields type(String type) {
        return JsonObjectBuilder.of("type", type).build();
    }

    @Override
    public Value.Fields text() {
        return type("string");
    }

    @Override
    public Value.Fields whole() {
        return type("integer");
    }

    @Override
    public Value.Fields seconds() {
        return type("number");
    }

    @Override
    public Value.Fields truth() {
        return type("boolean");
    }

    @Override
    public Value.Fields time() {
        return JsonObjectBuilder.of("type", "string").put("format", "date-time").build();
    }

    @Override
    public Value.Fields mapping() {
        return type("object");
    }

    @Override
    public Value.Fields words(FieldShape.WordChoice words) {
        return JsonObjectBuilder.of("enum", JsonObjectBuilder.texts(words.choices()))
                .build();
    }

    @Override
    public Value.Fields list(FieldShape.ItemList list) {
        return JsonObjectBuilder.of("type", "array")
                .put("items", list.item().accept(this))
                .build();
    }

    @Override
    public Value.Fields fields(FieldShape.FieldMapping mapping) {
        return JsonObjectBuilder.of("type", "object")
                .putAll(fields(mapping.fields()))
                .build();
    }
}
