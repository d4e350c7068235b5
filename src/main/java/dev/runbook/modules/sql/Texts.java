package dev.runbook.modules.sql;

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
record Texts(String value, Optional<String> document, List<String> sources) {

    Texts {
        sources = List.copyOf(sources);
    }

    static Texts of(Column column) {
        Optional<String> document = column.family() == ColumnType.Family.JSON
                ? Optional.of("(" + column.quoted() + "::jsonb)")
                : Optional.empty();
        return new Texts(column.asText(), document, List.of());
    }

    /** Every text and number inside a column's values. */
    static Texts inside(Column column) {
        String rows = Strings.each(column).orElse("SELECT " + column.asText());
        return new Texts("part.text", Optional.empty(), List.of("LATERAL (" + rows + ") AS part(text)"));
    }

    /** The values at a path; a list item counts even if the path finds nothing in it. */
    static Texts at(Column column, JsonPath path, Map<JsonPath, Mask> paths) {
        List<String> sources = new ArrayList<>();
        JsonTree tree = JsonTree.of(paths);
        String place = "(" + column.quoted() + "::jsonb)";
        for (JsonPath.Part part : path.parts()) {
            String item = JsonTree.item(sources.size());
            if (part instanceof JsonPath.Key key) {
                place = JsonTree.child(place, key.name());
            } else if (part instanceof JsonPath.Items) {
                sources.add(JsonTree.items(place, sources.size()));
                place = item + ".value";
            } else {
                sources.add(tree.others(place, sources.size()));
                place = part instanceof JsonPath.AnyKey ? item + ".value" : "to_jsonb(" + item + ".key)";
            }
            tree = tree.after(part);
        }
        return new Texts("(" + place + " #>> '{}')", Optional.of(place), sources);
    }

    /** An aggregate: the number of texts that meet a condition, in the rows that meet another. */
    String count(String condition, Optional<String> rows) {
        if (sources.isEmpty()) {
            return "count(*) FILTER (WHERE " + rows.map(row -> row + " AND ").orElse("") + condition + ")";
        }
        return "coalesce(sum((SELECT count(*) FROM " + joined() + " WHERE " + condition + "))"
                + rows.map(row -> " FILTER (WHERE " + row + ")").orElse("") + ", 0)";
    }

    /** Keyed hashes of the texts for a later comparison: one hash, or a jsonb list in the order of the texts. */
    String fingerprints() {
        String one = "_runbook.fingerprint(nullif(" + value + ", ''))";
        if (sources.isEmpty()) {
            return one;
        }
        String order = IntStream.range(0, sources.size())
                .mapToObj(number -> JsonTree.item(number) + ".place")
                .collect(Collectors.joining(", "));
        return "(SELECT jsonb_agg(" + one + " ORDER BY " + order + ") FROM " + joined() + ")";
    }

    /**
     * The condition that a text is still at its place since the fingerprints were taken.
     *
     * @param before the fingerprints of the row, as a jsonb expression
     */
    String unchanged(String before) {
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
    String each(String alias) {
        return "LATERAL (SELECT " + value + (sources.isEmpty() ? "" : " FROM " + joined()) + ") AS " + alias + "(text)";
    }

    private String joined() {
        return String.join(" CROSS JOIN ", sources);
    }
}
