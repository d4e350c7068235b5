package dev.runbook.modules.sql.catalogue;

/**
 * The queries of {@link CatalogueReader}. Lists are returned as one text, joined by U+001F. No query reads a user
 * table.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalogs.html">System catalogs</a>
 */
final class CatalogueQueries {

    /** Placeholder for the name of the master user as an SQL literal. */
    static final String MASTER = ":master";

    private static final String SCHEMAS =
            "n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', '_runbook')";

    /** User relations: no system schemas, no partitions, not the schema {@code _runbook}. */
    private static final String RELATIONS = SCHEMAS + " AND NOT c.relispartition";

    private static final String TABLE_KINDS = "c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'";

    /** A table, and its partitions at all levels. */
    private static final String TREE =
            "(SELECT c.oid AS relid UNION SELECT relid FROM pg_partition_tree(c.oid)) AS tree";

    private static final String ONE_MASTER = """
            (SELECT r.oid, r.rolsuper, r.rolbypassrls FROM pg_roles r WHERE r.rolname IN (:master, current_user)
              ORDER BY r.rolname = :master DESC LIMIT 1) AS m
            """;

    static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.relkind,
              CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(greatest(l.reltuples, 0)), 0)::bigint
                  FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid WHERE p.isleaf)
                ELSE c.reltuples::bigint END,
              (SELECT string_agg(t.tgname, E'\\x1f') FROM pg_trigger t WHERE t.tgrelid = c.oid
                AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 16 > 0),
              (SELECT string_agg(t.tgname, E'\\x1f') FROM pg_trigger t WHERE t.tgrelid = c.oid
                AND NOT t.tgisinternal AND t.tgenabled IN ('A', 'R') AND t.tgtype & 16 > 0),
              EXISTS (SELECT FROM pg_inherits h WHERE c.relkind <> 'p' AND (h.inhparent = c.oid OR h.inhrelid = c.oid)),
              (SELECT min(tree.relid::regclass::text) FROM %TREE%
                JOIN pg_attribute own ON own.attrelid = c.oid AND own.attnum > 0 AND NOT own.attisdropped
                JOIN pg_attribute part ON part.attrelid = tree.relid AND part.attname = own.attname
                WHERE part.attnum <> own.attnum),
              EXISTS (SELECT FROM %TREE% JOIN pg_attribute a ON a.attrelid = tree.relid
                AND a.attnum > 0 AND a.attisdropped),
              coalesce((SELECT min(pg_get_userbyid(l.relowner)) FROM %TREE% JOIN pg_class l ON l.oid = tree.relid
                WHERE NOT pg_has_role(m.oid, l.relowner, 'USAGE')), pg_get_userbyid(c.relowner)),
              NOT EXISTS (SELECT FROM %TREE% JOIN pg_class l ON l.oid = tree.relid
                WHERE NOT pg_has_role(m.oid, l.relowner, 'USAGE')),
              has_schema_privilege(m.oid, n.oid, 'USAGE') AND has_table_privilege(m.oid, c.oid, 'SELECT'),
              CASE WHEN NOT c.relrowsecurity OR m.rolsuper OR m.rolbypassrls THEN 'NONE'
                WHEN NOT pg_has_role(m.oid, c.relowner, 'USAGE') THEN 'FILTERS'
                WHEN c.relforcerowsecurity THEN 'FORCED' ELSE 'NONE' END,
              x.extname,
              coalesce((SELECT sum(pg_relation_size(tree.relid)) FROM %TREE%), 0) > 0,
              nullif(regexp_replace(x.extcondition[array_position(x.extconfig, c.oid)], '^\\s*WHERE\\s+', '', 'i'), '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN %MASTER%
              LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
              LEFT JOIN pg_extension x ON x.oid = e.refobjid
            WHERE %KINDS% AND %RELATIONS% ORDER BY n.nspname, c.relname
            """;

    static final String COLUMNS = """
            SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), b.typname,
              CASE WHEN b.typname IN ('varchar', 'bpchar') THEN nullif(base.typmod, -1) - 4 END,
              a.attnotnull OR base.required, a.attidentity = 'a',
              (SELECT string_agg(e.enumlabel, E'\\x1f' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid),
              (SELECT quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
                FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
                WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation),
              b.typname = 'citext' OR EXISTS (SELECT FROM pg_collation co
                WHERE co.oid = a.attcollation AND NOT co.collisdeterministic),
              a.atttypid,
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
                OR EXISTS (SELECT FROM %TREE% JOIN pg_partitioned_table pt ON pt.partrelid = tree.relid
                  JOIN pg_attribute part ON part.attrelid = tree.relid AND part.attname = a.attname
                  WHERE part.attnum = ANY (pt.partattrs))
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              JOIN pg_type t ON t.oid = a.atttypid
              CROSS JOIN LATERAL (WITH RECURSIVE below(oid, typmod, required, depth) AS (
                  SELECT a.atttypid, a.atttypmod, false, 0
                  UNION ALL SELECT d.typbasetype, d.typtypmod, below.required OR d.typnotnull, below.depth + 1
                    FROM below JOIN pg_type d ON d.oid = below.oid AND d.typtype = 'd')
                SELECT oid, typmod, required FROM below ORDER BY depth DESC LIMIT 1) AS base
              JOIN pg_type b ON b.oid = base.oid
            WHERE %KINDS% AND %RELATIONS% ORDER BY c.oid, a.attnum
            """;

    /** The basic types that values consist of, by column type. */
    static final String LEAVES = """
            WITH RECURSIVE part(root, type) AS (
              SELECT DISTINCT a.atttypid, a.atttypid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE %KINDS% AND %RELATIONS%
              UNION SELECT part.root, below.oid FROM part JOIN pg_type t ON t.oid = part.type CROSS JOIN LATERAL (
                SELECT t.typbasetype AS oid WHERE t.typtype = 'd'
                UNION ALL SELECT t.typelem WHERE t.typtype = 'b' AND t.typcategory = 'A'
                UNION ALL SELECT f.atttypid FROM pg_attribute f WHERE t.typtype = 'c' AND f.attrelid = t.typrelid
                  AND f.attnum > 0 AND NOT f.attisdropped
                UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid) AS below)
            SELECT part.root, string_agg(DISTINCT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'm' THEN 'multirange'
                ELSE t.typname END, E'\\x1f')
              FROM part JOIN pg_type t ON t.oid = part.type
              WHERE t.typtype NOT IN ('d', 'c', 'r') AND NOT (t.typtype = 'b' AND t.typcategory = 'A')
              GROUP BY part.root
            """;

    /** The columns of each unique or exclusion index, including those in expressions and conditions. */
    static final String UNIQUES = """
            SELECT c.oid, i.indisprimary,
              i.indisunique AND i.indisvalid AND i.indimmediate AND i.indexprs IS NULL AND i.indpred IS NULL
                AND NOT EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
                  AND NOT k.attnotnull),
              (SELECT string_agg(k.attname, E'\\x1f' ORDER BY key.place)
                FROM unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS key(number, place)
                JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = key.number),
              (SELECT string_agg(DISTINCT a.attname, E'\\x1f') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
                AND (a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
                  OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
                    AND NOT (a.attnum = ANY (i.indkey)))))
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE (i.indisunique OR i.indisexclusion) AND %RELATIONS% ORDER BY c.oid, i.indisprimary DESC, i.indexrelid
            """;

    static final String FOREIGN_KEYS = """
            SELECT k.conname, n.nspname || '.' || c.relname, fn.nspname || '.' || f.relname,
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number),
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY u.place) FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
                JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = u.number),
              k.convalidated
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
            WHERE k.contype = 'f' AND k.conparentid = 0 AND %RELATIONS% ORDER BY 2, 1
            """;

    /** CHECK constraints of tables and of the domains of their columns, at all levels. */
    static final String CHECKS = """
            WITH RECURSIVE below(relid, attname, type) AS (
              SELECT c.oid, a.attname, a.atttypid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE %KINDS% AND %RELATIONS%
              UNION SELECT below.relid, below.attname, d.typbasetype FROM below
                JOIN pg_type d ON d.oid = below.type AND d.typtype = 'd')
            SELECT k.conname, n.nspname || '.' || c.relname, pg_get_expr(k.conbin, k.conrelid),
                (SELECT string_agg(a.attname, E'\\x1f') FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)), false
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE k.contype = 'c' AND k.conkey IS NOT NULL AND %RELATIONS%
            UNION ALL SELECT k.conname, n.nspname || '.' || c.relname, pg_get_expr(k.conbin, 0), below.attname, true
              FROM below JOIN pg_constraint k ON k.contypid = below.type AND k.contype = 'c'
                JOIN pg_class c ON c.oid = below.relid JOIN pg_namespace n ON n.oid = c.relnamespace
            ORDER BY 2, 1, 4
            """;

    static final String VIEWS = """
            SELECT n.nspname, c.relname, pg_get_userbyid(c.relowner), pg_has_role(m.oid, c.relowner, 'USAGE'),
              (SELECT string_agg(a.attname, E'\\x1f' ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN %MASTER%
            WHERE c.relkind = 'm' AND c.relispopulated AND %RELATIONS% ORDER BY c.oid
            """;

    static final String LARGE_OBJECTS = "SELECT count(*) FROM pg_largeobject_metadata";

    static final String STATEMENT_STATISTICS = "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'";

    /** {@code rdsadmin} belongs to RDS and accepts no user connections; {@code template0} never changes. */
    static final String DATABASES = """
            SELECT datname, datallowconn FROM pg_database
            WHERE datname <> 'rdsadmin' AND (datallowconn OR datname <> 'template0') ORDER BY datname
            """;

    private CatalogueQueries() {}

    /** A query with its placeholders replaced. */
    static String fill(String query, String master) {
        return query.replace("%MASTER%", ONE_MASTER)
                .replace("%TREE%", TREE)
                .replace("%KINDS%", TABLE_KINDS)
                .replace("%RELATIONS%", RELATIONS)
                .replace(MASTER, Sql.text(master));
    }
}
