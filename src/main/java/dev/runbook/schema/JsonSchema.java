package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.yaml.MappingSpec;
import dev.runbook.yaml.ValueShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A JSON Schema (2020-12) for one kind of file, with its named definitions. */
public final class JsonSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Map<String, Value> definitions = new LinkedHashMap<>();
    private final Map<String, MappingSpec> forms = new LinkedHashMap<>();

    JsonSchema() {}

    /** The schema of files that hold one mapping. */
    public static Value.Fields of(MappingSpec spec, String title) {
        JsonSchema schema = new JsonSchema();
        Value.Fields root = new ShapeSchema(schema).mapping(spec);
        return schema.document(title, root);
    }

    /** The whole document: the root schema and all definitions. */
    Value.Fields document(String title, Value.Fields root) {
        return JsonObjectBuilder.of("$schema", DIALECT)
                .put("title", title)
                .putAll(root)
                .put("$defs", new Value.Fields(definitions))
                .build();
    }

    static Value.Fields reference(String name) {
        return JsonObjectBuilder.of("$ref", "#/$defs/" + name).build();
    }

    /** Adds a definition once and returns a reference to it; definitions may refer to themselves. */
    Value.Fields define(String name, Supplier<Value.Fields> schema) {
        if (!definitions.containsKey(name)) {
            definitions.put(name, new Value.Null());
            definitions.put(name, schema.get());
        }
        return reference(name);
    }

    /** Adds a definition for a mapping, named after its table of keys. */
    Value.Fields define(MappingSpec spec) {
        String plain = name(spec);
        String name = plain;
        for (int number = 2; forms.containsKey(name) && !forms.get(name).equals(spec); number++) {
            name = plain + "-" + number;
        }
        forms.put(name, spec);
        return define(name, () -> new ShapeSchema(this).mapping(spec));
    }

    /**
     * The name of the definition, from what the mapping describes or the word that distinguishes it: {@code pair},
     * {@code mask-email}.
     */
    private static String name(MappingSpec spec) {
        MappingSpec.Key first = spec.keys().get(0);
        return first.shape() instanceof ValueShape.Words only && only.words().size() == 1
                ? first.name() + "-" + only.words().get(0)
                : spec.what()
                        .replaceFirst("^(an?|the) ", "")
                        .replaceAll("'s?", "")
                        .replaceAll("[^a-z]+", "-");
    }
}
