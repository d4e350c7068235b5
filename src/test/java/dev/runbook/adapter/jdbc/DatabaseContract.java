package dev.runbook.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.world.Password;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of the database port, verified on a real PostgreSQL server. */
interface DatabaseContract {

    Database DATABASE = new JdbcDatabase();

    DatabaseAddress address();

    @Test
    default void givesRowsAsTextAndNullAsEmpty() throws PortException {
        try (var session = DATABASE.openReadOnly(address())) {
            assertThat(session.query("SELECT 1, NULL, 'a?b', '{}'::jsonb", List.of()))
                    .containsExactly(
                            List.of(Optional.of("1"), Optional.empty(), Optional.of("a?b"), Optional.of("{}")));
        }
    }

    @Test
    default void bindsParametersAndTakesTheirTypeFromTheStatement() throws PortException {
        try (var session = DATABASE.openReadOnly(address())) {
            List<Parameter> parameters = List.of(
                    Parameter.of("41"), new Parameter(Optional.empty(), false), Parameter.secret("it's \\ ünï"));
            assertThat(session.query("SELECT ?::int + 1, ?::text, ?::text", parameters))
                    .containsExactly(List.of(Optional.of("42"), Optional.empty(), Optional.of("it's \\ ünï")));
        }
    }

    @Test
    default void questionMarksAreOperatorsInAStatementWithoutParameters() throws PortException {
        try (var session = DATABASE.openReadOnly(address())) {
            assertThat(session.query("SELECT '{\"a\": 1}'::jsonb ? 'a'", List.of()))
                    .containsExactly(List.of(Optional.of("t")));
        }
    }

    @Test
    default void changesNothingInAReadOnlySession() throws PortException {
        try (var session = DATABASE.openReadOnly(address())) {
            PortException error = fails(() -> session.execute("CREATE TABLE read_only (a int)", List.of()));
            assertThat(error.kind()).isEqualTo(Kind.BROKEN);
            assertThat(error).hasMessageContaining("read-only transaction").hasMessageContaining("25006");
        }
    }

    @Test
    default void commitsWhatReturnsAndRollsBackWhatThrows() throws PortException {
        try (var session = DATABASE.open(address())) {
            session.execute("CREATE TABLE kept (a int)", List.of());
            assertThat(session.transaction(() -> session.execute("INSERT INTO kept VALUES (1), (2)", List.of())))
                    .isEqualTo(2);
            fails(() -> session.transaction(() -> {
                session.execute("INSERT INTO kept VALUES (3)", List.of());
                return session.execute("INSERT INTO no_such_table VALUES (3)", List.of());
            }));
            assertThat(session.query("SELECT count(*) FROM kept", List.of()))
                    .containsExactly(List.of(Optional.of("2")));
        }
    }

    @Test
    default void saysWhichConstraintButNeverWhichValue() throws PortException {
        try (var session = DATABASE.open(address())) {
            session.execute("CREATE TABLE people (email text CONSTRAINT one_each UNIQUE)", List.of());
            session.execute("INSERT INTO people VALUES ('ada@corp.example')", List.of());
            PortException twice =
                    fails(() -> session.execute("INSERT INTO people VALUES ('ada@corp.example')", List.of()));
            assertThat(twice.kind()).isEqualTo(Kind.BROKEN);
            assertThat(twice)
                    .hasMessageContaining("one_each")
                    .hasMessageNotContaining("ada")
                    .hasNoCause();
            PortException syntax = fails(() -> session.query("SELECT email::int FROM people", List.of()));
            assertThat(syntax).hasMessageContaining("integer").hasMessageNotContaining("ada");
            PortException raised = fails(() -> session.execute("DO $$ BEGIN RAISE 'no ada here'; END $$", List.of()));
            assertThat(raised).hasMessageNotContaining("ada");
        }
    }

    @Test
    default void aRefusedConnectionMayBeTriedAgain() throws PortException {
        PortException error = fails(() -> DATABASE.open(at(address(), 1)));
        assertThat(error.kind()).isEqualTo(Kind.RETRYABLE);
    }

