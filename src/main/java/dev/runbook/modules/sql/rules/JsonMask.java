package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType.TypeFamily;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reduces a JSON document to the given paths, each kept or masked; every other key is dropped. */
public record JsonMask(Map<JsonPath, Mask> paths) implements Mask {

    public JsonMask {
        paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    @Override
    public String strategyName() {
        return "json";
    }

    @Override
    public String sql(ValueExpression valueExpression) {
        boolean text = valueExpression.type().base().equals("json");
        String masked =
                tree().maskedExpression(text ? valueExpression.value() + "::jsonb" : valueExpression.value(), 0);
        return text ? "(" + masked + ")::json" : masked;
    }

    @Override
    public Optional<String> refusal(Column column) {
        return column.family() == TypeFamily.JSON
                ? Optional.empty()
                : Optional.of("'json' masks json and jsonb, the column is " + column.type());
    }

    @Override
    public boolean mustDiffer() {
        return false;
    }

    /** Whether a path contains a list or a wildcard, which needs a sub-select in SQL. */
    boolean needsSubSelect() {
        return paths.keySet().stream().anyMatch(JsonPath::crossesManyValues);
    }

    /** The condition that a jsonb document contains only values on the paths. */
    String onlyPathsCondition(String document) {
        return tree().onlyPathsCondition(document, 0);
    }

    /** The condition that a jsonb document has content and that no path matches any of it. */
    String noPathCondition(String document) {
        return document + " NOT IN ('null', '{}', '[]') AND NOT " + tree().anyPathCondition(document, 0);
    }

    /** Whether key names along a path are masked, which changes the order of the keys. */
    boolean renamesKeysOn(JsonPath path) {
        return path.keyNames().stream()
                .anyMatch(names -> Optional.ofNullable(paths.get(names))
                        .filter(mask -> !(mask instanceof KeepMask))
                        .isPresent());
    }

    /** The paths of key names that are kept because no path masks them: such a key may be the name of a person. */
    public List<JsonPath> unmaskedKeyNames() {
        return paths.keySet().stream()
                .flatMap(path -> path.keyNames().stream())
                .distinct()
                .filter(names -> !paths.containsKey(names))
                .toList();
    }

    /** All paths, and one more that is kept. */
    public Map<JsonPath, Mask> addKeptPath(JsonPath kept) {
        Map<JsonPath, Mask> more = new LinkedHashMap<>(paths);
        more.put(kept, new KeepMask("", true, 0));
        return more;
    }

    JsonPathTree tree() {
        return JsonPathTree.of(paths);
    }
}
