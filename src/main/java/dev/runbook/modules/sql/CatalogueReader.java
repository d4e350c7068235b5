package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the catalogue of a PostgreSQL database; needs no right but to connect, and reads no row of any table. */
final class CatalogueReader {

    private static final String SEPARATOR = "\u001f";

    /** Relations of the user: no system schema, nothing that belongs to an extension, no partitions, not our own. */
    private static final String OURS = """
            n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', '_runbook')
              AND NOT c.relispartition
              AND NOT EXISTS (SELECT FROM pg_depend e
                WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
            """;

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind,
              CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(greatest(l.reltuples, 0)), 0)::bigint
                  FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid WHERE p.isleaf)
                ELSE c.reltuples::bigint END,
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY k.place)
                FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(number, place), pg_attribute a
                WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.number),
              (SELECT string_agg(t.tgname, E'\\x1f') FROM pg_trigger t WHERE t.tgrelid = c.oid
                AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 16 > 0),
              (SELECT string_agg(t.tgname, E'\\x1f') FROM pg_trigger t WHERE t.tgrelid = c.oid
                AND NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND t.tgtype & 16 > 0),
              EXISTS (SELECT FROM pg_inherits h WHERE c.relkind <> 'p' AND (h.inhparent = c.oid OR h.inhrelid = c.oid))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND
            """ + OURS + " ORDER BY n.nspname, c.relname";

    private static final String COLUMNS = """
            SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), b.typname,
              CASE WHEN b.typname IN ('varchar', 'bpchar')
                THEN nullif(CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, -1) - 4 END,
              a.attnotnull OR t.typnotnull, a.attidentity = 'a',
              (SELECT string_agg(e.enumlabel, E'\\x1f' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid),
              (SELECT quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
                FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation),
              (SELECT string_agg(DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid), E'\\x1f')
                FROM pg_depend d JOIN pg_attribute da ON da.attrelid = d.refobjid AND da.attnum = d.refobjsubid
                WHERE d.refclassid = 'pg_class'::regclass AND da.attname = a.attname
                  AND (d.refobjid = c.oid OR (c.relkind = 'p' AND d.refobjid IN (SELECT relid FROM pg_partition_tree(c.oid))))
                  AND (d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
                      'pg_publication_rel'::regclass, 'pg_proc'::regclass)
                    OR d.classid = 'pg_attrdef'::regclass AND EXISTS (SELECT FROM pg_attrdef f
                      WHERE f.oid = d.objid AND (f.adrelid <> d.refobjid OR f.adnum <> d.refobjsubid)))
                  AND NOT (d.classid = 'pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger g
                      WHERE g.oid = d.objid AND g.tgisinternal))),
              EXISTS (SELECT FROM pg_depend d JOIN pg_partitioned_table pt ON pt.partrelid = d.objid
                WHERE c.relkind = 'p' AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                  AND d.objid = d.refobjid AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)
                OR EXISTS (SELECT FROM pg_partitioned_table pt WHERE pt.partrelid = c.oid AND a.attnum = ANY (pt.partattrs))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              JOIN pg_type t ON t.oid = a.atttypid
              JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND
            """ + OURS + " ORDER BY c.oid, a.attnum";

    /** The columns of each unique or exclusion index, those inside expressions and conditions included. */
    private static final String UNIQUES = """
            SELECT c.oid, i.indexrelid, string_agg(DISTINCT a.attname, E'\\x1f')
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey)
                OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum))
            WHERE (i.indisunique OR i.indisexclusion) AND
            """ + OURS + " GROUP BY c.oid, i.indexrelid ORDER BY 1, 2";

    private static final String FOREIGN_KEYS = """
            SELECT k.conname, n.nspname || '.' || c.relname, fn.nspname || '.' || f.relname,
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number),
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
                JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.number)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND
            """ + OURS + " ORDER BY 2, 1";

    private static final String CHECKS = """
            SELECT k.conname, n.nspname || '.' || c.relname, pg_get_expr(k.conbin, k.conrelid),
              (SELECT string_agg(a.attname, E'\\x1f') FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey))
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'c' AND k.conkey IS NOT NULL AND
            """ + OURS + " ORDER BY 2, 1";

    private static final String VIEWS = """
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm' AND c.relispopulated AND
            """ + OURS + " ORDER BY c.oid";

    private static final String DATABASES = """
            SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate
              AND datname NOT IN ('postgres', 'rdsadmin') ORDER BY datname
            """;

    private final Database.Session session;

    private CatalogueReader(Database.Session session) {
        this.session = session;
    }

    static Catalogue read(Database.Session session) throws PortException {
        CatalogueReader reader = new CatalogueReader(session);
        Map<String, List<Column>> columns = reader.columns();
        Map<String, List<List<String>>> uniques = reader.uniques();
        List<Table> tables = new ArrayList<>();
        for (List<Optional<String>> row : reader.rows(TABLES)) {
            String oid = text(row, 0);
            tables.add(table(row, columns.getOrDefault(oid, List.of()), uniques.getOrDefault(oid, List.of())));
        }
        List<String> views = new ArrayList<>();
        reader.rows(VIEWS).forEach(row -> views.add(text(row, 0)));
        List<String> databases = new ArrayList<>();
        reader.rows(DATABASES).forEach(row -> databases.add(text(row, 0)));
        long largeObjects = Long.parseLong(
                text(reader.rows("SELECT count(*) FROM pg_largeobject_metadata").get(0), 0));
        return new Catalogue(tables, reader.foreignKeys(), reader.checks(), views, largeObjects, databases);
    }

    private static Table table(List<Optional<String>> row, List<Column> columns, List<List<String>> uniques) {
        return new Table(
                text(row, 1),
                text(row, 2),
                text(row, 3),
                Long.parseLong(text(row, 4)),
                columns,
                list(row, 5),
                uniques,
                list(row, 6),
                list(row, 7),
                truth(row, 8));
    }

    private Map<String, List<Column>> columns() throws PortException {
        Map<String, List<Column>> columns = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows(COLUMNS)) {
            columns.computeIfAbsent(text(row, 0), oid -> new ArrayList<>())
                    .add(new Column(
                            text(row, 1),
                            text(row, 2),
                            text(row, 3),
                            row.get(4).map(Integer::valueOf),
                            truth(row, 5),
                            truth(row, 6),
                            list(row, 7),
                            row.get(8),
                            list(row, 9),
                            truth(row, 10)));
        }
        return columns;
    }

    private Map<String, List<List<String>>> uniques() throws PortException {
        Map<String, List<List<String>>> uniques = new LinkedHashMap<>();
        for (List<Optional<String>> row : rows(UNIQUES)) {
            uniques.computeIfAbsent(text(row, 0), oid -> new ArrayList<>()).add(list(row, 2));
        }
        return uniques;
    }

    private List<Catalogue.ForeignKey> foreignKeys() throws PortException {
        List<Catalogue.ForeignKey> keys = new ArrayList<>();
        for (List<Optional<String>> row : rows(FOREIGN_KEYS)) {
            keys.add(new Catalogue.ForeignKey(text(row, 0), text(row, 1), list(row, 3), text(row, 2), list(row, 4)));
        }
        return keys;
    }

    private List<Catalogue.Check> checks() throws PortException {
        List<Catalogue.Check> checks = new ArrayList<>();
        for (List<Optional<String>> row : rows(CHECKS)) {
            checks.add(new Catalogue.Check(text(row, 0), text(row, 1), list(row, 3), text(row, 2)));
        }
        return checks;
    }

    private List<List<Optional<String>>> rows(String sql) throws PortException {
        return session.query(sql, List.of());
    }

    private static String text(List<Optional<String>> row, int column) {
        return row.get(column).orElse("");
    }

    private static List<String> list(List<Optional<String>> row, int column) {
        return row.get(column).map(joined -> List.of(joined.split(SEPARATOR))).orElse(List.of());
    }

    private static boolean truth(List<Optional<String>> row, int column) {
        return text(row, column).equals("t");
    }
}
