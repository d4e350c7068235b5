package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.PostgresServer;
import dev.runbook.modules.ModuleException;
import dev.runbook.port.PortException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Places outside of masked columns where originals can remain, on a real PostgreSQL. */
@Tag("slow")
class LeakTest {

    private static final String PEOPLE =
            "CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, name text, phone text);"
                    + "INSERT INTO people SELECT i, 'someone' || i || '@corp.example', 'Vorname' || i || ' Nachname',"
                    + " '+49 151 2000' || 1000 + i FROM generate_series(1, 60) i; ANALYZE";

    private static final String RULES = """
            keep: [{match: "*.*.id", why: keys}]
            tables:
              public.people:
                columns: {email: {mask: email, unique: true}, name: person, phone: phone}
            """;

    @AutoClose
    private static PostgresServer server;

    private Clinic clinic;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @BeforeEach
    void people() {
        clinic = Clinic.on(server);
        clinic.run(PEOPLE);
    }

    private String found(String rules) {
        PortException failed = catchThrowableOfType(PortException.class, () -> clinic.mask(rules));
        assertThat(failed).as("nothing was found").isNotNull();
        return failed.getMessage();
    }

    private List<String> refused(String rules) {
        ModuleException refused = catchThrowableOfType(ModuleException.class, () -> clinic.plan(rules));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused.problems().isEmpty()
                ? List.of(refused.getMessage())
                : refused.problems().stream()
                        .map(problem -> problem.code() + " " + problem.summary() + " / " + problem.hint())
                        .toList();
    }

    private void verified(String rules) throws Exception {
        clinic.mask(rules);
        assertThat(clinic.report()).contains("\"verdict\": \"verified\"");
    }

    private static String with(String table) {
        return RULES + "  " + table + "\n";
    }

    @Test
    void anotherDatabaseOfTheServerThatHoldsATableNeedsRules() throws Exception {
        clinic.at("postgres", "CREATE TABLE left_behind (email text)");
        try {
            assertThat(refused(RULES))
                    .singleElement()
                    .asString()
                    .contains("no rules for postgres: it holds public.left_behind; it would stay unmasked in the clone");
        } finally {
            clinic.at("postgres", "DROP TABLE left_behind");
        }
        clinic.at("template1", "CREATE TABLE by_mistake (email text)");
        try {
            assertThat(refused(RULES)).singleElement().asString().contains("template1: it holds public.by_mistake");
        } finally {
            clinic.at("template1", "DROP TABLE by_mistake");
        }
        clinic.at("postgres", "CREATE DATABASE closed ALLOW_CONNECTIONS false");
        try {
            assertThat(refused(RULES)).singleElement().asString().contains("closed: it accepts no connections");
        } finally {
            clinic.at("postgres", "DROP DATABASE closed");
        }
        verified(RULES);
    }

    @Test
    void aDatabaseThatGetsATableAfterThePlanIsFoundBeforeAnythingIsMasked() throws Exception {
        var plan = clinic.plan(RULES);
        clinic.at("postgres", "CREATE TABLE too_late (email text)");
        try {
            PortException failed = catchThrowableOfType(
                    PortException.class, () -> plan.changes().get(0).apply(clinic.ports()));
            assertThat(failed).hasMessageContaining("no rules for postgres: it holds public.too_late");
            assertThat(clinic.ask("SELECT count(*) FROM pg_namespace WHERE nspname = '_runbook'"))
                    .isEqualTo("0");
        } finally {
            clinic.at("postgres", "DROP TABLE too_late");
        }
    }

    @Test
    void aTableOfAnExtensionNeedsRulesOnlyWhenItHoldsRows() throws Exception {
        clinic.run(
                "CREATE EXTENSION hstore",
                "CREATE TABLE job (id int, command text)",
                "ALTER EXTENSION hstore ADD TABLE job");
        verified(RULES);
        clinic = Clinic.on(server);
        clinic.run(
                PEOPLE,
                "CREATE EXTENSION hstore",
                "CREATE TABLE job (id int, command text)",
                "INSERT INTO job SELECT id, email FROM people",
                "ALTER EXTENSION hstore ADD TABLE job");
        assertThat(refused(RULES))
                .singleElement()
                .asString()
                .contains(
                        "public.job.command (text) has no rule; the table belongs to extension hstore and holds rows");
        verified(with("public.job: truncate"));
        assertThat(clinic.ask("SELECT count(*) FROM job")).isEqualTo("0");
    }

    @Test
    void rowsThatAnExtensionHasBroughtAlongNeedNoRules() throws Exception {
        String marked = "UPDATE pg_extension SET extconfig = ARRAY['codes'::regclass::oid],"
                + " extcondition = ARRAY['WHERE id >= 1000'] WHERE extname = 'hstore'";
        clinic.run(
                "CREATE EXTENSION hstore",
                "CREATE TABLE codes (id int, word text)",
                "INSERT INTO codes VALUES (1, 'shipped')",
                "ALTER EXTENSION hstore ADD TABLE codes",
                marked);
        verified(RULES);
        clinic = Clinic.on(server);
        clinic.run(
                PEOPLE,
                "CREATE EXTENSION hstore",
                "CREATE TABLE codes (id int, word text)",
                "INSERT INTO codes VALUES (1, 'shipped'), (1000, 'someone9@corp.example')",
                "ALTER EXTENSION hstore ADD TABLE codes",
                marked);
        assertThat(refused(RULES)).singleElement().asString().contains("public.codes.word (text) has no rule");
    }

