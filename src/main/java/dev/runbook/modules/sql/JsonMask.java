package dev.runbook.modules.sql;

import dev.runbook.modules.sql.Column.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON document of which only the paths named are left, each kept or masked; every other key is dropped. */
record JsonMask(Map<String, Mask> paths) implements Mask {

    JsonMask {
        paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    }

    @Override
    public String word() {
        return "json";
    }

    @Override
    public String sql(Cell cell) {
        String document = cell.type().equals("json") ? cell.value() + "::jsonb" : cell.value();
        String masked = tree().sql(document, 0);
        return cell.type().equals("json") ? "(" + masked + ")::json" : masked;
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

    /** Whether a path goes through a list, for which SQL needs a sub-select. */
    boolean hasLists() {
        return paths.keySet().stream().anyMatch(path -> path.contains("[]"));
    }

    /** The masked values that can be addressed: the path's steps to its strategy. */
    Map<List<String>, Mask> leaves() {
        Map<List<String>, Mask> leaves = new LinkedHashMap<>();
        paths.forEach((path, mask) -> {
            if (!path.contains("[]") && !(mask instanceof Mask.Keep)) {
                leaves.put(List.of(path.split("\\.")), mask);
            }
        });
        return leaves;
    }

    private Branch tree() {
        Branch root = new Branch();
        paths.forEach((path, mask) -> {
            Branch branch = root;
            for (String key : path.replace("[]", ".[]").split("\\.")) {
                branch = branch.children.computeIfAbsent(key, name -> new Branch());
            }
            branch.mask = Optional.of(mask);
        });
        return root;
    }

    /** A place in the document: what may follow it, or the strategy of its value. */
    private static final class Branch {

        private final Map<String, Branch> children = new LinkedHashMap<>();
        private Optional<Mask> mask = Optional.empty();

        String sql(String value, int depth) {
            if (mask.isPresent()) {
                return leaf(mask.get(), value);
            }
            Branch items = children.get("[]");
            if (items != null) {
                String item = "item" + depth;
                return "CASE WHEN jsonb_typeof(" + value + ") = 'array' THEN (SELECT coalesce(jsonb_agg("
                        + items.sql(item + ".value", depth + 1) + " ORDER BY " + item
                        + ".place), '[]') FROM jsonb_array_elements("
                        + value + ") WITH ORDINALITY " + item + "(value, place)) ELSE 'null' END";
            }
            List<String> parts = new ArrayList<>();
            children.forEach((key, branch) -> {
                String child = "(" + value + " -> " + Sql.text(key) + ")";
                parts.add("CASE WHEN " + child + " IS NULL THEN '{}' ELSE jsonb_build_object(" + Sql.text(key) + ", "
                        + branch.sql(child, depth) + ") END");
            });
            return "CASE WHEN jsonb_typeof(" + value + ") = 'object' THEN " + String.join(" || ", parts)
                    + " ELSE 'null' END";
        }

        /** A JSON null stays one; whatever else stands there is masked as text. */
        private static String leaf(Mask mask, String value) {
            if (mask instanceof Mask.Keep) {
                return value;
            }
            if (mask instanceof Mask.Null) {
                return "'null'::jsonb";
            }
            return "CASE WHEN jsonb_typeof(" + value + ") = 'null' THEN " + value + " ELSE to_jsonb(" + "("
                    + mask.sql(Cell.inside("(" + value + " #>> '{}')")) + ")::text) END";
        }
    }
}
