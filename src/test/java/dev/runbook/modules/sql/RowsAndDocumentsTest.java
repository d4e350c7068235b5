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

/** Rows that a condition excludes, and documents that paths match or do not match, on a real PostgreSQL. */
@Tag("slow")
class RowsAndDocumentsTest {

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
        fixture = MaskingFixture.create(server);
    }

    private void createAccounts() {
        fixture.execute(
                "CREATE TABLE accounts (id int PRIMARY KEY, kind text, email text)",
                "INSERT INTO accounts SELECT g, CASE WHEN g <= 5 THEN 'test' WHEN g <= 30 THEN NULL ELSE 'customer' END,"
                        + " 'user' || g || '@mail.example' FROM generate_series(1, 100) g");
    }

    @Test
    void aRowIsLeftAloneOnlyWhereTheConditionIsFalseAndBothReasonsAreCountedOnTheScreen() throws Exception {
        createAccounts();
        fixture.mask(KEEP
                + "  public.accounts: {where: \"kind <> 'test'\", columns: {email: {mask: email, unique: true}}}\n");
        assertThat(fixture.query("SELECT count(*), min(id), max(id) FROM accounts WHERE email ~ '@mail.example'"))
                .isEqualTo("5|1|5");
        assertThat(fixture.lines())
                .containsExactly(
                        "public.accounts: 5 of 100 rows not masked, because 'where' is false; 25 masked although it"
                                + " is unknown (NULL)");
        assertThat(fixture.report())
                .contains(
                        "\"verdict\": \"verified\"",
                        "\"rows_outside_of_where\": 5",
                        "\"rows_masked_where_unknown\": 25");
    }

    @Test
    void theSameHoldsForATableThatIsUpdatedInBatches() throws Exception {
        createAccounts();
        fixture.execute("CREATE VIEW seen AS SELECT email FROM accounts");
        fixture.mask(KEEP
                + "  public.accounts: {where: \"kind <> 'test'\", columns: {email: {mask: email, unique: true}}}\n");
        assertThat(fixture.query("SELECT count(*), min(id), max(id) FROM accounts WHERE email ~ '@mail.example'"))
                .isEqualTo("5|1|5");
        assertThat(fixture.report()).contains("\"way\": \"batches\"", "\"verdict\": \"verified\"");
    }

    private void createCarts() {
        fixture.execute(
                "CREATE TABLE carts (id int PRIMARY KEY, lines jsonb NOT NULL, book json)",
                "INSERT INTO carts SELECT g, jsonb_build_array(jsonb_build_object('sku', 'S' || g, 'gift_to', 'Person Nr ' || g),"
                        + " jsonb_build_array(g)), json_build_object('anna' || g || '@mail.example', json_build_object('since', 2020,"
                        + " 'phone', '+49 170 100' || 1000 + g), 'default', json_build_object('since', 1999))"
                        + " FROM generate_series(1, 30) g");
    }

    @Test
    void aPathMayBeginWithAListAndGoThroughAnyKeyWhoseNameIsMaskedToo() throws Exception {
        createCarts();
        fixture.mask(KEEP + """
                  public.carts:
                    columns:
                      lines: {mask: json, paths: {"[].sku": keep, "[].gift_to": {mask: person, part: full}, "[][]": keep}}
                      book:
                        mask: json
                        paths: {default.since: keep, "*.since": keep, "*.phone": phone, "*~": {mask: email, unique: true}}
                """);
        assertThat(fixture.report())
                .contains("\"verdict\": \"verified\"", "\"book.*~\"", "\"book.*.phone\"", "\"lines.[].gift_to\"");
        assertThat(fixture.query("SELECT lines -> 0 ->> 'sku', lines -> 1 FROM carts WHERE id = 7"))
                .isEqualTo("S7|[7]");
        assertThat(fixture.query(
                        "SELECT count(*) FROM carts WHERE lines -> 0 ->> 'gift_to' ~ '^[A-Z][a-z]+ [A-Z][a-z]+$'"))
                .isEqualTo("30");
        assertThat(fixture.query(
                        "SELECT count(DISTINCT key), count(value -> 'phone'), min(value ->> 'since') FROM carts,"
                                + " jsonb_each(book::jsonb) WHERE key ~ '^u[a-p]{20}@example.test$'"))
                .isEqualTo("30|30|2020");
        assertThat(fixture.query("SELECT count(*) FROM carts WHERE book::jsonb -> 'default' = '{\"since\": 1999}'"))
                .isEqualTo("30");
        assertThat(
                        fixture.query(
                                "SELECT count(*) FROM carts WHERE (lines::text || book::text) ~ 'Person Nr|mail.example|[+]49'"))
                .isEqualTo("0");
    }

    @Test
    void namesOfKeysThatNoPathMasksAreLookedThrough() {
        createCarts();
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.mask(KEEP + "  public.carts:\n    columns: {lines: {mask: literal, value: '[]'},"
                        + " book: {mask: json, paths: {\"*.since\": keep}}}\n"));
        assertThat(failed)
                .hasMessageContaining("public.carts.book.*~ is kept, and 30 of its values look like a mail address");
    }

    @Test
    void pathsThatLeadIntoNoDocumentAtAllFailBeforeTheTableIsTouched() {
        createCarts();
        String before = fixture.query("SELECT string_agg(c::text, ' ' ORDER BY id) FROM carts c");
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.mask(
                        KEEP + "  public.carts:\n    columns: {lines: {mask: json, paths: {sku: keep, gift_to:"
                                + " person}}, book: 'null'}\n"));
        assertThat(failed)
                .hasMessageContaining("shop: public.carts: lines: none of its paths matches any of the 30 documents")
                .hasMessageContaining("this table was not changed");
        assertThat(fixture.query("SELECT string_agg(c::text, ' ' ORDER BY id) FROM carts c"))
                .isEqualTo(before);
    }

    @Test
    void someDocumentsThatNoPathFitsAreCountedAndShown() throws Exception {
        createCarts();
        fixture.execute(
                "UPDATE carts SET lines = '{\"sku\": 1}' WHERE id < 4", "UPDATE carts SET lines = '[]' WHERE id = 9");
        fixture.mask(KEEP
                + "  public.carts:\n    columns: {lines: {mask: json, paths: {\"[].sku\": keep}}, book: 'null'}\n");
        assertThat(fixture.lines())
                .containsExactly("public.carts.lines: no path matches 3 documents; their contents are dropped");
        assertThat(fixture.report())
                .containsPattern("\"documents_without_a_path\": \\{\\s*\"lines\": 3\\s*}")
                .contains("\"verdict\": \"verified\"");
        assertThat(fixture.query("SELECT count(*) FROM carts WHERE lines = 'null'"))
                .isEqualTo("3");
    }

    @Test
    void anOrphanThatProductionHasAlreadyStaysOneAndANewOneFails() throws Exception {
        fixture.execute(
                "CREATE TABLE parents (id int PRIMARY KEY, login text UNIQUE)",
                "INSERT INTO parents SELECT i, 'login-' || i FROM generate_series(1, 20) i",
                "CREATE TABLE children (id int PRIMARY KEY, parent text)",
                "INSERT INTO children SELECT i, 'login-' || i FROM generate_series(1, 21) i",
                "ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES parents (login) NOT VALID");
        String rules =
                KEEP + "  public.parents: {columns: {login: hash}}\n  public.children: {columns: {parent: hash}}\n";
        fixture.mask(rules);
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "\"orphans\": 1", "\"orphans_before\": 1");
        assertThat(
                        fixture.query(
                                "SELECT count(*) FROM children c WHERE NOT EXISTS (SELECT FROM parents p WHERE p.login = c.parent)"))
                .isEqualTo("1");
        fixture = MaskingFixture.create(server);
        fixture.execute(
                "CREATE TABLE parents (id int PRIMARY KEY, login text UNIQUE)",
                "INSERT INTO parents SELECT i, 'login-' || i FROM generate_series(1, 20) i",
                "CREATE TABLE children (id int PRIMARY KEY, parent text)",
                "INSERT INTO children SELECT i, 'login-' || i FROM generate_series(1, 21) i",
                "ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES parents (login) NOT VALID");
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.maskAndTamper(
                        rules, "SET session_replication_role = replica; DELETE FROM parents WHERE id = 5"));
        assertThat(failed).hasMessageContaining("children_parent_fkey: 2 rows without a parent, 1 before");
    }
}
