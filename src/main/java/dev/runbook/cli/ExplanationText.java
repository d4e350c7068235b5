package dev.runbook.cli;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Level;
import dev.runbook.inventory.Usual;
import dev.runbook.yaml.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats an explanation of a variable: every level, including those without a value. */
record ExplanationText(String name, String pair, Optional<Usual> usual, List<Explanation.Ranked> ranked) {

    private static final String NOTHING = "-";
    private static final String BUILT_IN = "built in";
    private static final String WINS = "wins";

    ExplanationText {
        ranked = List.copyOf(ranked);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(name + " of " + pair + winner());
        Table table = new Table();
        usual.ifPresent(built -> table.row("  " + BUILT_IN, built.value(), fate()));
        for (Level level : Level.values()) {
            List<Explanation.Ranked> here = at(level);
            if (here.isEmpty()) {
                table.row("  " + level.words(), NOTHING);
            }
            for (int i = 0; i < here.size(); i++) {
                Explanation.Given given = here.get(i).given();
                table.row(
                        i == 0 ? "  " + level.words() : "",
                        given.value().replace("\n", "\\n"),
                        here.get(i).fate(),
                        given.where(),
                        given.place().toString());
            }
        }
        lines.addAll(table.lines());
        return lines;
    }

    /** The explanation as one JSON object on one line. */
    String json() {
        List<Value> levels = new ArrayList<>();
        usual.ifPresent(built -> levels.add(new Value.Fields(Map.of(
                "level",
                new Value.Text(BUILT_IN),
                "values",
                new Value.Items(List.of(new Value.Fields(
                        Map.of("value", new Value.Text(built.value()), "fate", new Value.Text(fate())))))))));
        for (Level level : Level.values()) {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("level", new Value.Text(level.words()));
            fields.put(
                    "values",
                    new Value.Items(at(level).stream()
                            .<Value>map(ExplanationText::fields)
                            .toList()));
            levels.add(new Value.Fields(fields));
        }
        Map<String, Value> whole = new LinkedHashMap<>();
        whole.put("variable", new Value.Text(name));
        whole.put("pair", new Value.Text(pair));
        whole.put("levels", new Value.Items(levels));
        return Json.spaced(new Value.Fields(whole));
    }

    private static Value.Fields fields(Explanation.Ranked ranked) {
        Explanation.Given given = ranked.given();
        Position place = given.place();
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("value", new Value.Text(given.value()));
        fields.put("fate", new Value.Text(ranked.fate()));
        fields.put("where", new Value.Text(given.where()));
        fields.put("file", new Value.Text(place.source().name()));
        fields.put("line", new Value.Whole(place.line()));
        fields.put("column", new Value.Whole(place.column()));
        return new Value.Fields(fields);
    }

    private List<Explanation.Ranked> at(Level level) {
        return ranked.stream().filter(each -> each.given().level() == level).toList();
    }

    private String winner() {
        return strongest()
                .or(() -> usual.map(Usual::value))
                .map(value -> " = " + value)
                .orElse("");
    }

    /** The fate of the built-in value. */
    private String fate() {
        return strongest().isPresent() ? "hidden" : WINS;
    }

    private Optional<String> strongest() {
        return ranked.stream()
                .filter(each -> each.fate().equals(WINS))
                .findFirst()
                .map(each -> each.given().value());
    }
}
