package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.adapter.jdbc.JdbcDatabase;
import dev.runbook.adapter.jdbc.TestPostgresServer;
import dev.runbook.modules.sql.rules.MaskKey;
import dev.runbook.port.PortException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The key and the values of a masking on a server that logs everything it can: statements, parameters, plans, parse
 * trees, statistics.
 */
@Tag("slow")
class ServerLogTest {

    private static final MaskKey KEY = MaskKey.of(MaskingFixture.KEY);
    private static final List<String> CANARIES = List.of(MaskingFixture.KEY, KEY.inner(), KEY.outer());

    private static final String RULES = """
            keep: [{match: "*.*.id", why: keys}]
            tables:
              public.people:
                columns: {email: {mask: email, unique: true}, note: {mask: sql, expression: "%s"}}
            """;

    @AutoClose
    private static TestPostgresServer server;

    @BeforeAll
    static void start() {
        server = TestPostgresServer.start(
                "logging_collector=on",
                "log_directory=log",
                "log_statement=all",
                "log_min_duration_statement=0",
                "log_min_messages=debug1",
                "log_parameter_max_length=-1",
                "log_parameter_max_length_on_error=-1",
                "log_error_verbosity=verbose",
                "debug_print_plan=on",
                "shared_preload_libraries=auto_explain,pg_stat_statements",
                "auto_explain.log_min_duration=0",
                "auto_explain.log_analyze=on",
                "auto_explain.log_verbose=on",
                "auto_explain.log_settings=on",
                "auto_explain.log_nested_statements=on",
                "auto_explain.log_parameter_max_length=-1",
                "pg_stat_statements.track=all");
    }

    @Test
    void nothingThatTheServerRecordsHoldsTheKeyWhetherTheMaskingSucceedsOrFails() throws Exception {
        MaskingFixture fixture = MaskingFixture.create(server);
        fixture.execute(
                "CREATE EXTENSION pg_stat_statements",
                "CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, note text)",
                "INSERT INTO people SELECT i, 'someone' || i || '@corp.example', 'n' FROM generate_series(1, 20) i",
                "CREATE VIEW notes AS SELECT note FROM people",
                "ANALYZE");
        StringBuilder seen = new StringBuilder();
        Runnable look = () -> seen.append(fixture.query("SELECT query FROM pg_stat_activity"))
                .append(fixture.query("SELECT query FROM pg_stat_statements"));
        fixture.withDatabase(new ObservedDatabase(new JdbcDatabase(), look));
        PortException failed = catchThrowableOfType(
                PortException.class,
                () -> fixture.mask(RULES.formatted("(1 / length(substr({h}::text, 1, 0)))::text")));
        assertThat(failed).hasMessageContaining("division by zero");
        fixture.execute("DROP SCHEMA _runbook CASCADE");
        fixture.mask(RULES.formatted("'x'"));

        assertThat(server.log())
                .contains("COPY pg_temp._runbook_key", "UPDATE", "Query Text:", "parameters: $1 = ", "division by zero")
                .doesNotContain(CANARIES);
        assertThat(seen.toString()).contains("COPY pg_temp._runbook_key").doesNotContain(CANARIES);
        assertThat(failed.getMessage()).doesNotContain(CANARIES);
        assertThat(fixture.report()).contains(KEY.id()).doesNotContain(CANARIES);
    }

    @Test
    void aMaskingThatFailsOnAValueLeavesNoValueInTheLogAndNoneInItsMessage() {
        MaskingFixture fixture = MaskingFixture.create(server);
        fixture.execute(
                "CREATE TABLE people (id int PRIMARY KEY, email text UNIQUE, note text CHECK (length(note) < 9))",
                "INSERT INTO people SELECT i, 'someone' || i || '@corp.example', 'n' FROM generate_series(1, 20) i");
        String keep = "keep: [{match: \"*.*.{id,note}\", why: for this test}]\n";
        for (String expression : List.of("({col}::int)::text", "'the same'")) {
            PortException failed = catchThrowableOfType(
                    PortException.class,
                    () -> fixture.mask(keep + "tables:\n  public.people: {columns: {email: {mask: sql, expression: \""
                            + expression + "\"}}}\n"));
            assertThat(failed).hasMessageNotContaining("corp.example").hasMessageContaining("SQLState 2");
            fixture.execute(
                    "DROP SCHEMA _runbook CASCADE",
                    "DROP VIEW IF EXISTS seen",
                    "CREATE VIEW seen AS SELECT email FROM people");
        }
        PortException refused = catchThrowableOfType(PortException.class, () -> fixture.mask("""
                        keep: [{match: "*.*.{id,email}", why: for this test}]
                        tables:
                          public.people: {columns: {note: {mask: sql, expression: "'far too long'"}}}
                        """));
        assertThat(refused)
                .hasMessageContaining(
                        "sql:ALTER TABLE \"public\".\"people\": check constraint \"people_note_check\" of relation")
                .hasMessageNotContaining("corp.example");
        assertThat(server.log())
                .contains(
                        "invalid input syntax for type integer <value left out>",
                        "people_email_key",
                        "people_note_check")
                .doesNotContainPattern("someone[0-9]+@corp");
    }
}
