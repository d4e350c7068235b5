package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.world.RefreshTags;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules that are corrected after a failed verification: which of them can continue with the same clone, and which
 * cannot.
 */
@Tag("slow")
class ChangedRulesTest {

    private static final String SHIPPERS = """
            CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, login text, note text, city text);
            INSERT INTO people SELECT i, 'someone' || i || '@corp.example', 'login-' || i, 'a note ' || i, 'Ghent'
              FROM generate_series(1, 100) i;
            CREATE TABLE shippers (id int PRIMARY KEY, phone text);
            INSERT INTO shippers SELECT i, '+32 470 00 00 ' || 10 + i FROM generate_series(1, 20) i;
            ANALYZE
            """;

    private static final String RULES = """
            keep: [{match: "*.*.{id,city}", why: harmless}]
            tables:
              public.people:
                columns: {email: {mask: email, unique: true}, login: hash, note: text}
              public.shippers:
                columns: {phone: keep}
            """;

    @AutoClose
    private static TestPostgresServer server;

    private MaskingFixture fixture;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start();
    }

    @BeforeEach
    void failOnce() {
        fixture = MaskingFixture.create(server);
        fixture.execute(SHIPPERS);
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.mask(RULES));
        assertThat(failed)
                .hasMessageContaining("public.shippers.phone is kept, and 20 of its values look like a phone number");
    }

    private ModuleException requireRefusal(String rules) {
        ModuleException refused = catchThrowableOfType(ModuleException.class, () -> fixture.plan(rules));
        assertThat(refused).as("nothing was refused").isNotNull();
        assertThat(refused.isRefusal()).isTrue();
        assertThat(refused.advice()).contains("runbook discard");
        return refused;
    }

    @Test
    void aForgottenColumnIsMaskedOnTheSameCloneAndWhatIsMaskedStaysAsItIs() throws Exception {
        String people = fixture.query("SELECT string_agg(p::text, ' ' ORDER BY id) FROM people p");
        fixture.mask(RULES.replace("phone: keep", "phone: phone"));
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
        assertThat(fixture.query("SELECT string_agg(p::text, ' ' ORDER BY id) FROM people p"))
                .isEqualTo(people);
        assertThat(fixture.query("SELECT count(*) FROM shippers WHERE phone ~ '^[+]1[0-9]{3}55501[0-9]{2}$'"))
                .isEqualTo("20");
    }

    @Test
    void aColumnMoreOfAMaskedTableIsMaskedInAPassOfItsOwnAndAllOfThemAreProved() throws Exception {
        String kept = "SELECT string_agg(email || login || note, ' ' ORDER BY id) FROM people";
        String people = fixture.query(kept);
        String stricter = RULES.replace("note: text", "note: text, city: {mask: address, part: city}")
                .replace("phone: keep", "phone: phone");
        fixture.mask(stricter);
        assertThat(fixture.query(kept)).isEqualTo(people);
        assertThat(fixture.query("SELECT count(*) FROM people WHERE city = 'Ghent'"))
                .isEqualTo("0");
        assertThat(fixture.report())
                .contains("\"verdict\": \"verified\"")
                .containsPattern(
                        "\"email\": \\{\\s*\"mask\": \"email\",\\s+\"not_of_the_mask\": 0,\\s+\"unchanged\": 0,"
                                + "\\s+\"compared_rows\": 100")
                .containsPattern(
                        "\"city\": \\{\\s*\"mask\": \"address\",\\s+\"not_of_the_mask\": 0,\\s+\"unchanged\": 0,"
                                + "\\s+\"compared_rows\": 100");
    }

    @Test
    void aMaskedColumnMayBecomeNullOrLiteralAndATableMayBeEmptied() throws Exception {
        fixture.mask(RULES.replace("login: hash", "login: {mask: literal, value: x}")
                .replace("note: text", "note: 'null'")
                .replace("public.shippers:\n    columns: {phone: keep}", "public.shippers: truncate"));
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
        assertThat(fixture.query("SELECT count(*), count(note), count(DISTINCT login) FROM people"))
                .isEqualTo("100|0|1");
        assertThat(fixture.query("SELECT count(*) FROM shippers")).isEqualTo("0");
    }

    @Test
    void whatIsLookedAtLessStrictlyWithAReasonNeedsNoWork() throws Exception {
        fixture.mask(RULES.replace("phone: keep", "phone: {mask: keep, lookalikes: 20, why: numbers of companies}"));
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "numbers of companies");
    }

    @Test
    void whatIsMaskedIsNeitherUnmaskedNorMaskedTwice() {
        assertThat(requireRefusal(RULES.replace("login: hash", "login: keep")))
                .hasMessageContaining("public.people: login is already masked by another rule");
        assertThat(requireRefusal(RULES.replace("login: hash", "login: {mask: hash, length: 20}")))
                .hasMessageContaining("login is already masked by another rule");
        assertThat(requireRefusal(RULES.replace("    columns: {email", "    where: id > 5\n    columns: {email")))
                .hasMessageContaining("public.people: its rows were already processed");
        assertThat(requireRefusal(
                        RULES.replace("note: text", "note: text, city: {mask: address, part: city, by: login}")))
                .hasMessageContaining("city is masked by login, which is already masked");
    }

    @Test
    void anotherKeyIsRefused() {
        PlanningContext context = fixture.view(RULES, RefreshTags.State.QUARANTINED, Optional.empty());
        ModuleException refused = catchThrowableOfType(
                ModuleException.class, () -> fixture.plan("another key, with more than thirty-two bytes too", context));
        assertThat(refused).hasMessage("the masking of temp-stage was started with another key");
        assertThat(refused.isRefusal()).isTrue();
    }

    @Test
    void theCatalogueUserSeesWhatWasBegunAndNothingOfTheData() {
        fixture.execute("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN");
        PlanningContext check = fixture.view(
                        RULES.replace("login: hash", "login: keep"), RefreshTags.State.QUARANTINED, Optional.empty())
                .purpose(PlanningContext.Purpose.CHECK)
                .refresh(fixture.refreshWithCatalogueLogin());
        ModuleException refused =
                catchThrowableOfType(ModuleException.class, () -> fixture.plan(MaskingFixture.KEY, check));
        assertThat(refused.isRefusal()).isTrue();
        assertThat(fixture.query("SELECT has_table_privilege('reader', '_runbook.sample', 'SELECT'),"
                        + " has_table_privilege('reader', '_runbook.progress', 'SELECT'),"
                        + " has_table_privilege('reader', '_runbook.originals', 'SELECT')"))
                .isEqualTo("f|f|f");
    }
}
