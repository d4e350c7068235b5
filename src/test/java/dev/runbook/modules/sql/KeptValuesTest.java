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

/** Kept values of every column type are searched, on a real PostgreSQL. */
@Tag("slow")
class KeptValuesTest {

    private static final String PEOPLE = "CREATE EXTENSION citext; CREATE EXTENSION hstore;"
            + "CREATE TABLE people (id int PRIMARY KEY, login text, name text, phone text, number uuid, note text);"
            + "INSERT INTO people SELECT i, 'loginsecret' || i, 'Vorname' || i || ' Nachname', '+49 151 2000' || 1000 + i,"
            + " md5(i::text)::uuid, 'to be emptied ' || i FROM generate_series(1, 60) i;"
            + "CREATE TYPE pair AS (word text, number int); CREATE TYPE wordrange AS RANGE (subtype = text);"
            + "CREATE DOMAIN inner_words AS text; CREATE DOMAIN outer_words AS inner_words";

    private static final String RULES = """
            keep: [{match: "*.*.id", why: keys}]
            tables:
              public.people:
                columns: {login: hash, name: person, phone: phone, number: hash, note: 'null'}
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

    private static String keepRules(String... columns) {
        StringBuilder rules = new StringBuilder(RULES + "  public.kept:\n    columns:\n");
        for (String column : columns) {
            rules.append("      ")
                    .append(column.contains(":") ? column : column + ": keep")
                    .append('\n');
        }
        return rules.toString();
    }

    private void requireFailure(String rules) {
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.mask(rules));
        assertThat(failed).as("nothing was found").isNotNull();
    }

    @Test
    void originalsAreFoundInAColumnOfEveryTypeThatCanHoldThem() {
        fixture.execute("CREATE TABLE kept AS SELECT id, 'Spoke to ' || login || ' about it' AS prose,"
                + " upper(name)::citext AS folded, ARRAY['x', login]::text[] AS texts, ARRAY[ARRAY['x'], ARRAY[login]] AS nested,"
                + " ARRAY[login]::citext[] AS citexts, ARRAY[login]::bpchar[] AS blanks, ARRAY[to_jsonb(login)] AS documents,"
                + " json_build_object('a', login) AS document, jsonb_build_object(login, 1) AS keys,"
                + " ROW(login, 1)::pair AS composite, ARRAY[ROW(login, 1)::pair] AS composites,"
                + " wordrange(login, NULL) AS range, convert_to('of ' || name, 'UTF8') AS bytes,"
                + " ARRAY[convert_to(login, 'UTF8')] AS byte_arrays, login::outer_words AS domain,"
                + " translate(phone, '+ ', '')::bigint AS number, translate(phone, '+ ', '')::numeric AS numeric_number,"
                + " ARRAY[translate(phone, '+ ', '')::bigint] AS numbers, number AS uuid, to_tsvector('simple', login || ' ok') AS lexemes,"
                + " hstore('name', name) AS pairs, ('<a b=\"' || login || '\"/>')::xml AS markup, login::name AS internal,"
                + " 'note: ' || note AS emptied, login::bpchar(40) AS padded FROM people");
        String[] columns = fixture.query(
                        "SELECT attname FROM pg_attribute WHERE attrelid = 'kept'::regclass AND attnum > 1"
                                + " ORDER BY attnum")
                .split("\n");
        requireFailure(keepRules(columns));
        assertThat(columns)
                .hasSize(25)
                .allSatisfy(column -> assertThat(fixture.report())
                        .containsPattern("public.kept." + column
                                + " is kept, and 60 of its values hold originals of masked columns"));
        assertThat(fixture.report()).doesNotContain("loginsecret", "Vorname");
    }

    @Test
    void wordsThatManyRowsShareAreNoOriginals() throws Exception {
        fixture.execute(
                "CREATE TABLE kept (id int PRIMARY KEY, word text)",
                "INSERT INTO kept SELECT i, 'Nachname is a usual name, to be emptied' FROM generate_series(1, 20) i");
        fixture.mask(keepRules("word"));
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
    }

    @Test
    void oneLookalikeIsOneTooManyOfEachKind() {
        fixture.execute(
                "CREATE TABLE kept (id int PRIMARY KEY, mail text, phone text, national text, card text, iban text, ssn text, ip text,"
                        + " ip6 text, address inet, card_number bigint)",
                "INSERT INTO kept SELECT i, 'nothing', '12-3', '1234', '4111111111111112 4111 1111 1111 1112', 'DE89370400440532013001',"
                        + " '000-12-3456', '10.0.0.1 and version 1.2.3', 'fe80::1 and 10:11:12', '192.168.1.1', 1000 + i"
                        + " FROM generate_series(1, 4000) i",
                "UPDATE kept SET mail = 'write to x@y.example', phone = 'or +32 470 12 34 56', national = '(06 12 34 56 78)',"
                        + " card = 'card 4111-1111-1111-1111.', iban = 'DE89 3704 0044 0532 0130 00', ssn = 'ssn 123-45-6789',"
                        + " ip = 'from 81.2.69.142:80', ip6 = '2a02:26f0:ab::1', address = '81.2.69.142' WHERE id = 1000",
                "UPDATE kept SET card_number = 4111111111111111");
        requireFailure(
                keepRules("mail", "phone", "national", "card", "iban", "ssn", "ip", "ip6", "address", "card_number"));
        assertThat(List.of(
                        "mail is kept, and 1 of its values look like a mail address",
                        "phone is kept, and 1 of its values look like a phone number",
                        "national is kept, and 1 of its values look like a phone number",
                        "card is kept, and 1 of its values look like a card number",
                        "iban is kept, and 1 of its values look like an IBAN",
                        "ssn is kept, and 1 of its values look like a social security number",
                        "ip is kept, and 1 of its values look like an IP address",
                        "ip6 is kept, and 1 of its values look like an IP address",
                        "address is kept, and 1 of its values look like an IP address",
                        "card_number is kept, and 4000 of its values look like a card number"))
                .allSatisfy(finding -> assertThat(fixture.report()).contains("public.kept." + finding));
        assertThat(fixture.report().split("values look like"))
                .as("nothing else is found")
                .hasSize(11);
    }

    @Test
    void aCountedLookalikeIsAllowedWithAReasonAndOneMoreIsNot() throws Exception {
        fixture.execute(
                "CREATE TABLE kept (id int PRIMARY KEY, mail text)",
                "INSERT INTO kept VALUES (1, 'help@shop.example')");
        String rules = keepRules("mail: {mask: keep, lookalikes: 1, why: the address of the shop}");
        fixture.mask(rules);
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "the address of the shop");
        fixture.execute("INSERT INTO kept VALUES (2, 'x@y.example')");
        requireFailure(rules);
        assertThat(fixture.report()).contains("2 of its values look like a mail address");
    }

    @Test
    void bytesThatAreNoTextAreNotCheckedAndThatFails() throws Exception {
        fixture.execute(
                "CREATE TABLE kept (id int PRIMARY KEY, image bytea, images bytea[])",
                "INSERT INTO kept VALUES (1, '\\x89504e47', ARRAY['\\x00ff'::bytea]), (2, 'text', ARRAY['text'::bytea])");
        requireFailure(keepRules("image", "images"));
        assertThat(fixture.report())
                .contains("\"verdict\": \"not verified\"")
                .contains("public.kept.image is kept, and 1 of its values are bytes that are not text")
                .contains("public.kept.images is kept, and 1 of its values are bytes that are not text");
        fixture.mask(keepRules(
                "image: {mask: keep, scan: false, why: product images}",
                "images: {mask: keep, scan: false, why: product images}"));
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "product images");
    }

    @Test
    void aTypeThatNobodyCanReadIsRefusedBeforeAnythingIsCloned() throws Exception {
        fixture.execute(
                "CREATE TYPE opaque",
                "CREATE FUNCTION opaque_in(cstring) RETURNS opaque LANGUAGE internal IMMUTABLE STRICT AS 'textin'",
                "CREATE FUNCTION opaque_out(opaque) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout'",
                "CREATE TYPE opaque (INPUT = opaque_in, OUTPUT = opaque_out)",
                "CREATE TABLE kept (id int PRIMARY KEY, thing opaque, things opaque[])");
        ModuleException refused =
                catchThrowableOfType(ModuleException.class, () -> fixture.plan(keepRules("thing", "things")));
        assertThat(refused.problems().stream().map(problem -> problem.code() + " " + problem.summary()))
                .containsExactly(
                        "unreadable-type public.kept.thing: it is kept, but values of type opaque cannot be read, so they"
                                + " cannot be verified",
                        "unreadable-type public.kept.things: it is kept, but values of type opaque[] cannot be read, so"
                                + " they cannot be verified");
        fixture.mask(keepRules(
                "thing: {mask: keep, scan: false, why: a reason}", "things: {mask: keep, scan: false, why: a reason}"));
    }
}
