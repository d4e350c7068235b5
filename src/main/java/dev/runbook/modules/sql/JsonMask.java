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

    /** The step of a path that goes through a list. */
    static final String ITEMS = "[]";

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
        return paths.keySet().stream().anyMatch(path -> path.contains(ITEMS));
    }

    /** The keys of a path, one by one; a list is a step of its own. */
    static List<String> steps(String path) {
        return List.of(path.replace(ITEMS, "." + ITEMS).split("\\."));
    }

    /** The condition that a jsonb document holds nothing but what lies on the paths. */
    String holdsOnlyPaths(String document) {
        return tree().holdsOnly(document, 0);
    }

    private Branch tree() {
        Branch root = new Branch();
        paths.forEach((path, mask) -> {
            Branch branch = root;
            for (String key : steps(path)) {
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
            Branch items = children.get(ITEMS);
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

        String holdsOnly(String value, int depth) {
            String type = "CASE coalesce(jsonb_typeof(" + value + "), 'null') WHEN 'null' THEN true WHEN ";
            if (mask.isPresent()) {
                return mask.get() instanceof Mask.Keep
                        ? "true"
                        : "coalesce(jsonb_typeof(" + value + "), 'null') NOT IN ('object', 'array')";
            }
            Branch items = children.get(ITEMS);
            if (items != null) {
                String item = "item" + depth;
                return type + "'array' THEN NOT EXISTS (SELECT FROM jsonb_array_elements(" + value + ") AS " + item
                        + "(value) WHERE NOT " + items.holdsOnly(item + ".value", depth + 1) + ") ELSE false END";
            }
            List<String> conditions = new ArrayList<>();
            List<String> names = children.keySet().stream().map(Sql::text).toList();
            conditions.add(value + " - ARRAY[" + String.join(", ", names) + "] = '{}'");
            children.forEach((key, branch) ->
                    conditions.add(branch.holdsOnly("(" + value + " -> " + Sql.text(key) + ")", depth)));
            return type + "'object' THEN " + String.join(" AND ", conditions) + " ELSE false END";
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
