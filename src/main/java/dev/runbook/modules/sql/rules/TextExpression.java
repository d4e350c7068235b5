package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts of a row under one rule: the value of a column, or the values at one path of its documents.
 *
 * @param value one of them, as an SQL expression
 * @param document the same value as jsonb; empty outside of documents
 * @param sources FROM items that iterate over the lists and keys on the path, the outermost first
 */
public record TextExpression(String value, Optional<String> document, List<String> sources) {

    public TextExpression {
        sources = List.copyOf(sources);
    }

    public static TextExpression ofColumn(Column column) {
        Optional<String> document = column.family() == ColumnType.TypeFamily.JSON
                ? Optional.of("(" + column.quotedName() + "::jsonb)")
                : Optional.empty();
        return new TextExpression(column.asText(), document, List.of());
    }

    /** Every text and number inside a column's values. */
    public static TextExpression ofContents(Column column) {
        String rows = TextExtraction.textRows(column).orElse("SELECT " + column.asText());
        return new TextExpression("part.text", Optional.empty(), List.of("LATERAL (" + rows + ") AS part(text)"));
    }

    /** The values at a path; a list item counts even if the path finds nothing in it. */
    public static TextExpression ofPath(Column column, JsonPath path, Map<JsonPath, Mask> paths) {
        List<String> sources = new ArrayList<>();
        JsonPathTree tree = JsonPathTree.of(paths);
        String place = "(" + column.quotedName() + "::jsonb)";
        for (JsonPath.PathPart part : path.parts()) {
            String item = JsonPathTree.item(sources.size());
            if (part instanceof JsonPath.NamedKey key) {
                place = JsonPathTree.child(place, key.name());
            } else if (part instanceof JsonPath.ListItems) {
                sources.add(JsonPathTree.items(place, sources.size()));
                place = item + ".value";
            } else {
                sources.add(tree.otherKeys(place, sources.size()));
                place = part instanceof JsonPath.AnyKey ? item + ".value" : "to_jsonb(" + item + ".key)";
            }
            tree = tree.subtree(part);
        }
        return new TextExpression("(" + place + " #>> '{}')", Optional.of(place), sources);
    }

    /** An aggregate: the number of texts that meet a condition, in the rows that meet another. */
    String countExpression(String condition, Optional<String> rows) {
        if (sources.isEmpty()) {
            return "count(*) FILTER (WHERE " + rows.map(row -> row + " AND ").orElse("") + condition + ")";
        }
        return "coalesce(sum((SELECT count(*) FROM " + joinSources() + " WHERE " + condition + "))"
                + rows.map(row -> " FILTER (WHERE " + row + ")").orElse("") + ", 0)";
    }

    /** Keyed hashes of the texts for a later comparison: one hash, or a jsonb list in the order of the texts. */
    public String fingerprints() {
        String one = "_runbook.fingerprint(nullif(" + value + ", ''))";
        if (sources.isEmpty()) {
            return one;
        }
        String order = IntStream.range(0, sources.size())
                .mapToObj(number -> JsonPathTree.item(number) + ".place")
                .collect(Collectors.joining(", "));
        return "(SELECT jsonb_agg(" + one + " ORDER BY " + order + ") FROM " + joinSources() + ")";
    }

    /**
     * The condition that a text is still at its place since the fingerprints were taken.
     *
     * @param before the fingerprints of the row, as a jsonb expression
     */
    public String unchangedCondition(String before) {
        if (sources.isEmpty()) {
            return "(" + before + " #>> '{}')::bigint = " + fingerprints();
        }
        return "EXISTS (SELECT FROM jsonb_array_elements_text(CASE jsonb_typeof(" + before + ") WHEN 'array' THEN "
                + before
                + " ELSE '[]' END) WITH ORDINALITY AS old(hash, place) JOIN jsonb_array_elements_text(coalesce("
                + fingerprints() + ", '[]')) WITH ORDINALITY AS here(hash, place) USING (place)"
                + " WHERE old.hash = here.hash)";
    }

    /** Each text of a row as a row of its own, to join with the table. */
    public String lateralRows(String alias) {
        return "LATERAL (SELECT " + value + (sources.isEmpty() ? "" : " FROM " + joinSources()) + ") AS " + alias
                + "(text)";
    }

    private String joinSources() {
        return String.join(" CROSS JOIN ", sources);
    }
}
