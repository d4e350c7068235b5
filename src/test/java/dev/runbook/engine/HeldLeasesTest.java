package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.Lease;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.Leases;
import dev.runbook.journal.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run holds leases on: its targets by the number of their account, and the parts of buckets that it writes. */
class HeldLeasesTest {

    private static final String COPY = "- tasks: [{s3-sync: {}}]\n";

    @TempDir
    Path folder;

    @Test
    void aPartOfABucketThatAnotherRunWritesIsRefusedBeforeAnythingIsBegun() throws Exception {
        try (SiteFixture site = new SiteFixture(folder)) {
            try (Lease held = other(site).acquire(LeaseKey.bucket("demo-media", "images/"), "r1")) {
                RunOutcome outcome = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
                assertThat(outcome.exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
                assertThat(site.rig.story())
                        .contains("s3://demo-media/ is being written by someone@elsewhere, process 1, run r1");
                assertThat(site.rig.events(Event.ChangeAnnounced.class)).isEmpty();
                held.confirm();
            }
            assertThat(site.rig.run(FaultTest.WHOLE, COPY, false).exit())
                    .describedAs(site.rig.story())
                    .isZero();
            assertThat(site.rig.state().resolve("leases").toFile().list()).containsExactly("lock");
        }
    }

    @Test
    void theTargetIsLeasedByTheNumberOfItsAccountHoweverItsAddressIsWritten() throws Exception {
        String written =
                FaultTest.WHOLE.replaceFirst("( +)region: .*\n", "$0$1endpoint: {rds: 'http://LOCALHOST:1/'}\n");
        assertThat(written).contains("LOCALHOST");
        LeaseKey target = LeaseKey.instance("123456789012", "eu-west-1", "mitosis-demo");
        try (SiteFixture site = new SiteFixture(folder);
                Lease held = other(site).acquire(target, "r1")) {
            for (String inventory : new String[] {FaultTest.WHOLE, written}) {
                RunOutcome outcome = site.rig.run(inventory, COPY, false);
                assertThat(outcome.exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
                assertThat(site.rig.story()).contains("mitosis-demo is being refreshed by someone@elsewhere");
            }
            held.confirm();
        }
    }

    /** The leases of a run on another machine that beats now and then. */
    private static Leases other(SiteFixture site) {
        ProcessIdentity elsewhere = new ProcessIdentity("someone", "elsewhere", 1, Optional.empty(), Optional.empty());
        Leases.LeaseClock clock = new Leases.LeaseClock() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) {
                throw new IllegalStateException("nothing is in its way");
            }
        };
        return new Leases(site.rig.state(), elsewhere, clock, Leases.HeartbeatPolicy.standard());
    }
}
