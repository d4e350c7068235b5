package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
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
class LeftoverDataTest {

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
    private static TestPostgresServer server;

    private MaskingFixture fixture;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @BeforeEach
    void people() {
        fixture = MaskingFixture.create(server);
        fixture.execute(PEOPLE);
    }

    private String failureMessage(String rules) {
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.mask(rules));
        assertThat(failed).as("nothing was found").isNotNull();
        return failed.getMessage();
    }

    private List<String> planProblems(String rules) {
        ModuleException refused = catchThrowableOfType(ModuleException.class, () -> fixture.plan(rules));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused.problems().isEmpty()
                ? List.of(refused.getMessage())
                : refused.problems().stream()
                        .map(problem -> problem.code() + " " + problem.summary() + " / " + problem.hint())
                        .toList();
    }

    private void maskAndVerify(String rules) throws Exception {
        fixture.mask(rules);
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
    }

    private static String addTableRule(String table) {
        return RULES + "  " + table + "\n";
    }

    @Test
    void anotherDatabaseOfTheServerThatHoldsATableNeedsRules() throws Exception {
        fixture.executeIn("postgres", "CREATE TABLE left_behind (email text)");
        try {
            assertThat(planProblems(RULES))
                    .singleElement()
                    .asString()
                    .contains(
                            "no rules for postgres: it holds public.left_behind; it would stay unmasked in the clone");
        } finally {
            fixture.executeIn("postgres", "DROP TABLE left_behind");
        }
        fixture.executeIn("template1", "CREATE TABLE by_mistake (email text)");
        try {
            assertThat(planProblems(RULES))
                    .singleElement()
                    .asString()
                    .contains("template1: it holds public.by_mistake");
        } finally {
            fixture.executeIn("template1", "DROP TABLE by_mistake");
        }
        fixture.executeIn("postgres", "CREATE DATABASE closed ALLOW_CONNECTIONS false");
        try {
            assertThat(planProblems(RULES)).singleElement().asString().contains("closed: it accepts no connections");
        } finally {
            fixture.executeIn("postgres", "DROP DATABASE closed");
        }
        maskAndVerify(RULES);
    }

    @Test
    void aDatabaseThatGetsATableAfterThePlanIsFoundBeforeAnythingIsMasked() throws Exception {
        var plan = fixture.plan(RULES);
        fixture.executeIn("postgres", "CREATE TABLE too_late (email text)");
        try {
            PortException failed = catchThrowableOfType(
                    PortException.class, () -> plan.changes().get(0).apply(fixture.ports()));
            assertThat(failed).hasMessageContaining("no rules for postgres: it holds public.too_late");
            assertThat(fixture.query("SELECT count(*) FROM pg_namespace WHERE nspname = '_runbook'"))
                    .isEqualTo("0");
        } finally {
            fixture.executeIn("postgres", "DROP TABLE too_late");
        }
    }

    @Test
    void aTableOfAnExtensionNeedsRulesOnlyWhenItHoldsRows() throws Exception {
        fixture.execute(
                "CREATE EXTENSION hstore",
                "CREATE TABLE job (id int, command text)",
                "ALTER EXTENSION hstore ADD TABLE job");
        maskAndVerify(RULES);
        fixture = MaskingFixture.create(server);
        fixture.execute(
                PEOPLE,
                "CREATE EXTENSION hstore",
                "CREATE TABLE job (id int, command text)",
                "INSERT INTO job SELECT id, email FROM people",
                "ALTER EXTENSION hstore ADD TABLE job");
        assertThat(planProblems(RULES))
                .singleElement()
                .asString()
                .contains(
                        "public.job.command (text) has no rule; the table belongs to extension hstore and holds rows");
        maskAndVerify(addTableRule("public.job: truncate"));
        assertThat(fixture.query("SELECT count(*) FROM job")).isEqualTo("0");
    }

    @Test
    void rowsThatAnExtensionHasBroughtAlongNeedNoRules() throws Exception {
        String marked = "UPDATE pg_extension SET extconfig = ARRAY['codes'::regclass::oid],"
                + " extcondition = ARRAY['WHERE id >= 1000'] WHERE extname = 'hstore'";
        fixture.execute(
                "CREATE EXTENSION hstore",
                "CREATE TABLE codes (id int, word text)",
                "INSERT INTO codes VALUES (1, 'shipped')",
                "ALTER EXTENSION hstore ADD TABLE codes",
                marked);
        maskAndVerify(RULES);
        fixture = MaskingFixture.create(server);
        fixture.execute(
                PEOPLE,
                "CREATE EXTENSION hstore",
                "CREATE TABLE codes (id int, word text)",
                "INSERT INTO codes VALUES (1, 'shipped'), (1000, 'someone9@corp.example')",
                "ALTER EXTENSION hstore ADD TABLE codes",
                marked);
        assertThat(planProblems(RULES)).singleElement().asString().contains("public.codes.word (text) has no rule");
    }

    @Test
    void theStatisticsOfMaterialisedViewsAreMadeAnew() throws Exception {
        fixture.execute("CREATE MATERIALIZED VIEW contacts AS SELECT name, email FROM people", "ANALYZE");
        assertThat(fixture.query("SELECT histogram_bounds FROM pg_stats WHERE tablename = 'contacts'"))
                .contains("corp.example", "Nachname");
        maskAndVerify(RULES);
        assertThat(fixture.query("SELECT histogram_bounds FROM pg_stats WHERE tablename = 'contacts'"))
                .contains("example.test")
                .doesNotContain("corp.example", "Nachname");
    }

    @Test
    void statisticsThatOutliveTheirRowsAreFoundOnEveryKindOfRelation() {
        fixture.execute(
                "CREATE MATERIALIZED VIEW contacts AS SELECT email FROM people",
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS 0",
                "CREATE INDEX ON people ((lower(email)))",
                "CREATE STATISTICS pairs (mcv) ON name, phone FROM people",
                "ANALYZE people",
                "CREATE VIEW seen AS SELECT email, name, phone FROM people");
        // Statistics that no later ANALYZE updates remain.
        fixture.execute(
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS -1",
                "ANALYZE contacts",
                "ALTER MATERIALIZED VIEW contacts ALTER email SET STATISTICS 0",
                "ALTER INDEX people_lower_idx ALTER 1 SET STATISTICS 0",
                "ALTER STATISTICS pairs SET STATISTICS 0");
        assertThat(failureMessage(RULES))
                .contains("materialised view public.contacts: the server's statistics of email hold 60 values");
        assertThat(fixture.report())
                .contains("statistics of public.pairs (extended)", "statistics of public.people_lower_idx (lower)");
    }

    @Test
    void deadRowsFreeSpaceAndDroppedColumnsAreGoneFromTheFiles() throws Exception {
        fixture.execute(
                "CREATE VIEW seen AS SELECT email, name, phone FROM people",
                "CREATE TABLE letters (id int PRIMARY KEY, person int REFERENCES people ON DELETE CASCADE, body text)",
                "INSERT INTO letters SELECT i, i, repeat('Liebe Canaryletter' || i || ' ', 300) FROM generate_series(1, 60) i",
                "CREATE TABLE codes (id int PRIMARY KEY, word text, secret text)",
                "INSERT INTO codes SELECT i, 'word', 'Canarydropped' || i FROM generate_series(1, 60) i",
                "ALTER TABLE codes DROP secret",
                "UPDATE people SET name = 'Canarydead' || id WHERE id < 10",
                "ANALYZE");
        maskAndVerify(RULES.replace("    columns: {email", "    delete_where: id > 55\n    columns: {email")
                + "  public.letters: {columns: {person: keep, body: text}}\n"
                + "  public.codes: {columns: {word: keep}}\n");
        assertThat(fixture.query("SELECT count(*) FROM letters")).isEqualTo("55");
        String oid = fixture.query("SELECT oid FROM pg_database WHERE datname = 'shop'");
        assertThat(server.filesWith(oid, "Canaryletter", "Canarydropped", "Canarydead", "someone9@corp", "Nachname"))
                .isEmpty();
    }

    @Test
    void originalsInObjectsBesidesTablesAreFoundAndCanBeAllowedWithAReason() throws Exception {
        Map<String, String> objects = objects();
        objects.values().forEach(fixture::execute);

        failureMessage(RULES);
        assertThat(objects.keySet())
                .allSatisfy(object -> assertThat(fixture.report()).contains('"' + object));
        assertThat(fixture.report()).doesNotContain("someone7", "Vorname7");

        StringBuilder allowed = new StringBuilder(RULES + "objects:\n");
        objects.keySet().forEach(object -> allowed.append("  - {match: \"" + object + "*\", why: for this test}\n"));
        maskAndVerify(allowed.toString());
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
