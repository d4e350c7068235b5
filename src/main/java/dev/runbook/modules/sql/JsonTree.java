package dev.runbook.modules.sql;

import dev.runbook.modules.sql.JsonPath.AnyKey;
import dev.runbook.modules.sql.JsonPath.Items;
import dev.runbook.modules.sql.JsonPath.KeyNames;
import dev.runbook.modules.sql.JsonPath.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The paths of a document as a tree whose leaves are strategies. Generates SQL expressions on a jsonb value; list items
 * and wildcard keys have the aliases {@code _runbook_0}, {@code _runbook_1}, ... by depth.
 */
final class JsonTree {

    private final Map<Part, JsonTree> children = new LinkedHashMap<>();
    private Optional<Mask> mask = Optional.empty();

    private JsonTree() {}

    static JsonTree of(Map<JsonPath, Mask> paths) {
        JsonTree root = new JsonTree();
        paths.forEach((path, mask) -> {
            JsonTree place = root;
            for (Part part : path.parts()) {
                place = place.children.computeIfAbsent(part, one -> new JsonTree());
            }
            place.mask = Optional.of(mask);
        });
        return root;
    }

    static String item(int depth) {
        return "_runbook_" + depth;
    }

    /** All items of a list; none if the value is not a list. */
    static String items(String value, int depth) {
        return "jsonb_array_elements(CASE WHEN jsonb_typeof(" + value + ") = 'array' THEN " + value
                + " ELSE '[]' END) WITH ORDINALITY AS " + item(depth) + "(value, place)";
    }

    /** The keys without a path of their own, with their values; none if the value is not an object. */
    String others(String value, int depth) {
        String named = names();
        return "LATERAL (SELECT key, value, place FROM jsonb_each(CASE WHEN jsonb_typeof(" + value
                + ") = 'object' THEN " + value + " ELSE '{}' END) WITH ORDINALITY AS pairs(key, value, place)"
                + (named.isEmpty() ? "" : " WHERE key NOT IN (" + named + ")") + ") AS " + item(depth);
    }

    /** The subtree below a part. */
    JsonTree after(Part part) {
        return Optional.ofNullable(children.get(part)).orElseThrow();
    }

    /** The masked value: keys on no path are dropped, and a value of another structure than the paths becomes JSON null. */
    String masked(String value, int depth) {
        if (mask.isPresent()) {
            return leaf(mask.get(), value);
        }
        StringBuilder sql = new StringBuilder("CASE jsonb_typeof(" + value + ")");
        child(new Items())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN (SELECT coalesce(jsonb_agg(")
                        .append(inner.masked(item(depth) + ".value", depth + 1))
                        .append(" ORDER BY " + item(depth) + ".place), '[]') FROM " + items(value, depth) + ")"));
        String object = object(value, depth);
        if (!object.isEmpty()) {
            sql.append(" WHEN 'object' THEN ").append(object);
        }
        return sql.append(" ELSE 'null' END").toString();
    }

    private String object(String value, int depth) {
        List<String> parts = new ArrayList<>();
        keys().forEach((key, inner) -> {
            String child = child(value, key);
            parts.add("CASE WHEN " + child + " IS NULL THEN '{}' ELSE jsonb_build_object(" + Sql.text(key) + ", "
                    + inner.masked(child, depth) + ") END");
        });
        if (anyKey().isPresent() || keyNames().isPresent()) {
            String name = item(depth) + ".key";
            String key = keyNames().map(names -> names.sql(Cell.inside(name))).orElse(name);
            String inner = anyKey().map(any -> any.masked(item(depth) + ".value", depth + 1))
                    .orElse("'null'::jsonb");
            parts.add("(SELECT coalesce(jsonb_object_agg(" + key + ", " + inner + "), '{}') FROM "
                    + others(value, depth) + ")");
        }
        return String.join(" || ", parts);
    }

    /** The condition that a masked value contains only values on the paths. */
    String holdsOnly(String value, int depth) {
        if (mask.isPresent()) {
            return mask.get() instanceof Mask.Keep
                    ? "true"
                    : "coalesce(jsonb_typeof(" + value + "), 'null') NOT IN ('object', 'array')";
        }
        StringBuilder sql =
                new StringBuilder("CASE coalesce(jsonb_typeof(" + value + "), 'null') WHEN 'null' THEN true");
        child(new Items())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN NOT EXISTS (SELECT FROM " + items(value, depth)
                        + " WHERE NOT " + inner.holdsOnly(item(depth) + ".value", depth + 1) + ")"));
        List<String> conditions = new ArrayList<>();
        keys().forEach((key, inner) -> conditions.add(inner.holdsOnly(child(value, key), depth)));
        if (anyKey().isPresent()) {
            conditions.add("NOT EXISTS (SELECT FROM " + others(value, depth) + " WHERE NOT "
                    + anyKey().get().holdsOnly(item(depth) + ".value", depth + 1) + ")");
        } else if (keyNames().isPresent()) {
            conditions.add(
                    "NOT EXISTS (SELECT FROM " + others(value, depth) + " WHERE " + item(depth) + ".value <> 'null')");
        } else if (!conditions.isEmpty()) {
            conditions.add(0, value + " - ARRAY[" + names() + "] = '{}'");
        }
        if (!conditions.isEmpty()) {
            sql.append(" WHEN 'object' THEN ").append(String.join(" AND ", conditions));
        }
        return sql.append(" ELSE false END").toString();
    }

    /** The condition that a path matches something in an unmasked value. */
    String leadsSomewhere(String value, int depth) {
        if (mask.isPresent()) {
            return "true";
        }
        StringBuilder sql = new StringBuilder("CASE jsonb_typeof(" + value + ")");
        child(new Items())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN EXISTS (SELECT FROM " + items(value, depth)
                        + " WHERE " + inner.leadsSomewhere(item(depth) + ".value", depth + 1) + ")"));
        List<String> conditions = new ArrayList<>();
        keys().forEach((key, inner) -> conditions.add(
                "(" + child(value, key) + " IS NOT NULL AND " + inner.leadsSomewhere(child(value, key), depth) + ")"));
        if (anyKey().isPresent() || keyNames().isPresent()) {
            String inner = anyKey().map(any -> any.leadsSomewhere(item(depth) + ".value", depth + 1))
                    .orElse("true");
            conditions.add("EXISTS (SELECT FROM " + others(value, depth) + " WHERE " + inner + ")");
        }
        if (!conditions.isEmpty()) {
            sql.append(" WHEN 'object' THEN (" + String.join(" OR ", conditions) + ")");
        }
        return sql.append(" ELSE false END").toString();
    }

    private Optional<JsonTree> child(Part part) {
        return Optional.ofNullable(children.get(part));
    }

    private Optional<JsonTree> anyKey() {
        return child(new AnyKey());
    }

    private Optional<Mask> keyNames() {
        return child(new KeyNames()).flatMap(names -> names.mask);
    }

    private Map<String, JsonTree> keys() {
        Map<String, JsonTree> keys = new LinkedHashMap<>();
        children.forEach((part, inner) -> {
            if (part instanceof JsonPath.Key key) {
                keys.put(key.name(), inner);
            }
        });
        return keys;
    }

    private String names() {
        return keys().keySet().stream().map(Sql::text).collect(Collectors.joining(", "));
    }

    static String child(String value, String key) {
        return "(" + value + " -> " + Sql.text(key) + ")";
    }

    /** A JSON null remains null; any other value is masked as text. */
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
