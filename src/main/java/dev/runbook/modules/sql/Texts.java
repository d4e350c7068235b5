package dev.runbook.modules.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts of a row that have one rule: the value of a column, or what lies at one path of its documents.
 *
 * @param value one of them, as an SQL expression
 * @param document the same as jsonb; empty outside of documents
 * @param lists what goes through the lists on the path, the outermost first; each is called item0, item1, ...
 * @param array whether the column is an array of texts
 */
record Texts(String value, Optional<String> document, List<String> lists, boolean array) {

    private static final String QUOTED = "'\"([^\"\\\\]{6,})\"'";

    Texts {
        lists = List.copyOf(lists);
    }

    static Texts of(Column column) {
        Optional<String> document = column.family() == Column.Family.JSON
                ? Optional.of("(" + column.quoted() + "::jsonb)")
                : Optional.empty();
        return new Texts(column.asText(), document, List.of(), column.baseType().startsWith("_"));
    }

    /** What a path like {@code items[].serial} leads to; a place in a list counts even where nothing is found. */
    static Texts at(Column column, String path) {
        List<String> lists = new ArrayList<>();
        String place = "(" + column.quoted() + "::jsonb)";
        for (String key : JsonMask.steps(path)) {
            if (key.equals(JsonMask.ITEMS)) {
                String item = "item" + lists.size();
                lists.add("jsonb_array_elements(CASE WHEN jsonb_typeof(" + place + ") = 'array' THEN " + place
                        + " ELSE '[]' END) WITH ORDINALITY AS " + item + "(value, place)");
                place = item + ".value";
            } else {
                place = "(" + place + " -> " + Sql.text(key) + ")";
            }
        }
        return new Texts("(" + place + " #>> '{}')", Optional.of(place), lists, false);
    }

    /** An aggregate: how many texts meet a condition, in the rows that meet another. */
    String count(String condition, Optional<String> rows) {
        if (lists.isEmpty()) {
            return "count(*) FILTER (WHERE " + rows.map(row -> row + " AND ").orElse("") + condition + ")";
        }
        return "coalesce(sum((SELECT count(*) FROM " + joined() + " WHERE " + condition + "))"
                + rows.map(row -> " FILTER (WHERE " + row + ")").orElse("") + ", 0)";
    }

    /** Keyed hashes to tell later what stood here: one, or a jsonb list in the order of the texts. */
    String fingerprints() {
        String one = "_runbook.fingerprint(nullif(" + value + ", ''))";
        if (lists.isEmpty()) {
            return one;
        }
        String order = IntStream.range(0, lists.size())
                .mapToObj(number -> "item" + number + ".place")
                .collect(Collectors.joining(", "));
        return "(SELECT jsonb_agg(" + one + " ORDER BY " + order + ") FROM " + joined() + ")";
    }

    /** Whether a text stands where it stood when the fingerprints were taken. */
    String unchanged(String label) {
        String before = "s.hashes -> " + Sql.text(label);
        if (lists.isEmpty()) {
            return "s.hashes ->> " + Sql.text(label) + " = " + fingerprints();
        }
        return "EXISTS (SELECT FROM jsonb_array_elements_text(CASE jsonb_typeof(" + before + ") WHEN 'array' THEN "
                + before
                + " ELSE '[]' END) WITH ORDINALITY AS old(hash, place) JOIN jsonb_array_elements_text(coalesce("
                + fingerprints() + ", '[]')) WITH ORDINALITY AS here(hash, place) USING (place)"
                + " WHERE old.hash = here.hash)";
    }

    /** The fingerprints of a masking step under a label, one per row. */
    String originals(String label, String step) {
        String hashes = "hashes -> " + Sql.text(label);
        String each = lists.isEmpty()
                ? "hashes ->> " + Sql.text(label)
                : "jsonb_array_elements_text(CASE jsonb_typeof(" + hashes + ") WHEN 'array' THEN " + hashes
                        + " ELSE '[]' END)";
        return "SELECT " + each + " FROM _runbook.sample WHERE step = " + Sql.text(step);
    }

    /** All that could be an original by itself, one per row: every text and key inside a document, every quoted string. */
    String parts(String table) {
        String part;
        if (document.isPresent()) {
            String nodes = "jsonb_path_query(" + document.get() + ", 'strict $.**') AS node";
            part = "SELECT node #>> '{}' FROM " + nodes + " WHERE jsonb_typeof(node) IN ('string', 'number') UNION ALL"
                    + " SELECT jsonb_object_keys(CASE jsonb_typeof(node) WHEN 'object' THEN node ELSE '{}' END) FROM "
                    + nodes;
        } else if (array) {
            part = "SELECT unnest(" + value.replace("::text", "::text[]") + ")";
        } else {
            part = "SELECT " + value + " UNION ALL SELECT quoted[1] FROM regexp_matches(" + value + ", " + QUOTED
                    + ", 'g') AS quoted";
        }
        return "SELECT part.text FROM " + table + (lists.isEmpty() ? "" : " CROSS JOIN " + joined())
                + " CROSS JOIN LATERAL (" + part + ") AS part(text)";
    }

    private String joined() {
        return String.join(" CROSS JOIN ", lists);
    }
}
