package dev.runbook.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private Instant now = Instant.parse("2026-11-21T04:45:00Z");

    @Test
    void aTargetHasOneHolder() throws Exception {
        try (Lease lease = leases(Owner.current()).acquire("demo", "r1")) {
            assertThat(lease.takenOver()).isEmpty();
            lease.confirm();
            Owner other = new Owner("someone", "elsewhere", 1, Optional.empty(), Optional.empty());
            assertThatThrownBy(() -> leases(other).acquire("demo", "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("demo is being refreshed by " + Owner.current() + ", run r1, since ")
                    .hasMessageContaining("run the same command again");
            leases(other).acquire("stage", "r2").close();
        }
        leases(Owner.current()).acquire("demo", "r3").close();
    }

    @Test
    void aSilentHolderIsTakenOverVisiblyAndNoticesItBeforeItsNextCall() throws Exception {
        Owner silent = new Owner("someone", "elsewhere", 1, Optional.empty(), Optional.empty());
        Lease old = leases(silent).acquire("demo", "r1");
        now = now.plus(Duration.ofHours(4));
        Lease fresh = leases(Owner.current()).acquire("demo", "r2");
        assertThat(fresh.takenOver()).get().asString().contains("someone@elsewhere, process 1, run r1");
        assertThatThrownBy(old::confirm)
                .isInstanceOf(LeaseHeldException.class)
                .hasMessageContaining("has taken it over in run r2");
        old.close();
        fresh.confirm();
        fresh.close();
    }

    @Test
    void aHolderWhoseProcessHasEndedIsTakenOverAtOnce() throws Exception {
        Owner gone = new Owner(
                "someone",
                Owner.current().host(),
                4_190_001,
                Optional.empty(),
                Owner.current().space());
        leases(gone).acquire("demo", "r1").abandon();
        try (Lease lease = leases(Owner.current()).acquire("demo", "r2")) {
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
            now = Instant.now();
            assertThatThrownBy(() -> leases(Owner.current()).acquire("demo", "r2"))
                    .isInstanceOf(LeaseHeldException.class)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
            assertThat(holder.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        leases(Owner.current()).acquire("demo", "r2").close();
    }

    @Test
    void aProcessOfAnotherNamespaceCountsAsAliveUntilItIsSilent() throws Exception {
        Owner contained =
                new Owner("someone", Owner.current().host(), 4_190_001, Optional.empty(), Optional.of("other"));
        leases(contained).acquire("demo", "r1").abandon();
        assertThatThrownBy(() -> leases(Owner.current()).acquire("demo", "r2")).isInstanceOf(LeaseHeldException.class);
        now = now.plus(Duration.ofHours(4));
        leases(Owner.current()).acquire("demo", "r2").close();
    }

    @Test
    void aHolderAboutToChangeSomethingIsHeardOf() throws Exception {
        Lease lease = leases(new Owner("someone", "elsewhere", 1, Optional.empty(), Optional.empty()))
                .acquire("demo", "r1");
        now = now.plus(Duration.ofHours(4));
        lease.confirm();
        assertThatThrownBy(() -> leases(Owner.current()).acquire("demo", "r2")).isInstanceOf(LeaseHeldException.class);
        lease.close();
    }

    @Test
    void oneBeatThatFailsDoesNotEndTheOthers() throws Exception {
        Leases.Pulse quick = new Leases.Pulse(Duration.ofMillis(20), 50);
        try (Lease lease = new Leases(state, Owner.current(), Instant::now, quick).acquire("demo", "r1")) {
            Path draft = Files.createDirectories(state.resolve("leases/demo.draft/in-the-way"));
            Thread.sleep(100);
            Files.delete(draft);
            Files.delete(draft.getParent());
            Instant mended = Instant.now();
            Path file = state.resolve("leases/demo.json");
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

    private Leases leases(Owner owner) {
        return new Leases(state, owner, () -> now, SLOW);
    }

    /** A process that takes a lease and waits to be killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            Leases.Pulse pulse = new Leases.Pulse(Duration.ofMillis(100), 5);
            Leases leases = new Leases(Path.of(arguments[0]), Owner.current(), Instant::now, pulse);
            Lease lease = leases.acquire("demo", "r1");
            lease.confirm();
            System.out.println("held");
            Thread.sleep(60_000);
        }
    }
}