    @Test
    void theStatisticsOfMaterialisedViewsAreMadeAnew() throws Exception {
        clinic.run("CREATE MATERIALIZED VIEW contacts AS SELECT name, email FROM people", "ANALYZE");
        assertThat(clinic.ask("SELECT histogram_bounds FROM pg_stats WHERE tablename = 'contacts'"))
                .contains("corp.example", "Nachname");
        verified(RULES);
        assertThat(clinic.ask("SELECT histogram_bounds FROM pg_stats WHERE tablename = 'contacts'"))
                .contains("example.test")
                .doesNotContain("corp.example", "Nachname");
    }

    @Test
    void statisticsThatOutliveTheirRowsAreFoundOnEveryKindOfRelation() {
        clinic.run(
                "CREATE MATERIALIZED VIEW contacts AS SELECT email FROM people",
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS 0",
                "CREATE INDEX ON people ((lower(email)))",
                "CREATE STATISTICS pairs (mcv) ON name, phone FROM people",
                "ANALYZE people",
                "CREATE VIEW seen AS SELECT email, name, phone FROM people");
        // Statistics that no later ANALYZE updates remain.
        clinic.run(
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS -1",
                "ANALYZE contacts",
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS 0",
                "ALTER INDEX people_lower_idx ALTER 1 SET STATISTICS 0",
                "ALTER STATISTICS pairs SET STATISTICS 0");
        assertThat(found(RULES))
                .contains("materialised view public.contacts: the server's statistics of email hold 60 values");
        assertThat(clinic.report())
                .contains("statistics of public.pairs (extended)", "statistics of public.people_lower_idx (lower)");
    }

    @Test
    void deadRowsFreeSpaceAndDroppedColumnsAreGoneFromTheFiles() throws Exception {
        clinic.run(
                "CREATE VIEW seen AS SELECT email, name, phone FROM people",
                "CREATE TABLE letters (id int PRIMARY KEY, person int REFERENCES people ON DELETE CASCADE, body text)",
                "INSERT INTO letters SELECT i, i, repeat('Liebe Canaryletter' || i || ' ', 300) FROM generate_series(1, 60) i",
                "CREATE TABLE codes (id int PRIMARY KEY, word text, secret text)",
                "INSERT INTO codes SELECT i, 'word', 'Canarydropped' || i FROM generate_series(1, 60) i",
                "ALTER TABLE codes DROP secret",
                "UPDATE people SET name = 'Canarydead' || id WHERE id < 10",
                "ANALYZE");
        verified(RULES.replace("    columns: {email", "    delete_where: id > 55\n    columns: {email")
                + "  public.letters: {columns: {person: keep, body: text}}\n"
                + "  public.codes: {columns: {word: keep}}\n");
        assertThat(clinic.ask("SELECT count(*) FROM letters")).isEqualTo("55");
        String oid = clinic.ask("SELECT oid FROM pg_database WHERE datname = 'shop'");
        assertThat(server.filesWith(oid, "Canaryletter", "Canarydropped", "Canarydead", "someone9@corp", "Nachname"))
                .isEmpty();
    }

    @Test
    void originalsInObjectsBesidesTablesAreFoundAndCanBeAllowedWithAReason() throws Exception {
        Map<String, String> objects = objects();
        objects.values().forEach(clinic::run);

        found(RULES);
        assertThat(objects.keySet())
                .allSatisfy(object -> assertThat(clinic.report()).contains('"' + object));
        assertThat(clinic.report()).doesNotContain("someone7", "Vorname7");

        StringBuilder allowed = new StringBuilder(RULES + "objects:\n");
        objects.keySet().forEach(object -> allowed.append("  - {match: \"" + object + "*\", why: for this test}\n"));
        verified(allowed.toString());
    }

    /** Statements that put an original into an object, by the name of the object. */
    private static Map<String, String> objects() {
        String him = "'someone7@corp.example'";
        Map<String, String> objects = new LinkedHashMap<>();
        objects.put(
                "comment on column name of table people", "COMMENT ON COLUMN people.name IS 'as Vorname7 Nachname'");
        objects.put("comment on database shop", "COMMENT ON DATABASE shop IS 'ask someone7@corp.example!'");
        objects.put(
                "default value for column phone of table people", "ALTER TABLE people ALTER phone SET DEFAULT " + him);
        objects.put("index special", "CREATE INDEX special ON people (id) WHERE email = " + him);
        objects.put(
                "constraint not_him on table orders",
                "CREATE TABLE orders (id int PRIMARY KEY CONSTRAINT not_him CHECK (id::text <> " + him + "))");
        objects.put("type boss", "CREATE TYPE boss AS ENUM ('none', 'vorname7 nachname')");
        objects.put("constraint mail_check", "CREATE DOMAIN mail AS text CHECK (VALUE <> " + him + ")");
        objects.put(
                "function boss()", "CREATE FUNCTION boss() RETURNS text LANGUAGE sql AS $$ SELECT text " + him + "$$");
        objects.put("view v", "CREATE VIEW v AS SELECT id FROM people WHERE email <> " + him);
        objects.put("policy p on table orders", "CREATE POLICY p ON orders USING (current_user <> " + him + ")");
        objects.put("rule tell on table orders", "CREATE RULE tell AS ON INSERT TO orders DO ALSO NOTIFY x, " + him);
        objects.put(
                "trigger t on table people",
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                        + "CREATE TRIGGER t AFTER INSERT ON people FOR EACH ROW WHEN (NEW.email = " + him
                        + ") EXECUTE FUNCTION f()");
        objects.put(
                "user mapping of public on elsewhere",
                "CREATE EXTENSION postgres_fdw; CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;"
                        + "CREATE USER MAPPING FOR public SERVER elsewhere OPTIONS (user " + him + ")");
        objects.put("materialized view kept", "SELECT 1");
        objects.put(
                "rows of materialised view public.kept",
                "CREATE MATERIALIZED VIEW kept AS SELECT 'of someone7@corp.example'::text AS who");
        return objects;
    }
}
