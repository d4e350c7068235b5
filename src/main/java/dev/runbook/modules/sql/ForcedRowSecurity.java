package dev.runbook.modules.sql;

import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.List;

/** Disables FORCE ROW LEVEL SECURITY of tables inside one transaction; other sessions do not see that. */
final class ForcedRowSecurity {

    private ForcedRowSecurity() {}

    /** Runs work on a table in one transaction that sees all of its rows. */
    static <T> T runWithoutForce(Database.Session session, TableMask mask, Database.Work<T> work) throws PortException {
        return runWithoutForce(session, List.of(mask), work);
    }

    static <T> T runWithoutForce(Database.Session session, List<TableMask> masks, Database.Work<T> work)
            throws PortException {
        List<String> forced = masks.stream()
                .map(TableMask::table)
                .filter(table -> table.access().rowSecurity() == CatalogueTable.RowSecurityEffect.FORCED)
                .map(CatalogueTable::quotedName)
                .toList();
        return session.transaction(() -> {
            if (!forced.isEmpty()) {
                session.execute("SET TRANSACTION READ WRITE", List.of());
            }
            for (String table : forced) {
                session.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY", List.of());
            }
            T result = work.run();
            for (String table : forced) {
                session.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY", List.of());
            }
            return result;
        });
    }
}
