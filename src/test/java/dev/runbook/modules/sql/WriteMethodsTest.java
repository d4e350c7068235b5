package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.modules.ModuleException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables for which a rewrite is not enough, on a real PostgreSQL. */
@Tag("slow")
class WriteMethodsTest {

    private static final String KEEP = "keep:\n  - {match: \"*.*.{id,day}\", why: keys}\ntables:\n";

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

    private List<String> planProblems(String rules) {
        ModuleException refused = catchThrowableOfType(ModuleException.class, () -> fixture.plan(rules));
        assertThat(refused).as("nothing was refused").isNotNull();
        return refused.problems().stream()
                .map(problem -> problem.code() + " " + problem.summary())
                .toList();
    }

    private void createFamilies() {
        fixture.execute(
                "CREATE TABLE parents (id int PRIMARY KEY, login text NOT NULL UNIQUE)",
                "INSERT INTO parents SELECT i, 'login-' || i FROM generate_series(1, 200) i",
                "CREATE TABLE children (id int PRIMARY KEY, parent text REFERENCES parents (login) ON UPDATE CASCADE)",
                "INSERT INTO children SELECT i, 'login-' || (i % 200 + 1) FROM generate_series(1, 600) i",
                "INSERT INTO children VALUES (601, NULL)",
                "ANALYZE");
    }

    @Test
    void bothSidesOfAForeignKeyKeepMatching() throws Exception {
        createFamilies();
        fixture.mask(
                KEEP + "  public.parents: {columns: {login: hash}}\n  public.children: {columns: {parent: hash}}\n");
        assertThat(fixture.query("SELECT count(*) FROM children c JOIN parents p ON p.login = c.parent"
                        + " WHERE p.id = c.id % 200 + 1 AND p.login !~ 'login'"))
                .isEqualTo("600");
        assertThat(fixture.query("SELECT convalidated, confupdtype FROM pg_constraint WHERE contype = 'f'"))
                .isEqualTo("t|c");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "\"orphans\": 0");
    }

    @Test
    void aForeignKeyMaskedOnOneSideIsRefused() {
        createFamilies();
        assertThat(planProblems(KEEP
                        + "  public.parents: {columns: {login: hash}}\n  public.children: {columns: {parent: keep}}\n"))
                .containsExactly("one-sided-key foreign key children_parent_fkey: public.children.parent and"
                        + " public.parents.login are not masked alike");
    }

    @Test
    void valuesThatMustBeUniqueOrShortAreRefusedBeforeAnythingIsDone() {
        fixture.execute(
                "CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, short varchar(10))",
                "INSERT INTO people SELECT i, 'p' || i, 'x' FROM generate_series(1, 30000) i",
                "ANALYZE");
        assertThat(planProblems(KEEP + "  public.people: {columns: {email: email, short: hash}}\n"))
                .containsExactly(
                        "not-unique public.people.email: it is unique (email), and 'email' makes too few different values",
                        "unfit-strategy public.people.short: 'hash' makes up to 32 characters,"
                                + " the column is character varying(10)");
    }

    @Test
    void rowsThatTheRuleDeletesAreGoneAndTheRestIsMasked() throws Exception {
        fixture.execute(
                "CREATE TABLE events (id int PRIMARY KEY, day date NOT NULL, who text)",
                "INSERT INTO events SELECT i, date '2020-01-01' + i, 'someone-' || i FROM generate_series(1, 500) i",
                "ANALYZE");
        fixture.mask(KEEP + "  public.events: {delete_where: \"day < '2021-01-01'\", columns: {who: hash}}\n");
        assertThat(fixture.query("SELECT count(*), min(id), count(*) FILTER (WHERE who ~ 'someone') FROM events"))
                .isEqualTo("135|366|0");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "\"rows\": 135");
    }

    @Test
    void batchesMaskEveryRowOnce() throws Exception {
        fixture.execute(
                "CREATE TABLE big (id int, day date, who text, PRIMARY KEY (day, id))",
                "INSERT INTO big SELECT i, date '2020-01-01' + i % 7, 'someone-' || i FROM generate_series(1, 120000) i",
                "CREATE VIEW names AS SELECT who FROM big",
                "CREATE TABLE small AS SELECT id, who FROM big",
                "ANALYZE");
        fixture.mask(KEEP + "  public.big: {columns: {who: hash}}\n  public.small: {columns: {who: hash}}\n");
        assertThat(fixture.query(
                        "SELECT count(*) FROM big b JOIN small s USING (id, who) WHERE who ~ '^[0-9a-f]{32}$'"))
                .isEqualTo("120000");
        assertThat(fixture.report())
                .contains("\"verdict\": \"verified\"", "\"way\": \"batches\"", "\"way\": \"rewrite\"");
    }

    @Test
    void allPartitionsAreMaskedWithTheirTable() throws Exception {
        fixture.execute(
                "CREATE TABLE logs (id int, day date, who text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day)",
                "CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2020-06-01')",
                "CREATE TABLE logs_new PARTITION OF logs FOR VALUES FROM ('2020-06-01') TO (MAXVALUE)",
                "INSERT INTO logs SELECT i, date '2020-01-01' + i, 'someone-' || i % 9 FROM generate_series(1, 300) i",
                "ANALYZE");
        fixture.mask(KEEP + "  public.logs: {columns: {who: hash}}\n");
        assertThat(fixture.query("SELECT count(*), count(DISTINCT who) FROM logs WHERE who !~ 'someone'"))
                .isEqualTo("300|9");
        assertThat(fixture.query(
                        "SELECT count(*) FROM pg_stats WHERE attname = 'who' AND most_common_vals::text ~ 'someone'"))
                .isEqualTo("0");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"");
    }

    @Test
    void aTriggerDoesNotCopyOldValues() throws Exception {
        fixture.execute(
                "CREATE TABLE people (id int PRIMARY KEY, who text)",
                "CREATE TABLE history (id serial PRIMARY KEY, who text)",
                "INSERT INTO people SELECT i, 'someone-' || i FROM generate_series(1, 100) i",
                "CREATE FUNCTION remember() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO history (who) VALUES (OLD.who); RETURN NEW; END'",
                "CREATE TRIGGER remembering BEFORE UPDATE OF who ON people FOR EACH ROW EXECUTE FUNCTION remember()",
                "ANALYZE");
        fixture.mask(KEEP + "  public.people: {columns: {who: hash}}\n  public.history: {columns: {who: hash}}\n");
        assertThat(fixture.query("SELECT (SELECT count(*) FROM history), count(*) FROM people WHERE who !~ 'someone'"))
                .isEqualTo("0|100");
        assertThat(fixture.query("SELECT tgenabled FROM pg_trigger WHERE tgname = 'remembering'"))
                .isEqualTo("O");
        assertThat(fixture.report()).contains("\"verdict\": \"verified\"", "\"way\": \"batches\"");
    }
}
