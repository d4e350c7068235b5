package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.journal.EventForms;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.FieldShape;
import dev.runbook.journal.FieldShape.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of one line of {@code --output jsonl}. */
public final class EventSchema implements FieldShape.Cases<Value.Fields> {

    private EventSchema() {}

    /** The schema: what every line has, and for each kind its own fields. A later version may add fields. */
    public static Value.Fields line() {
        EventSchema shapes = new EventSchema();
        JsonSchema schema = new JsonSchema();
        List<Value> kinds = new ArrayList<>();
        for (EventForms.Kind kind : EventForms.kinds()) {
            Value.Fields fields = schema.define(
                    kind.kind(),
                    () -> Fields.of("description", kind.description())
                            .putAll(shapes.fields(kind.fields()))
                            .done());
            Value.Fields is = Fields.of(
                            "properties",
                            Fields.of(
                                            EventLines.KIND,
                                            Fields.of("const", kind.kind()).done())
                                    .done())
                    .done();
            kinds.add(Fields.of("if", is).put("then", fields).done());
        }
        return schema.document(
                "a line of runbook --output jsonl",
                Fields.of("type", "object")
                        .putAll(shapes.fields(EventLines.envelope()))
                        .put("allOf", new Value.Items(kinds))
                        .done());
    }

    private Value.Fields fields(List<Field> fields) {
        Map<String, Value> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(
                field.name(),
                ShapeSchema.described(field.description(), field.shape().accept(this))
                        .done()));
        return Fields.of("properties", new Value.Fields(properties))
                .put(
                        "required",
                        Fields.texts(fields.stream()
                                .filter(Field::required)
                                .map(Field::name)
                                .toList()))
                .done();
    }

    private static Value.Fields type(String type) {
        return Fields.of("type", type).done();
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
        return Fields.of("type", "string").put("format", "date-time").done();
    }

    @Override
    public Value.Fields mapping() {
        return type("object");
    }

    @Override
    public Value.Fields words(FieldShape.Words words) {
        return Fields.of("enum", Fields.texts(words.choices())).done();
    }

    @Override
    public Value.Fields list(FieldShape.ItemList list) {
        return Fields.of("type", "array").put("items", list.item().accept(this)).done();
    }

    @Override
    public Value.Fields fields(FieldShape.FieldMapping mapping) {
        return Fields.of("type", "object").putAll(fields(mapping.fields())).done();
    }
}
