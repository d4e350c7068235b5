package dev.runbook.cli.project;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.inventory.ExtraVars;
import dev.runbook.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One argument of {@code -e}: {@code NAME=VALUE}, {@code @FILE} or a mapping; secrets in it may be masked. */
public record ExtraVarArg(String text) {

    private static final String MASK = new Value.Secret("").show();
    // In YAML, *** is an alias.
    private static final String YAML_MASK = "MASKED-IN-THE-JOURNAL";

    /** The names of the masked values. */
    Set<String> maskedNames() {
        return values().entrySet().stream()
                .filter(value -> value.getValue().show().contains(YAML_MASK))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether so much of it is masked that its names are unknown. */
    boolean isIllegible() {
        return text.contains(MASK) && !isFile() && values().isEmpty();
    }

    /** The argument without the values of these names; empty when no value is left. */
    Optional<ExtraVarArg> without(Set<String> names) {
        Map<String, Value> values = values();
        Map<String, Value> left = new LinkedHashMap<>(values);
        left.keySet().removeAll(names);
        if (left.size() == values.size()) {
            return Optional.of(this);
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(toMapping(left));
    }

    /** The argument with the values of these names masked. */
    public ExtraVarArg withMasked(Set<String> names) {
        if (names.isEmpty() || isFile()) {
            return this;
        }
        Map<String, Value> values = values();
        Map<String, Value> shown = new LinkedHashMap<>(values);
        shown.replaceAll((name, value) -> names.contains(name) ? new Value.Text(MASK) : value);
        if (values.isEmpty()) {
            return new ExtraVarArg(MASK);
        }
        if (shown.equals(values)) {
            return this;
        }
        return ExtraVars.isMapping(text)
                ? toMapping(shown)
                : new ExtraVarArg(String.join("", shown.keySet()) + "=" + MASK);
    }

    private boolean isFile() {
        return ExtraVars.isFile(text);
    }

    /** The values that it contains; none for a file. */
    private Map<String, Value> values() {
        String legible = text.replace(MASK, YAML_MASK);
        Map<String, Value> values = new LinkedHashMap<>();
        ExtraVars.read(List.of(legible), (path, namedIn) -> Optional.empty(), new Problems())
                .forEach((name, variable) -> {
                    if (variable.template().isLiteral()) {
                        values.put(name, ExtraVarValues.literalValue(variable.template()));
                    }
                });
        return values;
    }

    private static ExtraVarArg toMapping(Map<String, Value> values) {
        return new ExtraVarArg(Json.write(new Value.Fields(values)).replace(YAML_MASK, MASK));
    }
}
