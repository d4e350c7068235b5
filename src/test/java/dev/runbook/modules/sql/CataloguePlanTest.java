package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.modules.ModuleException;
import dev.runbook.port.PortException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Problems that the catalogue shows are reported before anything is cloned, and what passes can be masked, on a real
 * PostgreSQL.
 */
@Tag("slow")
class CataloguePlanTest {

    private static final String KEEP = "keep: [{match: \"*.*.{id,kind}\", why: harmless}]\ntables:\n";

    @AutoClose
    private static TestPostgresServer server;

    private MaskingFixture fixture;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @BeforeEach
    void empty() {
        fixture = MaskingFixture.create(server).asAdmin();
    }

    private List<String> planProblems(String rules) {
        ModuleException refused = catchThrowableOfType(ModuleException.class, () -> fixture.plan(KEEP + rules));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused.problems().stream()
                .map(problem -> problem.code() + " " + problem.summary() + " / " + problem.hint())
                .toList();
    }

    private void maskAndVerify(String rules) throws Exception {
        fixture.mask(KEEP + rules);
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
    }

    /** Runs statements as the user that masks, who owns the objects they create. */
    private void asAdmin(String statements) {
        fixture.execute("SET ROLE admin; " + statements);
    }

    @Test
    void theCheckOfADomainIsReadThroughAllLevels() throws Exception {
        asAdmin("CREATE DOMAIN address AS text CHECK (VALUE ~ '@(mail|corp)\\.example$');"
                + "CREATE DOMAIN company_mail AS address CHECK (length(VALUE) > 3);"
                + "CREATE TABLE staff (id int PRIMARY KEY, mail company_mail NOT NULL)");
        assertThat(planProblems("  public.staff: {columns: {mail: {mask: email, unique: true}}}\n"))
                .singleElement()
                .asString()
                .startsWith(
                        "check-constraint public.staff.mail: constraint address_check may refuse masked values: (VALUE ~");
        maskAndVerify("  public.staff: {columns: {mail: {mask: literal, value: a@mail.example}}}\n");
    }

