package dev.runbook.modules.sql.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Quotes names and texts from catalogues and rules files, so that they cannot inject SQL. */
public final class Sql {

    /** A function call accepts 100 arguments, so a larger object is concatenated from parts. */
    private static final int PAIRS_MAX = 40;

    private Sql() {}

    public static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String text(String literal) {
        return "'" + literal.replace("'", "''") + "'";
    }

    public static String names(List<String> identifiers) {
        return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** A jsonb object of the expressions. */
    public static String jsonObject(List<JsonPair> pairs) {
        List<String> parts = new ArrayList<>();
        for (int start = 0; start < pairs.size(); start += PAIRS_MAX) {
            parts.add(pairs.subList(start, Math.min(pairs.size(), start + PAIRS_MAX)).stream()
                    .map(pair -> text(pair.key()) + ", " + pair.expression())
                    .collect(Collectors.joining(", ", "jsonb_build_object(", ")")));
        }
        return parts.isEmpty() ? "'{}'::jsonb" : String.join(" || ", parts);
    }

    /** A key of a jsonb object and the SQL expression of its value. */
    public record JsonPair(String key, String expression) {}
}
