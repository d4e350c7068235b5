package dev.runbook.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sample values of the built-in names: the fields are exact, the values arbitrary. */
final class SampleValues {

    /** Names that exist only in a rescue. */
    private static final Map<String, Value> OF_RESCUE = Map.of("failed_task", texts(List.of("id", "module", "place")));

    private static final Map<String, Value> ALWAYS = Map.of(
            "pair", pair(),
            "source", side(),
            "target", side(),
            "copies", new Value.Items(List.of()),
            "run_id", text(),
            "check", new Value.Bool(true));

    private SampleValues() {}

    static Map<String, Value> of(boolean inRescue) {
        Map<String, Value> samples = new LinkedHashMap<>(ALWAYS);
        if (inRescue) {
            samples.putAll(OF_RESCUE);
        }
        return samples;
    }

    private static Value pair() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("name", text());
        fields.put("source", side());
        fields.put("target", side());
        return new Value.Fields(fields);
    }

    private static Value side() {
        return texts(List.of("instance", "account", "database", "databases", "user", "tls"));
    }

    /** Fields with one value each; {@code databases} is a list of such values. */
    private static Value texts(List<String> names) {
        Map<String, Value> fields = new LinkedHashMap<>();
        names.forEach(name -> fields.put(name, name.equals("databases") ? new Value.Items(List.of()) : text()));
        return new Value.Fields(fields);
    }

    private static Value text() {
        return new Value.Text("");
    }
}
