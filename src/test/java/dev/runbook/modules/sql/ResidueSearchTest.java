package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A search for originals: a schema with every type and object that can contain data has an original in each place and
 * is masked by rules generated from the catalogue. Then the test searches everything on the server for originals: the
 * rows of every relation, the catalogue, the statistics, the log, and the files of the stopped server. It omits the
 * write-ahead log, which RDS users cannot read and which is not kept without backups.
 */
@Tag("slow")
class ResidueSearchTest {

    private static final int ROWS = 200;

    /** Originals contain the word canary, or are numbers, addresses and identifiers of a form that occurs nowhere else. */
    private static final Pattern ORIGINAL =
            Pattern.compile("canary[0-9]+x|491510000[0-9]{3}|81[.]2[.]69[.][0-9]+|feedface-");

    /** Columns by name: their type, and the original of row {@code i} as SQL. */
    private static final Map<String, List<String>> COLUMNS = columns();

    @AutoClose
    private static TestPostgresServer server;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start(
                "logging_collector=on",
                "log_directory=log",
                "shared_preload_libraries=pg_stat_statements",
                "autovacuum=off");
    }

    @Test
    void noOriginalIsLeftAnywhere() throws Exception {
        MaskingFixture fixture = MaskingFixture.create(server);
        fixture.execute(schema());
        assertThat(originals(dump(fixture))).as("the hunt finds what is there").hasSizeGreaterThan(100);

        fixture.mask(rules(fixture));

        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
        assertThat(originals(dump(fixture)))
                .as("rows of relations, catalogue and statistics")
                .isEmpty();
        assertThat(originals(fixture.report())).as("the report").isEmpty();
        assertThat(originals(server.log())).as("the server's log").isEmpty();
        String database = fixture.query("SELECT oid FROM pg_database WHERE datname = 'shop'");
        server.stop();
        assertThat(server.filesMatching(ORIGINAL))
                .as("files of the stopped server, database " + database)
                .isEmpty();
    }

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("plain", List.of("text", "'canary' || i || 'x'"));
        columns.put("limited", List.of("varchar(60)", "'canary' || i || 'x'"));
        columns.put("padded", List.of("char(40)", "'canary' || i || 'x'"));
        columns.put("folded", List.of("citext", "'Canary' || i || 'x canary' || i || 'x'"));
        columns.put("of_domain", List.of("outer_words", "'canary' || i || 'x'"));
        columns.put("long", List.of("text", "repeat('canary' || i || 'x and more ', 400)"));
        columns.put(
                "document", List.of("jsonb", "jsonb_build_object('a', 'canary' || i || 'x', 'canary' || i || 'x', 1)"));
        columns.put("old_document", List.of("json", "json_build_array('canary' || i || 'x')"));
        columns.put("words", List.of("text[]", "ARRAY['canary' || i || 'x']"));
        columns.put("folded_words", List.of("citext[]", "ARRAY['canary' || i || 'x']::citext[]"));
        columns.put("documents", List.of("jsonb[]", "ARRAY[to_jsonb('canary' || i || 'x')]"));
        columns.put("composite", List.of("pair", "ROW('canary' || i || 'x', i)::pair"));
        columns.put("range", List.of("wordrange", "wordrange('canary' || i || 'x', NULL)"));
        columns.put("bytes", List.of("bytea", "convert_to('canary' || i || 'x', 'UTF8')"));
        columns.put("lexemes", List.of("tsvector", "to_tsvector('simple', 'canary' || i || 'x')"));
        columns.put("markup", List.of("xml", "('<a>canary' || i || 'x</a>')::xml"));
        columns.put("pairs", List.of("hstore", "hstore('a', 'canary' || i || 'x')"));
        columns.put("path", List.of("ltree", "('canary' || i || 'x')::ltree"));
        columns.put("number", List.of("bigint", "491510000000 + i"));
        columns.put("amount", List.of("numeric", "491510000000 + i"));
        columns.put("numbers", List.of("bigint[]", "ARRAY[491510000000 + i]"));
        columns.put("identifier", List.of("uuid", "('feedface-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid"));
        columns.put("network", List.of("inet", "('81.2.69.' || i % 256)::inet"));
        return columns;
    }

    private static String list(String table) {
        StringBuilder columns = new StringBuilder();
        COLUMNS.forEach(
                (name, type) -> columns.append(", ").append(name).append(' ').append(type.get(0)));
        return "CREATE TABLE " + table + " (id int NOT NULL" + columns;
    }

    private static String fill(String table) {
        List<String> values = new ArrayList<>();
        COLUMNS.values().forEach(type -> values.add(type.get(1)));
        return "INSERT INTO " + table + " (id, " + String.join(", ", COLUMNS.keySet()) + ") SELECT i, "
                + String.join(", ", values) + " FROM generate_series(1, " + ROWS + ") i;";
    }

    private static String schema() {
        return "CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION pg_stat_statements;"
                + "CREATE TYPE pair AS (word text, number int); CREATE TYPE wordrange AS RANGE (subtype = text);"
                + "CREATE DOMAIN inner_words AS varchar(80); CREATE DOMAIN outer_words AS inner_words; CREATE SCHEMA \"Odd Name\";"
                + list("plain_rows") + ", gone text, PRIMARY KEY (id));" + fill("plain_rows")
                + "UPDATE plain_rows SET gone = 'canary' || id || 'x'; ALTER TABLE plain_rows DROP gone;"
                + "CREATE INDEX ON plain_rows ((lower(plain))); CREATE INDEX ON plain_rows (plain) WHERE id > 7;"
                + "CREATE INDEX ON plain_rows USING gin (words); CREATE STATISTICS together (mcv) ON plain, limited FROM plain_rows;"
                + list("viewed") + ", upper text GENERATED ALWAYS AS (upper(plain)) STORED, PRIMARY KEY (id));"
                + fill("viewed")
                + "CREATE VIEW seen AS SELECT * FROM viewed; CREATE MATERIALIZED VIEW stored AS SELECT * FROM viewed;"
                + "CREATE TABLE history (at timestamptz DEFAULT now(), old jsonb);"
                + "CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO history (old) VALUES (to_jsonb(OLD));"
                + " RETURN NEW; END'; CREATE TRIGGER remember BEFORE UPDATE ON viewed FOR EACH ROW EXECUTE FUNCTION remember();"
                + "UPDATE viewed SET plain = plain WHERE id < 20;"
                + list("\"Odd Name\".\"T able\"") + ");" + fill("\"Odd Name\".\"T able\"")
                + list("parts") + ", PRIMARY KEY (id)) PARTITION BY RANGE (id);"
                + "CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (MINVALUE) TO (50);"
                + "CREATE TABLE parts_high (gone int, LIKE parts INCLUDING ALL); ALTER TABLE parts_high DROP gone;"
                + "ALTER TABLE parts ATTACH PARTITION parts_high FOR VALUES FROM (50) TO (MAXVALUE);" + fill("parts")
                + list("hidden") + ", PRIMARY KEY (id)); CREATE VIEW unhidden AS SELECT plain FROM hidden;"
                + fill("hidden")
                + "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; ALTER TABLE hidden FORCE ROW LEVEL SECURITY;"
                + "CREATE UNLOGGED TABLE fleeting AS SELECT * FROM plain_rows;"
                + "CREATE TABLE owners (login text PRIMARY KEY); INSERT INTO owners SELECT 'canary' || i || 'x' FROM generate_series(1, 50) i;"
                + "CREATE TABLE owned (id int PRIMARY KEY, login text REFERENCES owners ON UPDATE CASCADE);"
                + "INSERT INTO owned SELECT i, 'canary' || i || 'x' FROM generate_series(1, 50) i;"
                + "DELETE FROM plain_rows WHERE id > " + (ROWS - 10)
                + "; UPDATE parts SET limited = 'canary0x' WHERE id < 9; ANALYZE";
    }

    /** One strategy for each type that has one, NULL for the others; tables of copies are truncated. */
    private static String rules(MaskingFixture fixture) {
        StringBuilder rules = new StringBuilder(
                "keep: [{match: \"*.*.id\", why: keys}, {types: [timestamp with time zone], why: times}]\n");
        rules.append("tables:\n  public.history: truncate\n");
        String tables = fixture.query(
                "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_|^information' AND c.relname <> 'history'");
        for (String table : tables.split("\n")) {
            rules.append("  ").append(table).append(":\n    columns:\n");
            String names =
                    fixture.query("SELECT a.attname || '|' || format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
                            + " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.attnum > 0"
                            + " AND NOT a.attisdropped AND a.attgenerated = '' AND a.attname <> 'id' AND n.nspname || '.' || c.relname = '"
                            + table + "'");
            for (String column : names.split("\n")) {
                rules.append("      ")
                        .append(column.substring(0, column.indexOf('|')))
                        .append(": ")
                        .append(mask(column.substring(column.indexOf('|') + 1)))
                        .append('\n');
            }
        }
        return rules.toString();
    }

    private static String mask(String type) {
        return switch (type) {
            case "text", "citext" -> "hash";
            case "character varying(60)", "outer_words" -> "{mask: email, unique: true}";
            case "character(40)" -> "person";
            case "uuid", "bigint" -> "hash";
            case "jsonb" -> "{mask: json, paths: {a: text}}";
            case "json" -> "{mask: json, paths: {\"[]\": hash}}";
            case "inet" -> "{mask: literal, value: 192.0.2.1}";
            case "text[]" -> "{mask: literal, value: \"{}\"}";
            default -> "'null'";
        };
    }

    /** Every row of every readable relation, including system relations, and the values of large objects. */
    private static String dump(MaskingFixture fixture) {
        StringBuilder dump = new StringBuilder();
        String relations = fixture.query(
                "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind IN ('r', 'm', 'v') AND c.relname !~ '^pg_(stat|statio)_(all|user|sys|xact|gss|ssl)|^pg_shmem|pg_hba|pg_ident'");
        for (String relation : relations.split("\n")) {
            dump.append(fixture.query("SELECT t::text FROM " + relation + " t")).append('\n');
        }
        return dump.toString();
    }

    private static List<String> originals(String text) {
        List<String> found = new ArrayList<>();
        var matcher = ORIGINAL.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
