package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.modules.Change;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.world.RefreshTags;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Masking on a real PostgreSQL: results, refusals and the effect of a kill. */
@Tag("slow")
class MaskingTest {

    private static final String PEOPLE = """
            CREATE SCHEMA "Odd ""Name";
            CREATE TABLE people (tenant int, number int, email varchar(60) NOT NULL UNIQUE, name text, born date,
              token uuid, profile jsonb, note text, len int GENERATED ALWAYS AS (length(note)) STORED,
              PRIMARY KEY (tenant, number));
            INSERT INTO people SELECT i % 3, i, 'Person' || i || '@corp.example', 'Zoë \\ O''Ünï ' || i, date '1980-01-01' + i,
              md5(i::text)::uuid, jsonb_build_object('mail', 'p' || i || '@corp.example', 'list', jsonb_build_array(
                jsonb_build_object('serial', 's' || i, 'extra', 1)), 'theme', 'dark', 'secret', i), 'call me at ' || i
              FROM generate_series(1, 500) i;
            UPDATE people SET name = NULL, note = NULL WHERE number % 7 = 0;
            CREATE TABLE loose (who text, "Strange Column" text);
            INSERT INTO loose SELECT 'someone-' || i, 'word' FROM generate_series(1, 50) i;
            CREATE TABLE "Odd ""Name"."T able" (id int PRIMARY KEY, email text);
            INSERT INTO "Odd ""Name"."T able" SELECT i, 'Person' || i || '@corp.example' FROM generate_series(1, 40) i;
            CREATE TABLE nobody (id int PRIMARY KEY, email text);
            CREATE MATERIALIZED VIEW emails AS SELECT email FROM "Odd ""Name"."T able";
            ANALYZE
            """;

