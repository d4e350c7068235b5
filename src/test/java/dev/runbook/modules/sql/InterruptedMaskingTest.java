package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.port.Database;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A masking that is killed or loses an answer at each of its calls in turn, on a real PostgreSQL. */
@Tag("slow")
class InterruptedMaskingTest {

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

    private static final String SMALL = """
            CREATE TABLE plain (id int PRIMARY KEY, who text);
            INSERT INTO plain SELECT i, 'someone-' || i FROM generate_series(1, 20) i;
            CREATE TABLE viewed (id int PRIMARY KEY, who text);
            INSERT INTO viewed SELECT i, 'someone-' || i FROM generate_series(1, 20) i;
            CREATE VIEW names AS SELECT who FROM viewed;
            CREATE TABLE gone (id int PRIMARY KEY, who text);
            INSERT INTO gone SELECT i, 'someone-' || i FROM generate_series(1, 20) i;
            ANALYZE
            """;

    private static final String SMALL_RULES = """
            keep:
              - {match: "*.*.{id,day}", why: keys}
            tables:
              public.plain: {columns: {who: hash}}
              public.viewed: {delete_where: "id = 7", columns: {who: hash}}
              public.gone: truncate
            """;

    private String allRows() {
        return fixture.query("SELECT 'plain', id, who FROM plain UNION ALL SELECT 'viewed', id, who FROM viewed"
                + " UNION ALL SELECT 'gone', id, who FROM gone ORDER BY 1, 2");
    }

    private void restore() {
        fixture.withDatabase(new PooledDatabase());
        fixture.execute(
                "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS _runbook CASCADE; CREATE SCHEMA public;" + SMALL);
    }

    @Test
    void killedAtAnyCallEndsAsIfUndisturbed() throws Exception {
        interrupt(at -> new FailingDatabase(new PooledDatabase(), at), 0);
    }

    @Test
    void anyLostAnswerThatOfACommitTooEndsAsIfUndisturbed() throws Exception {
        // The last call drops the progress of a clone that is already tagged as masked, so it would not be masked
        // again.
        interrupt(at -> FailingDatabase.loseAnswerAt(new PooledDatabase(), at), 1);
    }

    private void interrupt(IntFunction<? extends Database> failingAt, int spared) throws Exception {
        restore();
        FailingDatabase counting = (FailingDatabase) failingAt.apply(Integer.MAX_VALUE);
        fixture.withDatabase(counting).mask(SMALL_RULES);
        String undisturbed = allRows();
        assertThat(undisturbed).doesNotContain("someone").hasLineCount(39);
        int calls = counting.calls();
        assertThat(calls).isGreaterThan(40);
        for (int at = 1; at <= calls - spared; at++) {
            restore();
            MaskingFixture killed = fixture.withDatabase(failingAt.apply(at));
            assertThat(catchThrowable(() -> killed.mask(SMALL_RULES)))
                    .as("killed at " + at)
                    .isNotNull();
            fixture.withDatabase(new PooledDatabase()).mask(SMALL_RULES);
            assertThat(allRows()).as("killed at call " + at + " of " + calls).isEqualTo(undisturbed);
        }
    }
}