    @Test
    void aConstraintThatTakesWhateverIsMaskedIsNoObstacle() throws Exception {
        asAdmin(
                "CREATE TABLE a (id int PRIMARY KEY, zip text CHECK (zip ~ '^[0-9]{5}$'), ph text CHECK (ph ~ '^[+0-9]+$'),"
                        + " mail text CHECK (mail ~* '^[^@ ]+@[^@ ]+[.][a-z]+$'), town text CHECK (length(town) < 20), note text CHECK (note <> ''),"
                        + " code text CHECK (code ~ '^[A-Z]'), pair text CHECK (pair <> zip));"
                        + "INSERT INTO a SELECT i, '12345', '0123' || i, 'a' || i || '@corp.example', 'Ghent', 'a note ' || i, 'C' || i, 'p' || i"
                        + " FROM generate_series(1, 30) i");
        String rules =
                "  public.a: {columns: {zip: {mask: address, part: postcode}, ph: phone, mail: {mask: email, unique: true},"
                        + " town: {mask: address, part: city}, note: text, code: CODE, pair: PAIR}}\n";
        assertThat(planProblems(rules.replace("CODE", "hash").replace("PAIR", "hash")))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).startsWith("check-constraint public.a."));
        asAdmin("ALTER TABLE a DROP CONSTRAINT a_check");
        maskAndVerify(rules.replace("CODE", "person").replace("PAIR", "hash"));
    }

    @Test
    void aDomainOfADomainOfTextIsText() throws Exception {
        asAdmin(
                "CREATE DOMAIN short_text AS varchar(60); CREATE DOMAIN contact AS short_text;"
                        + "CREATE TABLE contacts (id int PRIMARY KEY, mail contact, remark contact);"
                        + "INSERT INTO contacts SELECT g, 'someone' || g || '@mail.example', 'call someone' || g FROM generate_series(1, 60) g");
        maskAndVerify("  public.contacts: {columns: {mail: {mask: email, unique: true}, remark: text}}\n");
        assertThat(fixture.query("SELECT count(*) FROM contacts WHERE mail ~ 'mail.example' OR remark ~ 'someone'"))
                .isEqualTo("0");
        asAdmin(
                "ALTER TABLE contacts ADD name short_text; CREATE DOMAIN tiny AS varchar(5); ALTER TABLE contacts ADD nick tiny");
        assertThat(planProblems(
                        "  public.contacts: {columns: {mail: email, remark: text, name: person, nick: person}}\n"))
                .singleElement()
                .asString()
                .contains("'person' makes up to 26 characters, the column is tiny");
    }

    @Test
    void tablesAndViewsOfAnotherOwnerAreNamedAllAtOnceWithTheGrant() throws Exception {
        fixture.execute(
                "DO $$ BEGIN CREATE ROLE app_owner; EXCEPTION WHEN duplicate_object THEN END $$",
                "REVOKE app_owner FROM admin",
                "GRANT ALL ON SCHEMA public TO app_owner",
                "SET ROLE app_owner; CREATE TABLE members (id int PRIMARY KEY, email text);"
                        + "CREATE TABLE logs (id int, email text) PARTITION BY LIST (id);"
                        + "CREATE TABLE kept (id int PRIMARY KEY); CREATE TABLE seen (id int PRIMARY KEY);"
                        + "GRANT SELECT ON seen TO admin;"
                        + "CREATE MATERIALIZED VIEW emails AS SELECT email FROM members",
                "RESET ROLE; ALTER TABLE logs OWNER TO admin",
                "SET ROLE app_owner; CREATE TABLE logs_one (id int, email text); RESET ROLE;"
                        + "ALTER TABLE logs ATTACH PARTITION logs_one FOR VALUES IN (1)");
        String rules = "  public.members: {columns: {email: email}}\n  public.logs: truncate\n";
        assertThat(planProblems(rules))
                .containsExactlyInAnyOrder(
                        "not-owner public.members belongs to app_owner: only its owner can rewrite it / in the source: GRANT"
                                + " \"app_owner\" TO the master user",
                        "not-owner public.logs belongs to app_owner: only its owner can rewrite it / in the source: GRANT"
                                + " \"app_owner\" TO the master user",
                        "not-readable public.kept cannot be read by the master user, so its kept columns cannot be verified /"
                                + " in the source: GRANT SELECT ON \"public\".\"kept\" TO the master user",
                        "not-owner materialised view public.emails belongs to app_owner: only its owner can refresh it, and it"
                                + " still contains unmasked rows / in the source: GRANT \"app_owner\" TO the master user");
        fixture.execute("GRANT app_owner TO admin");
        maskAndVerify(rules);
    }

    @Test
    void rowSecurityThatIsForcedOnTheOwnerIsLiftedForTheMaskingAndStays() throws Exception {
        asAdmin("CREATE TABLE r (id int PRIMARY KEY, email text UNIQUE); CREATE VIEW seen AS SELECT email FROM r;"
                + "INSERT INTO r SELECT i, 'someone' || i || '@corp.example' FROM generate_series(1, 40) i;"
                + "ALTER TABLE r ENABLE ROW LEVEL SECURITY; ALTER TABLE r FORCE ROW LEVEL SECURITY;"
                + "CREATE POLICY p ON r USING (id < 5)");
        maskAndVerify("  public.r: {delete_where: id = 40, columns: {email: {mask: email, unique: true}}}\n");
        assertThat(fixture.query("SELECT count(*), count(*) FILTER (WHERE email ~ '@example.test$') FROM r"))
                .isEqualTo("39|39");
        assertThat(fixture.query("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'r'::regclass"))
                .isEqualTo("t|t");
    }

    @Test
    void rowSecurityThatHidesRowsOfAnotherOwnerIsRefused() {
        fixture.execute("CREATE TABLE r (id int PRIMARY KEY, email text); GRANT SELECT ON r TO admin;"
                + "ALTER TABLE r ENABLE ROW LEVEL SECURITY");
        assertThat(planProblems("  public.r: {columns: {email: keep}}\n"))
                .singleElement()
                .asString()
                .startsWith("row-security public.r: row-level security hides rows from the master user");
    }

    @Test
    void aProofByAUserWhoSeesMaskedValuesIsNotChecked() {
        asAdmin("CREATE TABLE r (id int PRIMARY KEY, email text); INSERT INTO r VALUES (1, 'x')");
        fixture.execute(
                "SET allow_system_table_mods = on; INSERT INTO pg_shseclabel SELECT oid, 'pg_authid'::regclass, 'anon', 'MASKED'"
                        + " FROM pg_roles WHERE rolname = 'admin'");
        try {
            PortException failed = catchThrowableOfType(
                    PortException.class, () -> fixture.mask(KEEP + "  public.r: {columns: {email: hash}}\n"));
            assertThat(failed)
                    .hasMessageContaining("masking not verified: not checked: all tables of shop: values are masked"
                            + " while they are read, by PostgreSQL Anonymizer, for the role admin");
        } finally {
            fixture.execute("SET allow_system_table_mods = on; DELETE FROM pg_shseclabel");
        }
    }

    @Test
    void partitionsWithOtherColumnOrdersAreUpdatedInBatches() throws Exception {
        asAdmin(
                "CREATE SCHEMA archive; CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL,"
                        + " country text NOT NULL, ip inet, actor text, payload jsonb, PRIMARY KEY (id, at, country)) PARTITION BY RANGE (at);"
                        + "CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (country);"
                        + "CREATE TABLE events_2025_de PARTITION OF events_2025 FOR VALUES IN ('de');"
                        + "CREATE TABLE events_2025_rest PARTITION OF events_2025 DEFAULT;"
                        + "CREATE TABLE archive.events_2024 (gone int, actor text, payload jsonb, at date NOT NULL, id bigint NOT NULL,"
                        + " ip inet, country text NOT NULL); ALTER TABLE archive.events_2024 DROP gone;"
                        + "ALTER TABLE events ATTACH PARTITION archive.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"
                        + "CREATE TABLE events_default PARTITION OF events DEFAULT; CREATE INDEX ON events (lower(actor));"
                        + "INSERT INTO events (at, country, ip, actor, payload) SELECT date '2024-01-01' + g * 3, (ARRAY['de', 'fr'])[1 + g % 2],"
                        + " ('10.0.0.' || g % 250)::inet, 'actor' || g || '@mail.example', '{\"a\": 1, \"b\": 2}' FROM generate_series(1, 400) g");
        maskAndVerify("  public.events: {columns: {at: keep, country: keep, ip: {mask: literal, value: 192.0.2.1},"
                + " actor: {mask: email, unique: true}, payload: {mask: json, paths: {a: keep}}}}\n");
        assertThat(fixture.report())
                .contains("\"way\": \"batches\"", "the columns of partition archive.events_2024 are in another order");
        assertThat(fixture.query(
                        "SELECT count(DISTINCT tableoid), count(*), count(DISTINCT actor), min(ip), max(payload::text)"
                                + " FROM events WHERE actor ~ '^u[a-p]{20}@example.test$'"))
                .isEqualTo("4|400|400|192.0.2.1|{\"a\": 1}");
    }

    @Test
    void hashedKeysOfUuidAndWholeNumbersAreProvedByTheirOldValues() throws Exception {
        String tables = "CREATE TABLE members (id uuid PRIMARY KEY, nick text);"
                + "CREATE TABLE badges (member uuid NOT NULL REFERENCES members, kind text, PRIMARY KEY (member, kind));"
                + "CREATE TABLE loyalty (customer_no bigint PRIMARY KEY, points int);"
                + "INSERT INTO members SELECT md5('m' || g)::uuid, 'nick' || g FROM generate_series(1, 50) g;"
                + "INSERT INTO badges SELECT id, 'gold' FROM members; INSERT INTO loyalty SELECT 4000 + g, g FROM generate_series(1, 50) g";
        String rules = """
                  public.members: {columns: {id: hash, nick: text}}
                  public.badges: {columns: {member: hash}}
                  public.loyalty: {columns: {customer_no: hash, points: keep}}
                """;
        asAdmin(tables);
        maskAndVerify(rules);
        assertThat(fixture.report()).contains("\"old_values\": 0", "\"compared_values\": 50");
        fixture = MaskingFixture.create(server).asAdmin();
        asAdmin(tables);
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.maskAndTamper(KEEP + rules, "UPDATE loyalty SET customer_no = 4007 WHERE points = 3"));
        assertThat(failed).hasMessageContaining("public.loyalty.customer_no: 1 values are equal to old values");
    }

    @Test
    void whatCannotBeProvedIsRefusedWithWhatWouldProveIt() throws Exception {
        asAdmin("CREATE TABLE loose (who text, born date, flag boolean); CREATE UNIQUE INDEX ON loose (who)");
        assertThat(planProblems(
                        "  public.loose: {columns: {who: hash, born: date_shift, flag: {mask: sql, expression: NOT {col}}}}\n"
                                .replace("NOT {col}", "\"NOT {col}\"")))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(
                                        "no-proof public.loose.born: values of 'date_shift' can be verified only by comparing")
                                .contains("add a unique key of unmasked columns"),
                        second -> assertThat(second)
                                .startsWith("no-proof public.loose.flag: values of 'sql' can be verified")
                                .contains("add grammar:"));
        asAdmin(
                "ALTER TABLE loose ADD number int NOT NULL UNIQUE; INSERT INTO loose SELECT 'who' || i, date '1980-01-01' + i, true, i"
                        + " FROM generate_series(1, 50) i");
        maskAndVerify("  public.loose: {columns: {number: keep, who: hash, born: date_shift,"
                + " flag: {mask: sql, expression: \"NOT {col}\"}}}\n");
        assertThat(fixture.report())
                .containsPattern(
                        "\"born\": \\{\\s*\"mask\": \"date_shift\",\\s+\"unchanged\": 0,\\s+\"compared_rows\": 50");
    }

    @Test
    void columnsMayBeCalledAsTheToolsOwn() throws Exception {
        asAdmin(
                "CREATE TABLE settings (key text PRIMARY KEY, value text NOT NULL, step text, hashes jsonb, rows int, before jsonb,"
                        + " state text, text text, node jsonb, item0 jsonb, place text, words text, number int, digest text, hash text,"
                        + " _runbook_0 jsonb); CREATE VIEW seen AS SELECT value FROM settings;"
                        + "INSERT INTO settings SELECT 'key' || i, 'valuesecret' || i, 'stepsecret' || i, jsonb_build_object('a', 'hashsecret' || i), i,"
                        + " jsonb_build_array('beforesecret' || i), 'statesecret' || i, 'textsecret' || i,"
                        + " jsonb_build_object('k' || i, 'nodesecret' || i), jsonb_build_array('itemsecret' || i), 'placesecret' || i,"
                        + " 'wordsecret' || i, i, 'digestsecret' || i, 'hash' || i, '[1]' FROM generate_series(1, 40) i");
        maskAndVerify("""
                  public.settings:
                    where: "rows < 100"
                    columns:
                      key: {mask: keep, why: names of settings}
                      value: hash
                      step: text
                      hashes: {mask: json, paths: {a: hash}}
                      rows: keep
                      before: {mask: json, paths: {"[]": hash}}
                      state: {mask: sql, expression: "{h}::text", grammar: ^.x}
                      text: person
                      node: {mask: json, paths: {"*": hash}}
                      item0: {mask: json, paths: {"[]": text}}
                      place: email
                      words: {mask: address, part: full}
                      number: keep
                      digest: phone
                      hash: 'null'
                      _runbook_0: keep
                """);
        assertThat(fixture.query("SELECT count(*) FROM settings s WHERE s::text ~ 'secret'"))
                .isEqualTo("0");
        assertThat(fixture.report()).doesNotContain("\"not_of_the_mask\": 40");
    }

    @Test
    void twoSpellingsOfAnAddressStayTwoAndStillJoin() throws Exception {
        asAdmin("CREATE TABLE users (id int PRIMARY KEY, email varchar(60) NOT NULL UNIQUE);"
                + "CREATE TABLE orders (id int PRIMARY KEY, email text);"
                + "INSERT INTO users VALUES (1, 'Jo.Moss@mail.example'), (2, 'jo.moss@mail.example'), (3, 'jo.moss@mail.example '),"
                + " (4, 'JO.MOSS@MAIL.EXAMPLE'), (5, 'ira@mail.example');"
                + "INSERT INTO orders SELECT id, email FROM users");
        maskAndVerify("""
                  public.users: {columns: {email: {mask: email, unique: true}}}
                  public.orders: {columns: {email: {mask: email, unique: true}}}
                """);
        assertThat(fixture.query("SELECT count(DISTINCT email), count(DISTINCT lower(email)) FROM users"))
                .isEqualTo("5|3");
        assertThat(fixture.query("SELECT count(*) FROM users JOIN orders USING (id, email)"))
                .isEqualTo("5");
        assertThat(fixture.query(
                        "SELECT count(*) FROM users a JOIN users b ON lower(a.email) = lower(b.email) WHERE a.id IN (1, 2, 4)"
                                + " AND b.id IN (1, 2, 4)"))
                .isEqualTo("9");
    }

    @Test
    void aKeyThatFoldsCaseIsMaskedAlikeInAllSpellings() throws Exception {
        fixture.execute("CREATE EXTENSION citext");
        asAdmin(
                "CREATE TABLE users (id int PRIMARY KEY, login citext NOT NULL UNIQUE, mail citext UNIQUE);"
                        + "CREATE TABLE orders (id int PRIMARY KEY, login citext REFERENCES users (login), mail citext REFERENCES users (mail));"
                        + "INSERT INTO users SELECT i, 'Login' || i, 'Me' || i || '@corp.example' FROM generate_series(1, 30) i;"
                        + "INSERT INTO orders SELECT i, 'LOGIN' || i, 'mE' || i || '@corp.example' FROM generate_series(1, 30) i");
        String columns = "{columns: {login: hash, mail: {mask: email, unique: true}}}\n";
        maskAndVerify("  public.users: " + columns + "  public.orders: " + columns);
        assertThat(fixture.query("SELECT count(*) FROM users JOIN orders USING (id, login, mail)"))
                .isEqualTo("30");
    }

    @Test
    void statisticsAreComparedInTheTypeOfTheColumn() throws Exception {
        asAdmin(
                "CREATE TYPE mood AS ENUM ('good', 'bad');"
                        + "CREATE TABLE tenants (id int PRIMARY KEY, demo boolean, code char(9), raw bytea, at timestamptz, price numeric(9,2),"
                        + " paid money, feeling mood, net inet, range int4range, list text[], span interval, bits bit(3), day date, token uuid,"
                        + " point point, doc json, text text);"
                        + "INSERT INTO tenants SELECT g, g % 2 = 0, 'c' || g % 5, convert_to('r' || g % 5, 'UTF8'), timestamptz '2024-01-01' + g % 7 * interval '1 h',"
                        + " g % 9 + 0.5, (g % 4)::money, (ARRAY['good', 'bad'])[1 + g % 2]::mood, ('10.0.0.' || g % 5)::inet, int4range(g % 5, 9),"
                        + " ARRAY['a', 'b' || g % 3], make_interval(days => g % 6), (g % 8)::bit(3), date '2024-01-01' + g % 5,"
                        + " md5((g % 5)::text)::uuid, point(1, g % 3), '{\"a\": 1}', 'some text' FROM generate_series(1, 2000) g; ANALYZE");
        maskAndVerify(
                "  public.tenants: {delete_where: \"NOT demo\", columns: {demo: {mask: literal, value: 'true'}, code: keep,"
                        + " raw: keep, at: keep, price: keep, paid: keep, feeling: {mask: literal, value: good},"
                        + " net: {mask: literal, value: 192.0.2.1}, range: keep, list: keep, span: keep, bits: keep, day: keep, token: keep,"
                        + " point: keep, doc: keep, text: keep}}\n");
        assertThat(fixture.query("SELECT count(*) FROM tenants")).isEqualTo("1000");
    }

    @Test
    void aLiteralThatTheTypeDoesNotTakeIsFoundBeforehand() {
        asAdmin("CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0);"
                + "CREATE TABLE t (id int PRIMARY KEY, day date, ip inet, number even, word text)");
        assertThat(planProblems(
                        "  public.t: {columns: {day: {mask: literal, value: tomorow}, ip: {mask: literal, value: 1.2.3},"
                                + " number: {mask: literal, value: '3'}, word: {mask: literal, value: x}}}\n"))
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).startsWith("bad-literal public.t."));
    }
}
