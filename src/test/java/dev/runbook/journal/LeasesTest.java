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

    private static final Leases.HeartbeatPolicy SLOW = new Leases.HeartbeatPolicy(Duration.ofHours(1), 3);

    @TempDir
    Path state;

    private static final LeaseKey DEMO = LeaseKey.instance("123456789012", "eu-west-1", "demo");
    private static final ProcessIdentity OTHER_HOST =
            new ProcessIdentity("someone", "elsewhere", 1, Optional.empty(), Optional.empty());

    /** The clock of the other machine, used for its heartbeats. */
    private Instant otherTime = Instant.parse("2026-11-21T04:45:00Z");

    private final ManualClock manualClock = new ManualClock();

    /** A clock that advances only during sleep. */
    private static final class ManualClock implements Leases.LeaseClock {

        private Instant now = Instant.parse("2026-11-21T04:45:00Z");
        private Runnable onSleep = () -> {};

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration);
            onSleep.run();
        }
    }

    @Test
    void aTargetHasOneHolder() throws Exception {
        try (Lease lease = leases(ProcessIdentity.current()).acquire(DEMO, "r1")) {
            assertThat(lease.takeoverNotice()).isEmpty();
            lease.confirm();
            assertThatThrownBy(() -> leases(OTHER_HOST).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining(
                            "demo is being refreshed by " + ProcessIdentity.current() + ", run r1, since ")
                    .hasMessageContaining("run the same command again");
            leases(OTHER_HOST)
                    .acquire(LeaseKey.instance("123456789012", "eu-west-1", "stage"), "r2")
                    .close();
        }
        leases(ProcessIdentity.current()).acquire(DEMO, "r3").close();
    }

    @Test
    void aSilentHolderIsTakenOverAndNoticesItBeforeItsNextCall() throws Exception {
        otherTime = otherTime.minus(Duration.ofHours(4));
        Lease old = leasesOfOtherHost(OTHER_HOST).acquire(DEMO, "r1");
        Leases leases = leases(ProcessIdentity.current());
        assertThat(leases.watchSilent(List.of(DEMO), "r2"))
                .singleElement()
                .asString()
                .contains("demo is held by someone@elsewhere, process 1, run r1", "waiting up to 10800 seconds");
        Lease fresh = leases.acquire(DEMO, "r2");
        assertThat(fresh.takeoverNotice()).get().asString().contains("someone@elsewhere, process 1, run r1");
        assertThatThrownBy(old::confirm)
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining("has taken it over in run r2");
        old.close();
        fresh.confirm();
        fresh.close();
    }

    @Test
    void heartbeatsDecideWhetherAHolderIsAliveNotItsClock() throws Exception {
        for (Duration wrong : List.of(Duration.ofDays(-1), Duration.ofDays(1))) {
            otherTime = manualClock.now().plus(wrong);
            Lease living = leasesOfOtherHost(OTHER_HOST).acquire(DEMO, "r1");
            manualClock.onSleep = () -> {
                otherTime = otherTime.plus(Duration.ofMillis(1));
                beat(living);
            };
            assertThatThrownBy(() -> leases(ProcessIdentity.current()).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class);
            manualClock.onSleep = () -> {};
            Instant begun = manualClock.now();
            leases(ProcessIdentity.current()).acquire(DEMO, "r2").close();
            assertThat(Duration.between(begun, manualClock.now())).isGreaterThanOrEqualTo(SLOW.timeout());
            living.abandon();
        }
    }

    @Test
    void silentLeasesAreWatchedAtTheSameTime() throws Exception {
        otherTime = otherTime.minus(Duration.ofDays(1));
        List<LeaseKey> keys = List.of(DEMO, LeaseKey.bucket("media", "demo/"), LeaseKey.bucket("media", "stage/"));
        for (LeaseKey key : keys) {
            leasesOfOtherHost(OTHER_HOST).acquire(key, "r1").abandon();
        }
        Leases leases = leases(ProcessIdentity.current());
        assertThat(leases.watchSilent(keys, "r2")).hasSize(3);
        Instant begun = manualClock.now();
        for (LeaseKey key : keys) {
            leases.acquire(key, "r2").close();
        }
        assertThat(Duration.between(begun, manualClock.now()))
                .isLessThan(SLOW.timeout().plus(SLOW.interval()));
    }

    @Test
    void aPartOfABucketIsWrittenByOneRunAndPartsBesideItByOthers() throws Exception {
        Leases mine = leases(ProcessIdentity.current());
        Leases other = leases(OTHER_HOST);
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
        leases(OTHER_HOST).acquire(DEMO, "r1").abandon();
        Path file = state.resolve("leases/123456789012.eu-west-1.demo.json");
        Files.writeString(file, Files.readString(file).replaceFirst(",\"on\":\"[^\"]*\"", ""));
        assertThatThrownBy(() -> leases(ProcessIdentity.current()).acquire(DEMO, "r2"))
                .isInstanceOf(LeaseHeldException.class);
    }

    @Test
    void aHolderWhoseProcessHasEndedIsTakenOverAtOnce() throws Exception {
        ProcessIdentity gone = new ProcessIdentity(
                "someone",
                ProcessIdentity.current().host(),
                4_190_001,
                Optional.empty(),
                ProcessIdentity.current().pidNamespace());
        leases(gone).acquire(DEMO, "r1").abandon();
        try (Lease lease = leases(ProcessIdentity.current()).acquire(DEMO, "r2")) {
            assertThat(lease.takeoverNotice()).get().asString().contains("that process has ended");
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
            manualClock.now = Instant.now();
            assertThatThrownBy(() -> leases(ProcessIdentity.current()).acquire(DEMO, "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
            assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        leases(ProcessIdentity.current()).acquire(DEMO, "r2").close();
    }

    @Test
    void aProcessOfAnotherNamespaceCountsAsAliveUntilItIsSilent() throws Exception {
        ProcessIdentity contained = new ProcessIdentity(
                "someone", ProcessIdentity.current().host(), 4_190_001, Optional.empty(), Optional.of("other"));
        leases(contained).acquire(DEMO, "r1").abandon();
        assertThatThrownBy(() -> leases(ProcessIdentity.current()).acquire(DEMO, "r2"))
                .isInstanceOf(LeaseHeldException.class);
        manualClock.now = manualClock.now().plus(Duration.ofHours(4));
        leases(ProcessIdentity.current()).acquire(DEMO, "r2").close();
    }

    @Test
    void confirmRenewsTheHeartbeat() throws Exception {
        Lease lease = leases(OTHER_HOST).acquire(DEMO, "r1");
        manualClock.now = manualClock.now().plus(Duration.ofHours(4));
        lease.confirm();
        assertThatThrownBy(() -> leases(ProcessIdentity.current()).acquire(DEMO, "r2"))
                .isInstanceOf(LeaseHeldException.class);
        lease.close();
    }

    @Test
    void oneFailedHeartbeatDoesNotStopTheNext() throws Exception {
        Leases.HeartbeatPolicy quick = new Leases.HeartbeatPolicy(Duration.ofMillis(20), 50);
        try (Lease lease = new Leases(state, ProcessIdentity.current(), new RealClock(), quick).acquire(DEMO, "r1")) {
            Path draft = Files.createDirectories(state.resolve("leases/" + DEMO.name() + ".draft/in-the-way"));
            Thread.sleep(100);
            Files.delete(draft);
            Files.delete(draft.getParent());
            Instant mended = Instant.now();
            Path file = state.resolve("leases/" + DEMO.name() + ".json");
            for (int look = 0; look < 100 && heartbeat(file).isBefore(mended); look++) {
                Thread.sleep(20);
            }
            assertThat(heartbeat(file)).isAfterOrEqualTo(mended);
            lease.confirm();
        }
    }

    private static Instant heartbeat(Path file) throws Exception {
        return LeaseRecord.read(Files.readString(file)).orElseThrow().heartbeat();
    }

    private static void beat(Lease lease) {
        try {
            lease.confirm();
        } catch (LeaseHeldException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private Leases leases(ProcessIdentity owner) {
        return new Leases(state, owner, manualClock, SLOW);
    }

    /** Leases of a process with the clock of the other machine. */
    private Leases leasesOfOtherHost(ProcessIdentity owner) {
        Leases.LeaseClock clock = new Leases.LeaseClock() {
            @Override
            public Instant now() {
                return otherTime;
            }

            @Override
            public void sleep(Duration duration) {
                throw new IllegalStateException("this process must not wait");
            }
        };
        return new Leases(state, owner, clock, SLOW);
    }

    private static final class RealClock implements Leases.LeaseClock {

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
            Leases.HeartbeatPolicy heartbeat = new Leases.HeartbeatPolicy(Duration.ofMillis(100), 5);
            Leases leases = new Leases(Path.of(arguments[0]), ProcessIdentity.current(), new RealClock(), heartbeat);
            Lease lease = leases.acquire(DEMO, "r1");
            lease.confirm();
            System.out.println("held");
            Thread.sleep(60_000);
        }
    }
}
