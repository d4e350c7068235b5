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

/** The verification finds values that the masking left or that were restored after it, on a real PostgreSQL. */
@Tag("slow")
class VerificationTest {

    private static final String PEOPLE = """
            CREATE TABLE people (id int PRIMARY KEY, login text NOT NULL, profile jsonb, old json);
            INSERT INTO people SELECT i, 'login-number-' || i, jsonb_build_object('serials',
                jsonb_build_array(md5('a' || i), md5('b' || i), null, 7), 'items', jsonb_build_array(
                  jsonb_build_object('tags', jsonb_build_array(md5('c' || i)), 'extra', 1), 'no object'),
                'contact', jsonb_build_object('phone', '+49 170 ' || 1000000 + i, 'fax', 'none'), 'remark', 'fine ' || i),
                json_build_object('mail', 'p' || i || '@corp.example', 'rest', i)
              FROM generate_series(1, 300) i;
            UPDATE people SET profile = '{"serials": "none", "items": {}, "contact": null}' WHERE id = 1;
            UPDATE people SET profile = '[1]', old = NULL WHERE id = 2;
            CREATE TABLE letters (id int PRIMARY KEY, body text, meta jsonb, labels text[]);
            INSERT INTO letters SELECT i, 'about nothing', '{"a": [{"b": "nothing"}]}', '{one,two}' FROM generate_series(1, 30) i;
            CREATE TABLE visits (id int PRIMARY KEY, place text NOT NULL);
            INSERT INTO visits SELECT i, 'secret place ' || i % 5 FROM generate_series(1, 200) i;
            ANALYZE
            """;

