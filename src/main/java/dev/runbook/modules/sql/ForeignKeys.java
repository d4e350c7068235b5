package dev.runbook.modules.sql;

import java.util.ArrayList;
import java.util.List;

/** Rows without a parent: a foreign key that is NOT VALID can have some in production, and they remain. */
final class ForeignKeys {

    private ForeignKeys() {}

    /** The name of their count in the progress table. */
    static String step(Catalogue.ForeignKey key) {
        return "orphans " + key.sourceTable() + " " + key.name();
    }

    /** The statement that counts them. */
    static String orphans(Masking masking, Catalogue.ForeignKey key) {
        List<String> matches = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < key.sourceColumns().size(); i++) {
            String source = "s." + Sql.name(key.sourceColumns().get(i));
            matches.add(source + " = t." + Sql.name(key.targetColumns().get(i)));
            present.add(source + " IS NOT NULL");
        }
        return "SELECT count(*) FROM " + quoted(masking, key.sourceTable()) + " s WHERE "
                + String.join(" AND ", present) + " AND NOT EXISTS (SELECT FROM " + quoted(masking, key.targetTable())
                + " t WHERE " + String.join(" AND ", matches) + ")";
    }

    private static String quoted(Masking masking, String id) {
        return masking.tables().stream()
                .map(TableMask::table)
                .filter(table -> table.id().equals(id))
                .map(Table::quoted)
                .findFirst()
                .orElse(id);
    }
}
