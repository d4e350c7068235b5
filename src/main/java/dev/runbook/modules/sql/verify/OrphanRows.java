package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.TableMask;
import java.util.ArrayList;
import java.util.List;

/** Rows without a parent: a foreign key that is NOT VALID can have some in production, and they remain. */
public final class OrphanRows {

    private OrphanRows() {}

    /** The name of their count in the progress table. */
    public static String stepName(Catalogue.ForeignKey key) {
        return "orphans " + key.sourceTable() + " " + key.name();
    }

    /** The statement that counts them. */
    public static String countQuery(DatabaseMasking masking, Catalogue.ForeignKey key) {
        List<String> matches = new ArrayList<>();
        List<String> present = new ArrayList<>();
        for (int i = 0; i < key.sourceColumns().size(); i++) {
            String source = "s." + Sql.name(key.sourceColumns().get(i));
            matches.add(source + " = t." + Sql.name(key.targetColumns().get(i)));
            present.add(source + " IS NOT NULL");
        }
        return "SELECT count(*) FROM " + quotedTable(masking, key.sourceTable()) + " s WHERE "
                + String.join(" AND ", present) + " AND NOT EXISTS (SELECT FROM "
                + quotedTable(masking, key.targetTable())
                + " t WHERE " + String.join(" AND ", matches) + ")";
    }

    private static String quotedTable(DatabaseMasking masking, String id) {
        return masking.tables().stream()
                .map(TableMask::table)
                .filter(table -> table.id().equals(id))
                .map(CatalogueTable::quotedName)
                .findFirst()
                .orElse(id);
    }
}
