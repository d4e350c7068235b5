package dev.runbook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {

    private static final Leases.Pulse SLOW = new Leases.Pulse(Duration.ofHours(1), 3);

    @TempDir
    Path state;

    private static final LeaseKey DEMO = LeaseKey.instance("123456789012", "eu-west-1", "demo");
    private static final Owner ELSEWHERE = new Owner("someone", "elsewhere", 1, Optional.empty(), Optional.empty());

    /** The clock of the other machine, used for its heartbeats. */
    private Instant there = Instant.parse("2026-11-21T04:45:00Z");

    private final Watcher here = new Watcher();

    /** A clock that advances only during sleep. */
    private static final class Watcher implements Leases.Time {

        private Instant now = Instant.parse("2026-11-21T04:45:00Z");
        private Runnable meanwhile = () -> {};

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration);
            meanwhile.run();
        }
    }

    @Test
    void aTargetHasOneHolder() throws Exception {
        try (Lease lease = leases(Owner.current()).acquire(DEMO, "r1")) {
            assertThat(lease.takenOver()).isEmpty();
            lease.confirm();
            assertThatThrownBy(() -> leases(ELSEWHERE).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("demo is being refreshed by " + Owner.current() + ", run r1, since ")
                    .hasMessageContaining("run the same command again");
            leases(ELSEWHERE)
                    .acquire(LeaseKey.instance("123456789012", "eu-west-1", "stage"), "r2")
                    .close();
        }
        leases(Owner.current()).acquire(DEMO, "r3").close();
    }

    @Test
    void aSilentHolderIsTakenOverVisiblyAndNoticesItBeforeItsNextCall() throws Exception {
        there = there.minus(Duration.ofHours(4));
        Lease old = beating(ELSEWHERE).acquire(DEMO, "r1");
        Leases leases = leases(Owner.current());
        assertThat(leases.watch(List.of(DEMO), "r2"))
                .singleElement()
                .asString()
                .contains("demo is held by someone@elsewhere, process 1, run r1", "waiting up to 10800 seconds");
        Lease fresh = leases.acquire(DEMO, "r2");
        assertThat(fresh.takenOver()).get().asString().contains("someone@elsewhere, process 1, run r1");
        assertThatThrownBy(old::confirm)
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining("has taken it over in run r2");
        old.close();
        fresh.confirm();
        fresh.close();
    }

    @Test
    void whetherAHolderLivesIsToldByItsBeatsHoweverWrongItsClockIs() throws Exception {
        for (Duration wrong : List.of(Duration.ofDays(-1), Duration.ofDays(1))) {
            there = here.now().plus(wrong);
            Lease living = beating(ELSEWHERE).acquire(DEMO, "r1");
            here.meanwhile = () -> {
                there = there.plus(Duration.ofMillis(1));
                beat(living);
            };
            assertThatThrownBy(() -> leases(Owner.current()).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class);
            here.meanwhile = () -> {};
            Instant begun = here.now();
            leases(Owner.current()).acquire(DEMO, "r2").close();
            assertThat(Duration.between(begun, here.now())).isGreaterThanOrEqualTo(SLOW.patience());
            living.abandon();
        }
    }

    @Test
    void leasesThatSeemAbandonedAreWatchedAllAtTheSameTime() throws Exception {
        there = there.minus(Duration.ofDays(1));
        List<LeaseKey> keys = List.of(DEMO, LeaseKey.bucket("media", "demo/"), LeaseKey.bucket("media", "stage/"));
        for (LeaseKey key : keys) {
            beating(ELSEWHERE).acquire(key, "r1").abandon();
        }
        Leases leases = leases(Owner.current());
        assertThat(leases.watch(keys, "r2")).hasSize(3);
        Instant begun = here.now();
        for (LeaseKey key : keys) {
            leases.acquire(key, "r2").close();
        }
        assertThat(Duration.between(begun, here.now()))
                .isLessThan(SLOW.patience().plus(SLOW.beat()));
    }

    @Test
    void aPartOfABucketIsWrittenByOneRunAndPartsBesideItByOthers() throws Exception {
        Leases mine = leases(Owner.current());
        Leases other = leases(ELSEWHERE);
        Lease whole = mine.acquire(LeaseKey.bucket("media", ""), "r1");
        Lease inside = mine.acquire(LeaseKey.bucket("media", "demo/"), "r1");
        whole.close();
        for (String prefix : List.of("", "demo/", "demo/images/")) {
            assertThatThrownBy(() -> other.acquire(LeaseKey.bucket("media", prefix), "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("s3://media/" + prefix + " is being written by");
        }
        other.acquire(LeaseKey.bucket("media", "demo2/"), "r2").close();
        other.acquire(LeaseKey.bucket("media-2", ""), "r2").close();
        other.acquire(LeaseKey.bucket("media", "x".repeat(900) + "/"), "r2").close();
        inside.close();
        other.acquire(LeaseKey.bucket("media", ""), "r2").close();
    }

    @Test
    void aLeaseThatAnOlderVersionWroteKeepsItsTarget() throws Exception {
        leases(ELSEWHERE).acquire(DEMO, "r1").abandon();
        Path file = state.resolve("leases/123456789012.eu-west-1.demo.json");
        Files.writeString(file, Files.readString(file).replaceFirst(",\"on\":\"[^\"]*\"", ""));
        assertThatThrownBy(() -> leases(Owner.current()).acquire(DEMO, "r2")).isInstanceOf(LeaseHeldException.class);
    }

    @Test
    void aHolderWhoseProcessHasEndedIsTakenOverAtOnce() throws Exception {
        Owner gone = new Owner(
                "someone",
                Owner.current().host(),
                4_190_001,
                Optional.empty(),
                Owner.current().space());
        leases(gone).acquire(DEMO, "r1").abandon();
        try (Lease lease = leases(Owner.current()).acquire(DEMO, "r2")) {
            assertThat(lease.takenOver()).get().asString().contains("that process has ended");
        }
    }

    @Test
    @Tag("slow")
    void anotherProcessThatLivesKeepsItsLeaseAndLosesItWhenKilled() throws Exception {
        Process holder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        state.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            here.now = Instant.now();
            assertThatThrownBy(() -> leases(Owner.current()).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
            assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        leases(Owner.current()).acquire(DEMO, "r2").close();
    }

    @Test
    void aProcessOfAnotherNamespaceCountsAsAliveUntilItIsSilent() throws Exception {
        Owner contained =
                new Owner("someone", Owner.current().host(), 4_190_001, Optional.empty(), Optional.of("other"));
        leases(contained).acquire(DEMO, "r1").abandon();
        assertThatThrownBy(() -> leases(Owner.current()).acquire(DEMO, "r2")).isInstanceOf(LeaseHeldException.class);
        here.now = here.now().plus(Duration.ofHours(4));
        leases(Owner.current()).acquire(DEMO, "r2").close();
    }

    @Test
    void aHolderAboutToChangeSomethingIsHeardOf() throws Exception {
        Lease lease = leases(ELSEWHERE).acquire(DEMO, "r1");
        here.now = here.now().plus(Duration.ofHours(4));
        lease.confirm();
        assertThatThrownBy(() -> leases(Owner.current()).acquire(DEMO, "r2")).isInstanceOf(LeaseHeldException.class);
        lease.close();
    }

    @Test
    void oneBeatThatFailsDoesNotEndTheOthers() throws Exception {
        Leases.Pulse quick = new Leases.Pulse(Duration.ofMillis(20), 50);
        try (Lease lease = new Leases(state, Owner.current(), new RealTime(), quick).acquire(DEMO, "r1")) {
            Path draft = Files.createDirectories(state.resolve("leases/" + DEMO.name() + ".draft/in-the-way"));
            Thread.sleep(100);
            Files.delete(draft);
            Files.delete(draft.getParent());
            Instant mended = Instant.now();
            Path file = state.resolve("leases/" + DEMO.name() + ".json");
            for (int look = 0; look < 100 && heard(file).isBefore(mended); look++) {
                Thread.sleep(20);
            }
            assertThat(heard(file)).isAfterOrEqualTo(mended);
            lease.confirm();
        }
    }

    private static Instant heard(Path file) throws Exception {
        return LeaseRecord.read(Files.readString(file)).orElseThrow().heartbeat();
    }

    private static void beat(Lease lease) {
        try {
            lease.confirm();
        } catch (LeaseHeldException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private Leases leases(Owner owner) {
        return new Leases(state, owner, here, SLOW);
    }

    /** Leases of a process with the clock of the other machine. */
    private Leases beating(Owner owner) {
        Leases.Time time = new Leases.Time() {
            @Override
            public Instant now() {
                return there;
            }

            @Override
            public void sleep(Duration duration) {
                throw new IllegalStateException("this process must not wait");
            }
        };
        return new Leases(state, owner, time, SLOW);
    }

    private static final class RealTime implements Leases.Time {

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    }

    /** A process that takes a lease and waits to be killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Leases.Pulse pulse = new Leases.Pulse(Duration.ofMillis(100), 5);
            Leases leases = new Leases(Path.of(arguments[0]), Owner.current(), new RealTime(), pulse);
            Lease lease = leases.acquire(DEMO, "r1");
            lease.confirm();
            System.out.println("held");
            Thread.sleep(60_000);
        }
    }
}
