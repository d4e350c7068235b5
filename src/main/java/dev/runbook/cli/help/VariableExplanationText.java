package dev.runbook.cli.help;

import dev.runbook.cli.TextTable;
import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.inventory.DefaultVariable;
import dev.runbook.inventory.VariableLevel;
import dev.runbook.yaml.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats an explanation of a variable: every level, including those without a value. */
public record VariableExplanationText(
        String name, String pair, Optional<DefaultVariable> builtIn, List<VariableExplanation.RankedValue> values) {

    private static final String NO_VALUE = "-";
    private static final String BUILT_IN = "built in";
    private static final String WINS = "wins";

    public VariableExplanationText {
        values = List.copyOf(values);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + " of " + pair + winner());
        TextTable table = new TextTable();
        builtIn.ifPresent(built -> table.row("  " + BUILT_IN, built.value(), statusOfBuiltIn()));
        for (VariableLevel level : VariableLevel.values()) {
            List<VariableExplanation.RankedValue> here = valuesOf(level);
            if (here.isEmpty()) {
                table.row("  " + level.words(), NO_VALUE);
            }
            for (int i = 0; i < here.size(); i++) {
                VariableExplanation.LevelValue levelValue = here.get(i).levelValue();
                table.row(
                        i == 0 ? "  " + level.words() : "",
                        levelValue.value().replace("\n", "\\n"),
                        here.get(i).status(),
                        levelValue.where(),
                        levelValue.place().toString());
            }
        }
        lines.addAll(table.lines());
        return lines;
    }

    /** The explanation as one JSON object on one line. */
    public String json() {
        List<Value> levels = new ArrayList<>();
        builtIn.ifPresent(built -> levels.add(new Value.Fields(Map.of(
                "level",
                new Value.Text(BUILT_IN),
                "values",
                new Value.Items(List.of(new Value.Fields(Map.of(
                        "value", new Value.Text(built.value()), "fate", new Value.Text(statusOfBuiltIn())))))))));
        for (VariableLevel level : VariableLevel.values()) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("level", new Value.Text(level.words()));
            fields.put(
                    "values",
                    new Value.Items(valuesOf(level).stream()
                            .<Value>map(VariableExplanationText::fields)
                            .toList()));
            levels.add(new Value.Fields(fields));
        }
        Map<String, Value> whole = new LinkedHashMap<>();
        whole.put("variable", new Value.Text(name));
        whole.put("pair", new Value.Text(pair));
        whole.put("levels", new Value.Items(levels));
        return Json.writeSpaced(new Value.Fields(whole));
    }

    private static Value.Fields fields(VariableExplanation.RankedValue ranked) {
        VariableExplanation.LevelValue levelValue = ranked.levelValue();
        Position place = levelValue.place();
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("value", new Value.Text(levelValue.value()));
        fields.put("fate", new Value.Text(ranked.status()));
        fields.put("where", new Value.Text(levelValue.where()));
        fields.put("file", new Value.Text(place.source().name()));
        fields.put("line", new Value.Whole(place.line()));
        fields.put("column", new Value.Whole(place.column()));
        return new Value.Fields(fields);
    }

    private List<VariableExplanation.RankedValue> valuesOf(VariableLevel level) {
        return values.stream()
                .filter(each -> each.levelValue().level() == level)
                .toList();
    }

    private String winner() {
        return strongest()
                .or(() -> builtIn.map(DefaultVariable::value))
                .map(value -> " = " + value)
                .orElse("");
    }

    /** The fate of the built-in value. */
    private String statusOfBuiltIn() {
        return strongest().isPresent() ? "hidden" : WINS;
    }

    private Optional<String> strongest() {
        return values.stream()
                .filter(each -> each.status().equals(WINS))
                .findFirst()
                .map(each -> each.levelValue().value());
    }
}
