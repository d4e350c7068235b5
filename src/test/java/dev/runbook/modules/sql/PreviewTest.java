package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.port.PortException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules that are tried on the target before production is cloned, on a real PostgreSQL. */
@Tag("slow")
class PreviewTest {

    private static final String RULES = """
            keep: [{match: "*.*.id", why: keys}]
            tables:
              public.people:
                columns: {email: {mask: email, unique: true}, name: person, profile: {mask: json, paths: {"[].a": keep}}}
              public.shippers: {columns: {phone: keep}}
              public.logs: {delete_where: id > 5, columns: {line: text}}
              public.to_come: {columns: {id: keep, word: text}}
            """;

    @AutoClose
    private static TestPostgresServer server;

    private MaskingFixture fixture;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @BeforeEach
    void target() {
        fixture = MaskingFixture.create(server);
        fixture.execute(
                "CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE, name varchar(40) CHECK (name <> ''),"
                        + " profile jsonb, size int GENERATED ALWAYS AS (length(name)) STORED)",
                "INSERT INTO people (email, name, profile) SELECT 'someone' || i || '@corp.example', 'Person ' || i, '[{\"a\": 1}]'"
                        + " FROM generate_series(1, 300) i",
                "CREATE TABLE shippers (id int PRIMARY KEY, phone text)",
                "INSERT INTO shippers SELECT i, 'none' FROM generate_series(1, 20) i",
                "CREATE TABLE logs (id int, line text) PARTITION BY RANGE (id)",
                "CREATE TABLE logs_all PARTITION OF logs DEFAULT",
                "INSERT INTO logs SELECT i, 'a line ' || i FROM generate_series(1, 20) i",
                "ANALYZE");
    }

    private String allRows() {
        return fixture.query("SELECT p::text FROM people p ORDER BY id")
                + fixture.query("SELECT l::text FROM logs l ORDER BY id")
                + fixture.query("SELECT count(*) FROM pg_namespace WHERE nspname IN ('_runbook')");
    }

    @Test
    void rulesThatHoldChangeNothingAndSaySo() throws Exception {
        String before = allRows();
        fixture.preview(RULES, 1000);
        assertThat(allRows()).isEqualTo(before);
        assertThat(fixture.lines()).containsExactly("tried on up to 1000 rows of each of 3 tables");
        assertThat(fixture.report())
                .contains("\"verdict\": \"\"", "\"tried_on\": \"stage\"")
                .doesNotContain("corp.example");
    }

    @Test
    void allMistakesOfAllTablesAreFoundAtOnceAndNothingIsChanged() {
        fixture.execute("UPDATE shippers SET phone = '+32 470 12 34 56' WHERE id = 3");
        String before = allRows();
        String rules = RULES.replace("name: person", "name: {mask: literal, value: ''}")
                .replace("\"[].a\"", "a");
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.preview(rules, 1000));
        assertThat(failed)
                .hasMessageContaining("the rules fail on the target's own rows")
                .hasMessageContaining("public.people: ", "none of its paths matches any of the 300 documents")
                .hasMessageContaining("public.shippers.phone is kept, and 1 of its values look like a phone number")
                .hasMessageContaining("nothing was changed");
        PortException check = catchThrowableOfType(
                PortException.class,
                () -> fixture.preview(RULES.replace("name: person", "name: {mask: literal, value: ''}"), 1000));
        assertThat(check).hasMessageContaining("people").hasMessageContaining("violates check constraint");
        assertThat(allRows()).isEqualTo(before);
    }
}