    private static final String RULES = """
            keep:
              - {match: "*.*.id", why: keys}
              - {match: "public.letters.*", why: harmless}
            tables:
              public.people:
                columns:
                  login: {mask: hash, length: 40}
                  profile:
                    mask: json
                    paths: {"serials[]": hash, "items[].tags[]": hash, contact.phone: phone, remark: keep}
                  old: {mask: json, paths: {mail: email}}
              public.visits: truncate
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

    private String failureMessage(String... harm) {
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.maskAndTamper(RULES, harm));
        assertThat(failed).as("nothing was found").isNotNull();
        assertThat(fixture.report()).contains("\"verdict\": \"failed\"");
        return failed.getMessage();
    }

    @Test
    void everyPathIsProvedThoseThroughListsToo() throws Exception {
        fixture.mask(RULES);

        assertThat(fixture.report())
                .contains("\"verdict\": \"verified\"")
                .containsPattern("\"profile.serials\\[]\": \\{\\s*\"mask\": \"hash\",\\s+\"not_of_the_mask\": 0,"
                        + "\\s+\"unchanged\": 0,\\s+\"compared_rows\": 300")
                .contains("\"profile.items[].tags[]\"", "\"profile.contact.phone\"", "\"profile.remark\"");
        assertThat(fixture.query("SELECT profile -> 'items', profile -> 'contact' FROM people WHERE id = 1"))
                .isEqualTo("null|null");
        assertThat(fixture.query("SELECT count(*) FROM people WHERE profile::text ~ 'extra|fax|no object|[+]49'"))
                .isEqualTo("0");
    }

    @Test
    void aKeyThatNoPathNamesIsFoundAtAnyDepth() {
        assertThat(failureMessage("UPDATE people SET profile = profile || '{\"secret\": 1}' WHERE id = 5"))
                .contains("public.people.profile: 1 documents have keys that no path names");
        people();
        assertThat(failureMessage(
                        "UPDATE people SET profile = jsonb_set(profile, '{items,0,extra}', '1') WHERE id IN (5, 6)"))
                .contains("public.people.profile: 2 documents have keys that no path names");
        people();
        assertThat(failureMessage("UPDATE people SET old = '[\"whatever\"]' WHERE id = 5"))
                .contains("public.people.old: 1 documents have keys that no path names");
    }

    @Test
    void aValueInAListThatIsOfAnotherFormIsFound() {
        assertThat(failureMessage(
                        "UPDATE people SET profile = jsonb_set(profile, '{serials,1}', '\"SN 12\"') WHERE id = 5"))
                .contains("public.people.profile.serials[]: 1 values do not have the format of 'hash'");
    }

    @Test
    void anOldValueInAListIsFoundAlthoughItHasTheForm() {
        assertThat(
                        failureMessage(
                                "UPDATE people SET profile = jsonb_set(profile, '{serials,1}', to_jsonb(md5('b' || id))) WHERE id BETWEEN 3 AND 7"))
                .contains("public.people.profile.serials[]: 5 of the rows compared hold their old value");
        people();
        assertThat(failureMessage(
                        "UPDATE people SET profile = jsonb_set(profile, '{items,0,tags,0}', to_jsonb(md5('c' || id)))"
                                + " WHERE id = 9"))
                .contains("public.people.profile.items[].tags[]: 1 of the rows compared hold their old value");
    }

    @Test
    void originalsAreFoundInsideKeptDocumentsListsAndJsonInTexts() {
        assertThat(failureMessage("UPDATE letters SET meta = '{\"a\": [{\"b\": \"login-number-9\"}]}' WHERE id = 1"))
                .contains("public.letters.meta is kept, and 1 of its values hold originals of masked columns");
        people();
        assertThat(failureMessage("UPDATE letters SET body = '{\"x\": [\"login-number-9\"]}' WHERE id = 1"))
                .contains("public.letters.body is kept, and 1 of its values hold originals of masked columns");
        people();
        assertThat(failureMessage("UPDATE letters SET labels = '{login-number-9}' WHERE id = 1"))
                .contains("public.letters.labels is kept, and 1 of its values hold originals of masked columns");
    }

    @Test
    void originalsAndLookalikesAreFoundAtKeptPathsOfMaskedDocuments() {
        fixture.execute(
                "UPDATE people SET profile = jsonb_set(profile, '{remark}', to_jsonb(md5('a' || id))) WHERE id = 5",
                "UPDATE people SET profile = jsonb_set(profile, '{remark}', '\"me@corp.example\"') WHERE id = 6");
        assertThat(failureMessage())
                .contains(
                        "public.people.profile.remark is kept, and 1 of its values look like a mail address",
                        "public.people.profile.remark is kept, and 1 of its values hold originals of masked columns");
    }

    @Test
    void rowsOutsideOfTheConditionDoNotHideOthers() throws Exception {
        String rules = RULES.replace("    columns:\n      login", "    where: id > 100\n    columns:\n      login");
        assertThat(rules).contains("where");
        fixture.execute("UPDATE people SET profile = NULL WHERE id <= 50");
        fixture.mask(rules);
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "\"rows_outside_of_where\": 100");
        assertThat(fixture.query("SELECT count(*) FROM people WHERE login = 'login-number-' || id"))
                .isEqualTo("100");

        people();
        fixture.execute("UPDATE people SET profile = NULL WHERE id <= 50");
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.maskAndTamper(
                        rules, "UPDATE people SET profile = profile || '{\"more\": 1}' WHERE id BETWEEN 201 AND 220"));
        assertThat(failed).hasMessageContaining("public.people.profile: 20 documents have keys that no path names");
    }

    @Test
    void theStatisticsOfAnEmptiedTableAreForgotten() throws Exception {
        String known = "SELECT count(*) FROM pg_stats WHERE tablename = 'visits' AND most_common_vals::text ~ 'secret'";
        assertThat(fixture.query(known)).isEqualTo("1");
        fixture.mask(RULES);
        assertThat(fixture.query(known)).isEqualTo("0");
    }

    @Test
    void statisticsWithOriginalsFailTheVerification() {
        fixture.execute("CREATE VIEW places AS SELECT place FROM visits");
        assertThat(failureMessage())
                .contains(
                        "public.visits.place: the server's statistics hold 5 values that are no longer in the table",
                        "it is used by",
                        "use delete_where and leave a row");
        fixture = MaskingFixture.create(server);
        fixture.execute(PEOPLE);
        fixture.execute(
                "CREATE VIEW logins AS SELECT login FROM people", "ALTER TABLE people ALTER login SET STATISTICS 0");
        assertThat(failureMessage()).contains("public.people.login: the server's statistics hold", "must not be 0");
    }
}