    @Test
    default void aDatabaseThatIsNotThereIsNotFound() throws PortException {
        DatabaseAddress there = address();
        DatabaseAddress missing = new DatabaseAddress(
                "postgres",
                there.host(),
                there.port(),
                "no such/one?",
                there.user(),
                there.password(),
                there.tls(),
                there.connectTimeout());
        assertThat(fails(() -> DATABASE.open(missing)).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    default void aWrongPasswordIsDeniedAndNotShown() throws PortException {
        try (var session = DATABASE.open(address())) {
            session.execute("DROP ROLE IF EXISTS locked", List.of());
            session.execute("CREATE ROLE locked NOLOGIN", List.of());
        }
        DatabaseAddress there = address();
        DatabaseAddress locked = new DatabaseAddress(
                "postgres",
                there.host(),
                there.port(),
                there.database(),
                "locked",
                new Password("hush-hush"),
                there.tls(),
                Duration.ofSeconds(5));
        PortException error = fails(() -> DATABASE.open(locked));
        assertThat(error.kind()).isEqualTo(Kind.DENIED);
        assertThat(error).hasMessageNotContaining("hush-hush");
    }

    @Test
    default void aSessionEndedDuringAStatementLeavesTheOutcomeUnknown() throws Exception {
        try (var victim = DATABASE.open(address());
                var other = DATABASE.open(address())) {
            String pid = victim.query("SELECT pg_backend_pid()", List.of())
                    .get(0)
                    .get(0)
                    .orElseThrow();
            AtomicReference<PortException> failure = new AtomicReference<>();
            Thread sleeping =
                    new Thread(() -> failure.set(fails(() -> victim.execute("SELECT pg_sleep(30)", List.of()))));
            sleeping.start();
            awaitActive(other, pid);
            other.query("SELECT pg_terminate_backend(?::int)", List.of(Parameter.of(pid)));
            sleeping.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(failure.get().kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        }
    }

    @Test
    default void anInterruptCancelsTheStatementAndTheSessionStaysUsable() throws Exception {
        try (var session = DATABASE.open(address());
                var other = DATABASE.open(address())) {
            String pid = session.query("SELECT pg_backend_pid()", List.of())
                    .get(0)
                    .get(0)
                    .orElseThrow();
            AtomicReference<PortException> failure = new AtomicReference<>();
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread sleeping = new Thread(() -> {
                failure.set(fails(() -> session.execute("SELECT pg_sleep(30)", List.of())));
                if (Thread.interrupted()) {
                    interrupted.countDown();
                }
            });
            sleeping.start();
            awaitActive(other, pid);
            sleeping.interrupt();
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get().kind()).isEqualTo(Kind.RETRYABLE);
            assertThat(session.query("SELECT 7", List.of())).containsExactly(List.of(Optional.of("7")));
        }
    }

    @Test
    default void aLockThatIsNotGivenInTimeMayBeTriedAgain() throws PortException {
        try (var session = DATABASE.open(address());
                var other = DATABASE.open(address())) {
            session.execute("CREATE TABLE locked (a int)", List.of());
            other.execute("SET lock_timeout = '50ms'", List.of());
            session.transaction(() -> {
                session.execute("LOCK TABLE locked", List.of());
                assertThat(fails(() -> other.query("SELECT * FROM locked", List.of()))
                                .kind())
                        .isEqualTo(Kind.RETRYABLE);
                return 0;
            });
        }
    }

    private static void awaitActive(Database.Session session, String pid) throws Exception {
        String active = "SELECT count(*) FROM pg_stat_activity WHERE pid = ?::int AND wait_event = 'PgSleep'";
        for (int look = 0; look < 200; look++) {
            if (session.query(active, List.of(Parameter.of(pid)))
                    .get(0)
                    .get(0)
                    .orElseThrow()
                    .equals("1")) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the statement did not start");
    }

    private static DatabaseAddress at(DatabaseAddress address, int port) {
        return new DatabaseAddress(
                address.engine(),
                address.host(),
                port,
                address.database(),
                address.user(),
                address.password(),
                address.tls(),
                address.connectTimeout());
    }

    private static PortException fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        PortException error = catchThrowableOfType(PortException.class, work);
        assertThat(error).isNotNull();
        return error;
    }
}
