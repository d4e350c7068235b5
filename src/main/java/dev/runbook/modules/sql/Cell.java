package dev.runbook.modules.sql;

import java.util.Optional;

/**
 * A value to mask, as SQL expressions on its row: a column's, or one inside a JSON document.
 *
 * @param value with its own type
 * @param text as text
 * @param key what is hashed, as text
 * @param type of the value
 */
record Cell(String value, String text, String key, Column.Family family, String type, Optional<Integer> lengthMax) {

    static Cell of(Column column, Optional<String> by) {
        String key = by.map(name -> "coalesce(" + Sql.name(name) + "::text, " + column.asText() + ")")
                .orElse(column.asText());
        return new Cell(column.quoted(), column.asText(), key, column.family(), column.type(), column.lengthMax());
    }

    static Cell inside(String text) {
        return new Cell(text, text, text, Column.Family.TEXT, "text", Optional.empty());
    }

    String cast() {
        return type.equals("text") ? "" : "::" + type;
    }
}
