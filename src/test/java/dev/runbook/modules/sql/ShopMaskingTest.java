package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of the sandbox shop, applied to the shop. */
@Tag("slow")
class ShopMaskingTest {

    @AutoClose
    private static TestPostgresServer server;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @Test
    void noOriginalIsLeftInTheShop() throws Exception {
        MaskingFixture fixture = MaskingFixture.create(server);
        fixture.execute("SELECT set_config('shop.customers', '2000', false), set_config('shop.seed', '1', false);"
                + sandbox("shop-schema.sql") + sandbox("shop-rows.sql") + "ANALYZE");
        String originals = "SELECT md5(email), md5(first_name || last_name), md5(phone) FROM customers ORDER BY id";
        List<String> before = fixture.query(originals).lines().toList();
        String names = fixture.query(
                "SELECT string_agg(DISTINCT last_name, '|') FROM customers WHERE last_name ~ '^[[:alpha:]]{6,}$'");

        fixture.mask(Files.readString(Path.of("sql/shop.yml")));

        List<String> after = fixture.query(originals).lines().toList();
        assertThat(after).hasSize(before.size()).doesNotContainAnyElementsOf(before);
        assertThat(fixture.query("SELECT count(*) FROM customers WHERE email !~ '@example.test$'"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM customers c JOIN support_tickets t ON t.customer_id = c.id"
                        + " WHERE t.contact_email <> c.email"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM support_tickets WHERE body ~ '" + names + "|mailbox|freemail'"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM customers WHERE profile::text ~ 'mailbox|freemail|[+]49'"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM audit_log)"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM pg_namespace WHERE nspname = '_runbook'"))
                .isEqualTo("0");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"").doesNotContain("@", "555");
    }

    private static String sandbox(String name) throws Exception {
        return new String(
                ShopMaskingTest.class
                        .getResourceAsStream("/dev/runbook/sandbox/postgres/" + name)
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }
}
