package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.JsonPath.AnyKey;
import dev.runbook.modules.sql.rules.JsonPath.KeyNames;
import dev.runbook.modules.sql.rules.JsonPath.ListItems;
import dev.runbook.modules.sql.rules.JsonPath.PathPart;
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
final class JsonPathTree {

    private final Map<PathPart, JsonPathTree> children = new LinkedHashMap<>();
    private Optional<Mask> mask = Optional.empty();

    private JsonPathTree() {}

    static JsonPathTree of(Map<JsonPath, Mask> paths) {
        JsonPathTree root = new JsonPathTree();
        paths.forEach((path, mask) -> {
            JsonPathTree tree = root;
            for (PathPart part : path.parts()) {
                tree = tree.children.computeIfAbsent(part, one -> new JsonPathTree());
            }
            tree.mask = Optional.of(mask);
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
    String otherKeys(String value, int depth) {
        String named = names();
        return "LATERAL (SELECT key, value, place FROM jsonb_each(CASE WHEN jsonb_typeof(" + value
                + ") = 'object' THEN " + value + " ELSE '{}' END) WITH ORDINALITY AS pairs(key, value, place)"
                + (named.isEmpty() ? "" : " WHERE key NOT IN (" + named + ")") + ") AS " + item(depth);
    }

    /** The subtree below a part. */
    JsonPathTree subtree(PathPart part) {
        return Optional.ofNullable(children.get(part)).orElseThrow();
    }

    /** The masked value: keys on no path are dropped, and a value of another structure than the paths becomes JSON null. */
    String maskedExpression(String value, int depth) {
        if (mask.isPresent()) {
            return leafExpression(mask.get(), value);
        }
        StringBuilder sql = new StringBuilder("CASE jsonb_typeof(" + value + ")");
        child(new ListItems())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN (SELECT coalesce(jsonb_agg(")
                        .append(inner.maskedExpression(item(depth) + ".value", depth + 1))
                        .append(" ORDER BY " + item(depth) + ".place), '[]') FROM " + items(value, depth) + ")"));
        String object = objectExpression(value, depth);
        if (!object.isEmpty()) {
            sql.append(" WHEN 'object' THEN ").append(object);
        }
        return sql.append(" ELSE 'null' END").toString();
    }

    private String objectExpression(String value, int depth) {
        List<String> parts = new ArrayList<>();
        keys().forEach((key, inner) -> {
            String child = child(value, key);
            parts.add("CASE WHEN " + child + " IS NULL THEN '{}' ELSE jsonb_build_object(" + Sql.text(key) + ", "
                    + inner.maskedExpression(child, depth) + ") END");
        });
        if (anyKey().isPresent() || keyNames().isPresent()) {
            String name = item(depth) + ".key";
            String key = keyNames()
                    .map(names -> names.sql(ValueExpression.ofDocumentValue(name)))
                    .orElse(name);
            String inner = anyKey().map(any -> any.maskedExpression(item(depth) + ".value", depth + 1))
                    .orElse("'null'::jsonb");
            parts.add("(SELECT coalesce(jsonb_object_agg(" + key + ", " + inner + "), '{}') FROM "
                    + otherKeys(value, depth) + ")");
        }
        return String.join(" || ", parts);
    }

    /** The condition that a masked value contains only values on the paths. */
    String onlyPathsCondition(String value, int depth) {
        if (mask.isPresent()) {
            return mask.get() instanceof Mask.KeepMask
                    ? "true"
                    : "coalesce(jsonb_typeof(" + value + "), 'null') NOT IN ('object', 'array')";
        }
        StringBuilder sql =
                new StringBuilder("CASE coalesce(jsonb_typeof(" + value + "), 'null') WHEN 'null' THEN true");
        child(new ListItems())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN NOT EXISTS (SELECT FROM " + items(value, depth)
                        + " WHERE NOT " + inner.onlyPathsCondition(item(depth) + ".value", depth + 1) + ")"));
        List<String> conditions = new ArrayList<>();
        keys().forEach((key, inner) -> conditions.add(inner.onlyPathsCondition(child(value, key), depth)));
        if (anyKey().isPresent()) {
            conditions.add("NOT EXISTS (SELECT FROM " + otherKeys(value, depth) + " WHERE NOT "
                    + anyKey().get().onlyPathsCondition(item(depth) + ".value", depth + 1) + ")");
        } else if (keyNames().isPresent()) {
            conditions.add("NOT EXISTS (SELECT FROM " + otherKeys(value, depth) + " WHERE " + item(depth)
                    + ".value <> 'null')");
        } else if (!conditions.isEmpty()) {
            conditions.add(0, value + " - ARRAY[" + names() + "] = '{}'");
        }
        if (!conditions.isEmpty()) {
            sql.append(" WHEN 'object' THEN ").append(String.join(" AND ", conditions));
        }
        return sql.append(" ELSE false END").toString();
    }

    /** The condition that a path matches something in an unmasked value. */
    String anyPathCondition(String value, int depth) {
        if (mask.isPresent()) {
            return "true";
        }
        StringBuilder sql = new StringBuilder("CASE jsonb_typeof(" + value + ")");
        child(new ListItems())
                .ifPresent(inner -> sql.append(" WHEN 'array' THEN EXISTS (SELECT FROM " + items(value, depth)
                        + " WHERE " + inner.anyPathCondition(item(depth) + ".value", depth + 1) + ")"));
        List<String> conditions = new ArrayList<>();
        keys().forEach((key, inner) -> conditions.add("(" + child(value, key) + " IS NOT NULL AND "
                + inner.anyPathCondition(child(value, key), depth) + ")"));
        if (anyKey().isPresent() || keyNames().isPresent()) {
            String inner = anyKey().map(any -> any.anyPathCondition(item(depth) + ".value", depth + 1))
                    .orElse("true");
            conditions.add("EXISTS (SELECT FROM " + otherKeys(value, depth) + " WHERE " + inner + ")");
        }
        if (!conditions.isEmpty()) {
            sql.append(" WHEN 'object' THEN (" + String.join(" OR ", conditions) + ")");
        }
        return sql.append(" ELSE false END").toString();
    }

    private Optional<JsonPathTree> child(PathPart part) {
        return Optional.ofNullable(children.get(part));
    }

    private Optional<JsonPathTree> anyKey() {
        return child(new AnyKey());
    }

    private Optional<Mask> keyNames() {
        return child(new KeyNames()).flatMap(names -> names.mask);
    }

    private Map<String, JsonPathTree> keys() {
        Map<String, JsonPathTree> keys = new LinkedHashMap<>();
        children.forEach((part, inner) -> {
            if (part instanceof JsonPath.NamedKey key) {
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
    private static String leafExpression(Mask mask, String value) {
        if (mask instanceof Mask.KeepMask) {
            return value;
        }
        if (mask instanceof Mask.NullMask) {
            return "'null'::jsonb";
        }
        return "CASE WHEN jsonb_typeof(" + value + ") = 'null' THEN " + value + " ELSE to_jsonb(" + "("
                + mask.sql(ValueExpression.ofDocumentValue("(" + value + " #>> '{}')")) + ")::text) END";
    }
}
