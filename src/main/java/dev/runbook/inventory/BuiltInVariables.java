package dev.runbook.inventory;

import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that every expression can use: {@code pair, source, target, copies, run_id, check}; passwords are not
 * among them.
 */
final class BuiltInVariables {

    private BuiltInVariables() {}

    static Map<String, Variable> of(Pair pair, Value runId, boolean check) {
        Value source = side(pair.source());
        Value target = side(pair.target());
        Map<String, Value> values = new LinkedHashMap<>();
        values.put(
                "pair",
                new Value.Fields(Map.of("name", new Value.Text(pair.name()), "source", source, "target", target)));
        values.put("source", source);
        values.put("target", target);
        values.put("run_id", runId);
        values.put("check", new Value.Bool(check));
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.of(name, value, pair.position())));
        Template copies = Template.list(pair.copies().stream().map(Copy::entry).toList(), pair.position());
        variables.put("copies", new Variable("copies", copies, pair.position()));
        return variables;
    }

    private static Value side(Side side) {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("instance", new Value.Text(side.instance()));
        fields.put("account", new Value.Text(side.account()));
        fields.put("database", text(side.databases().stream().findFirst()));
        fields.put(
                "databases",
                new Value.Items(
                        side.databases().stream().<Value>map(Value.Text::new).toList()));
        fields.put("user", text(side.user()));
        fields.put("tls", new Value.Text(side.tls().word()));
        return new Value.Fields(fields);
    }

    private static Value text(Optional<String> text) {
        return text.<Value>map(Value.Text::new).orElse(new Value.Null());
    }
}
