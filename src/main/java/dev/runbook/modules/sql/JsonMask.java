package dev.runbook.modules.sql;

import dev.runbook.modules.sql.ColumnType.Family;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON document of which only the paths named are left, each kept or masked; every other key is dropped. */
record JsonMask(Map<JsonPath, Mask> paths) implements Mask {

    JsonMask {
        paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    @Override
    public String word() {
        return "json";
    }

    @Override
    public String sql(Cell cell) {
        boolean text = cell.type().base().equals("json");
        String masked = tree().masked(text ? cell.value() + "::jsonb" : cell.value(), 0);
        return text ? "(" + masked + ")::json" : masked;
    }

    @Override
    public Optional<String> refusal(Column column) {
        return column.family() == Family.JSON
                ? Optional.empty()
                : Optional.of("'json' masks json and jsonb, the column is " + column.type());
    }

    @Override
    public boolean mustDiffer() {
        return false;
    }

    /** Whether a path goes through a list or any key, for which SQL needs a sub-select. */
    boolean needsSubSelect() {
        return paths.keySet().stream().anyMatch(JsonPath::goesThroughMany);
    }

    /** The condition that a jsonb document holds nothing but what lies on the paths. */
    String holdsOnlyPaths(String document) {
        return tree().holdsOnly(document, 0);
    }

    /** The condition that a jsonb document has something to lose and that no path leads to anything in it. */
    String fitsNoPath(String document) {
        return document + " NOT IN ('null', '{}', '[]') AND NOT " + tree().leadsSomewhere(document, 0);
    }

    /** Whether the names of keys on the way to a path are masked, so that the order of the keys changes. */
    boolean renamesKeysOn(JsonPath path) {
        return path.keyNames().stream()
                .anyMatch(names -> Optional.ofNullable(paths.get(names))
                        .filter(mask -> !(mask instanceof Keep))
                        .isPresent());
    }

    /** The paths to names of keys that stay because no path names them: somebody may be called by such a key. */
    List<JsonPath> keptNames() {
        return paths.keySet().stream()
                .flatMap(path -> path.keyNames().stream())
                .distinct()
                .filter(names -> !paths.containsKey(names))
                .toList();
    }

    /** All paths, and one more that is kept. */
    Map<JsonPath, Mask> pathsWith(JsonPath kept) {
        Map<JsonPath, Mask> more = new LinkedHashMap<>(paths);
        more.put(kept, new Keep("", true, 0));
        return more;
    }

    JsonTree tree() {
        return JsonTree.of(paths);
    }
}
