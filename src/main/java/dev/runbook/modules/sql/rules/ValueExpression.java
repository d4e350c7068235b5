package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.catalogue.Sql;
import java.util.Optional;

/**
 * A value to mask, as SQL expressions on its row: a column, or a value inside a JSON document.
 *
 * @param value the value in its own type
 * @param text the value as text; equal for values that the column's type treats as equal
 * @param key the text to hash
 */
record ValueExpression(String value, String text, String key, ColumnType type) {

    static ValueExpression ofColumn(Column column, Optional<String> by) {
        String text = column.type().foldsCase() ? "lower(" + column.asText() + ")" : column.asText();
        String key = by.map(name -> "coalesce(" + Sql.name(name) + "::text, " + text + ")")
                .orElse(text);
        return new ValueExpression(column.quotedName(), text, key, column.type());
    }

    static ValueExpression ofDocumentValue(String text) {
        return new ValueExpression(text, text, text, ColumnType.TEXT);
    }

    String cast() {
        return type.isPlainText() ? "" : "::" + type;
    }
}
