package dev.runbook.modules.sql.catalogue;

import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the catalogue of a PostgreSQL database; needs only the CONNECT privilege. Reads rows only of extension tables,
 * and only in a clone.
 */
public final class CatalogueReader {

    private static final String SEPARATOR = "\u001f";

    private final Database.Session session;
    private final String masterUser;
    private final boolean countsRows;

    private CatalogueReader(Database.Session session, String master, boolean countsRows) {
        this.session = session;
        this.masterUser = master;
        this.countsRows = countsRows;
    }

    /**
     * Reads the catalogue of a database.
     *
     * @param master the user that will mask; ownership and privileges are evaluated for this user, not for the
     * session's user
     */
    public static Catalogue read(Database.Session session, String master) throws PortException {
        return new CatalogueReader(session, master, false).catalogue();
    }

    /** Reads the catalogue of a clone, and whether extension tables contain user rows. */
    public static Catalogue readClone(Database.Session session, String master) throws PortException {
        return new CatalogueReader(session, master, true).catalogue();
    }

    private Catalogue catalogue() throws PortException {
        Map<String, List<Column>> columns = columns();
        Map<String, CatalogueTable.TableKeys> keys = keys();
        List<CatalogueTable> tables = new ArrayList<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.TABLES)) {
            String oid = text(row, 0);
            tables.add(table(
                    row,
                    columns.getOrDefault(oid, List.of()),
                    keys.getOrDefault(oid, new CatalogueTable.TableKeys(List.of(), List.of(), List.of()))));
        }
        long largeObjects =
                Long.parseLong(text(rows(CatalogueQueries.LARGE_OBJECTS).get(0), 0));
        boolean recordsStatements = !rows(CatalogueQueries.STATEMENT_STATISTICS).isEmpty();
        return new Catalogue(tables, foreignKeys(), checks(), views(), largeObjects, recordsStatements, databases());
    }

    private CatalogueTable table(List<Optional<String>> row, List<Column> columns, CatalogueTable.TableKeys keys)
            throws PortException {
        CatalogueTable.RelationName name = CatalogueTable.RelationName.of(text(row, 1), text(row, 2));
        return new CatalogueTable(
                name,
                Long.parseLong(text(row, 4)),
                columns,
                keys,
                new CatalogueTable.UpdateTriggers(list(row, 5), list(row, 6)),
                new CatalogueTable.StorageLayout(text(row, 3), isTrue(row, 7), row.get(8), isTrue(row, 9)),
                new CatalogueTable.TableAccess(
                        text(row, 10),
                        isTrue(row, 11),
                        isTrue(row, 12),
                        CatalogueTable.RowSecurityEffect.valueOf(text(row, 13))),
                extension(row, name));
    }

    private Optional<CatalogueTable.OwningExtension> extension(
            List<Optional<String>> row, CatalogueTable.RelationName name) throws PortException {
        Optional<String> extension = row.get(14);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        boolean stored = isTrue(row, 15);
        Optional<String> usersOwn = row.get(16);
        boolean holdsRows = stored && (usersOwn.isEmpty() || (countsRows && hasRows(name, usersOwn.get())));
        return Optional.of(new CatalogueTable.OwningExtension(extension.get(), holdsRows));
    }

    /** The condition is the extension's own; pg_dump selects user rows by it. */
    private boolean hasRows(CatalogueTable.RelationName name, String condition) throws PortException {
        return !session.query("SELECT FROM " + name.quotedName() + " WHERE " + condition + " LIMIT 1", List.of())
                .isEmpty();
    }

    private Map<String, List<Column>> columns() throws PortException {
        Map<String, List<String>> leaves = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.LEAVES)) {
            leaves.put(text(row, 0), list(row, 1));
        }
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.COLUMNS)) {
            ColumnType type = new ColumnType(
                    text(row, 2),
                    text(row, 3),
                    row.get(4).map(Integer::valueOf),
                    list(row, 7),
                    row.get(8),
                    isTrue(row, 9),
                    leaves.getOrDefault(text(row, 10), List.of()));
            columns.computeIfAbsent(text(row, 0), oid -> new ArrayList<>())
                    .add(new Column(
                            text(row, 1), type, isTrue(row, 5), isTrue(row, 6), list(row, 11), isTrue(row, 12)));
        }
        return columns;
    }

    private Map<String, CatalogueTable.TableKeys> keys() throws PortException {
        Map<String, CatalogueTable.TableKeys> keys = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.UNIQUES)) {
            CatalogueTable.TableKeys before =
                    keys.getOrDefault(text(row, 0), new CatalogueTable.TableKeys(List.of(), List.of(), List.of()));
            keys.put(
                    text(row, 0),
                    new CatalogueTable.TableKeys(
                            isTrue(row, 1) ? list(row, 3) : before.primary(),
                            append(before.uniques(), list(row, 4)),
                            isTrue(row, 2) ? append(before.rowKeys(), list(row, 3)) : before.rowKeys()));
        }
        return keys;
    }

    private static List<List<String>> append(List<List<String>> lists, List<String> one) {
        List<List<String>> longer = new ArrayList<>(lists);
        longer.add(one);
        return longer;
    }

    private List<Catalogue.ForeignKey> foreignKeys() throws PortException {
        List<Catalogue.ForeignKey> keys = new ArrayList<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.FOREIGN_KEYS)) {
            keys.add(new Catalogue.ForeignKey(
                    text(row, 0), text(row, 1), list(row, 3), text(row, 2), list(row, 4), isTrue(row, 5)));
        }
        return keys;
    }

    private List<Catalogue.CheckConstraint> checks() throws PortException {
        List<Catalogue.CheckConstraint> checks = new ArrayList<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.CHECKS)) {
            checks.add(new Catalogue.CheckConstraint(
                    text(row, 0), text(row, 1), list(row, 3), text(row, 2), isTrue(row, 4)));
        }
        return checks;
    }

    private List<Catalogue.MaterializedView> views() throws PortException {
        List<Catalogue.MaterializedView> views = new ArrayList<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.VIEWS)) {
            views.add(new Catalogue.MaterializedView(
                    CatalogueTable.RelationName.of(text(row, 0), text(row, 1)),
                    list(row, 4),
                    text(row, 2),
                    isTrue(row, 3)));
        }
        return views;
    }

    private List<Catalogue.ServerDatabase> databases() throws PortException {
        List<Catalogue.ServerDatabase> databases = new ArrayList<>();
        for (List<Optional<String>> row : rows(CatalogueQueries.DATABASES)) {
            databases.add(new Catalogue.ServerDatabase(text(row, 0), isTrue(row, 1)));
        }
        return databases;
    }

    private List<List<Optional<String>>> rows(String query) throws PortException {
        return session.query(CatalogueQueries.fill(query, masterUser), List.of());
    }

    private static String text(List<Optional<String>> row, int column) {
        return row.get(column).orElse("");
    }

    private static List<String> list(List<Optional<String>> row, int column) {
        return row.get(column).map(joined -> List.of(joined.split(SEPARATOR))).orElse(List.of());
    }

    private static boolean isTrue(List<Optional<String>> row, int column) {
        return text(row, column).equals("t");
    }
}