    private static final String RULES = """
            keep:
              - {match: "*.*.{id,tenant,number}", why: keys}
            tables:
              public.people:
                columns:
                  email: {mask: email, unique: true}
                  name: person
                  born: {mask: date_shift, days: 3}
                  token: hash
                  profile: {mask: json, paths: {theme: keep, mail: {mask: email, unique: true}, "list[].serial": hash}}
                  note: text
              public.loose:
                columns: {who: hash, "Strange Column": 'null'}
              Odd "Name.T able:
                columns: {email: {mask: email, unique: true}}
              public.nobody:
                columns: {email: email}
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

    private String allRows() {
        return fixture.query("SELECT p::text FROM people p ORDER BY tenant, number") + "\n"
                + fixture.query("SELECT l::text FROM loose l ORDER BY who") + "\n"
                + fixture.query("SELECT t::text FROM \"Odd \"\"Name\".\"T able\" t ORDER BY id");
    }

    @Test
    void masksEveryKindOfTableAndKeepsNulls() throws Exception {
        fixture.mask(RULES);

        assertThat(allRows()).doesNotContain("corp.example", "Zoë", "call me", "someone", "\"secret\"", "\"extra\"");
        assertThat(fixture.query("SELECT count(*), count(name), count(note) FROM people"))
                .isEqualTo("500|429|429");
        assertThat(fixture.query("SELECT count(DISTINCT token), count(DISTINCT email) FROM people"))
                .isEqualTo("500|500");
        assertThat(fixture.query(
                        "SELECT DISTINCT profile ->> 'theme', jsonb_array_length(profile -> 'list') FROM people"))
                .isEqualTo("dark|1");
        assertThat(fixture.query("SELECT count(*) FROM people WHERE len <> length(note)"))
                .isEqualTo("0");
        assertThat(fixture.query("SELECT count(*) FROM people p JOIN \"Odd \"\"Name\".\"T able\" t USING (email)"
                        + " WHERE t.id = p.number"))
                .isEqualTo("40");
        assertThat(fixture.query("SELECT count(*) FROM emails WHERE email !~ 'example.test$'"))
                .isEqualTo("0");
        assertThat(fixture.query(
                        "SELECT most_common_vals || histogram_bounds::text FROM pg_stats WHERE attname = 'email'"))
                .doesNotContain("corp.example");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
    }

    @Test
    void theSameKeyMakesTheSameValuesAndAnotherNone() throws Exception {
        fixture.mask(RULES);
        String first = allRows();
        people();
        fixture.mask(RULES);
        assertThat(allRows()).isEqualTo(first);
        people();
        fixture.mask(RULES, "another key, with more than thirty-two bytes too");
        String emails = "SELECT email FROM people";
        assertThat(first).doesNotContain(fixture.query(emails).split("\n"));
    }

    @Test
    void killedAnywhereAndRunAgainEndsAsIfUndisturbed() throws Exception {
        fixture.mask(RULES);
        String undisturbed = allRows();
        FailingDatabase probe = new FailingDatabase(new PooledDatabase(), Integer.MAX_VALUE);
        people();
        fixture.withDatabase(probe).mask(RULES);
        int calls = probe.calls();
        assertThat(calls).isGreaterThan(40);
        for (int at = 1; at < calls; at += calls / 20) {
            people();
            MaskingFixture killed = fixture.withDatabase(new FailingDatabase(new PooledDatabase(), at));
            assertThat(catchThrowable(() -> killed.mask(RULES)))
                    .as("kill at " + at)
                    .isNotNull();
            fixture.withDatabase(new PooledDatabase()).mask(RULES);
            assertThat(allRows()).as("killed at call " + at + " of " + calls).isEqualTo(undisturbed);
        }
    }

    @Test
    void namesEveryColumnWithoutARuleAndEveryRuleWithoutAColumn() {
        fixture.execute("ALTER TABLE people ADD nickname text", "CREATE TABLE fresh (mobile varchar(20))");
        ModuleException refused = catchThrowableOfType(
                ModuleException.class,
                () -> fixture.plan(RULES.replace("token: hash", "token: hash\n      tokem: hash")));
        assertThat(refused.problems().stream().map(problem -> problem.summary() + " / " + problem.hint()))
                .containsExactlyInAnyOrder(
                        "public.people.nickname (text) has no rule / add under public.people, columns:  nickname: person",
                        "public.fresh.mobile (character varying(20)) has no rule"
                                + " / add under tables:  public.fresh: {columns: {mobile: phone}}",
                        "public.people has no column tokem that can be masked / did you mean 'token'?");
    }

    @Test
    void aSourceThatCannotBeReadIsAnErrorAndNotAPass() {
        PlanningContext context = fixture.view(RULES, RefreshTags.State.QUARANTINED, Optional.empty())
                .purpose(PlanningContext.Purpose.CHECK);
        ModuleException refused =
                catchThrowableOfType(ModuleException.class, () -> fixture.plan(MaskingFixture.KEY, context));
        assertThat(refused).hasMessageContaining("catalogue of prod cannot be read");
        assertThat(refused.advice()).contains("catalogue: {user:");
    }

    @Test
    void aCheckPrintsTheStatementsOfTheRun() throws Exception {
        fixture.execute("DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN");
        PlanningContext check = fixture.view(RULES, RefreshTags.State.QUARANTINED, Optional.empty())
                .purpose(PlanningContext.Purpose.CHECK)
                .refresh(fixture.refreshWithCatalogueLogin());
        List<String> printed = fixture.plan(MaskingFixture.KEY, check).changes().stream()
                .map(change -> change.describe().toString())
                .toList();
        List<String> sent = fixture.mask(RULES).changes().stream()
                .map(change -> change.describe().toString())
                .toList();
        assertThat(printed).isEqualTo(sent);
        assertThat(String.join("\n", sent)).doesNotContain(MaskingFixture.KEY);
    }

    @Test
    void aMaskedCloneNeedsNothingMoreAndOtherRulesAreRefused() throws Exception {
        Plan plan = fixture.plan(RULES);
        String digest = plan.result()
                .apply(fixture.view(RULES, RefreshTags.State.QUARANTINED, Optional.empty())
                        .world())
                .get("rules")
                .orElseThrow()
                .show();
        PlanningContext masked = fixture.view(RULES, RefreshTags.State.MASKED, Optional.of(digest));
        assertThat(fixture.plan(MaskingFixture.KEY, masked).changes().stream().map(Change::key))
                .containsExactly("drop progress shop");
        PlanningContext changed = fixture.view(RULES + "# other\n", RefreshTags.State.MASKED, Optional.of(digest));
        ModuleException refused =
                catchThrowableOfType(ModuleException.class, () -> fixture.plan(MaskingFixture.KEY, changed));
        assertThat(refused.isRefusal()).isTrue();
    }

    @Test
    void keptTextThatHoldsOriginalsFailsTheVerification() {
        fixture.execute(
                "CREATE TABLE letters (id int PRIMARY KEY, body text)",
                "INSERT INTO letters SELECT number, email FROM people WHERE number < 20");
        String rules = RULES + "  public.letters:\n    columns: {body: keep}\n";
        PortException failed = catchThrowableOfType(PortException.class, () -> fixture.mask(rules));
        assertThat(failed)
                .hasMessageContaining("public.letters.body is kept, and 19 of its values look like a mail address");
        assertThat(fixture.report())
                .contains("\"verdict\": \"failed\"", "\"originals_of_masked_columns\": 19")
                .doesNotContain("@corp");
    }
}
