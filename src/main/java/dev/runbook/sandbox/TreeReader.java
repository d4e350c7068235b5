package dev.runbook.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML, and so JSON, into a {@link Tree}. */
final class TreeReader {

    private TreeReader() {}

    static Tree read(String text, String label) {
        var settings = LoadSettings.builder()
                .setLabel(label)
                .setSchema(new CoreSchema())
                .setCodePointLimit(64 * 1024 * 1024)
                .build();
        return tree(new Load(settings).loadFromString(text));
    }

    static Tree.Fields readFields(String text, String label) {
        if (read(text, label) instanceof Tree.Fields fields) {
            return fields;
        }
        throw new IllegalArgumentException(label + ": names with values are expected at the top");
    }

    private static Tree tree(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var fields = new LinkedHashMap<String, Tree>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), tree(field)));
            return new Tree.Fields(fields);
        }
        if (value instanceof List<?> list) {
            var items = new ArrayList<Tree>();
            list.forEach(item -> items.add(tree(item)));
            return new Tree.Items(items);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return Tree.bare(value);
        }
        return value == null ? Tree.Fields.none() : Tree.text(value.toString());
    }
}
