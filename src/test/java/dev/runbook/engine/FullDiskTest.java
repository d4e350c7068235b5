package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.Journal;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that takes no more ends a run in order, at whichever line: nothing is done that is not noted, and it goes on later. */
class FullDiskTest {

    private static final String RUNBOOK = """
            - tasks:
                - {id: clone, do: {what: clone}, notify: restart}
                - block: [{id: mask, do: {what: mask}}]
                  rescue: [{id: page, do: {what: page}}]
                  always: [{id: tidy, do: {what: tidy}}]
              handlers: [{id: restart, do: {what: restart}}]
            """;

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();

    @AutoClose
    private EngineFixture rig;

    /** Takes so many lines, and half of the next. */
    private static final class FullDisk implements Journal.Disk {

        private final int room;
        private final AtomicInteger lines = new AtomicInteger();

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public void write(OutputStream file, byte[] line) throws IOException {
            if (lines.incrementAndGet() > room) {
                file.write(Arrays.copyOf(line, line.length / 2));
                throw new IOException("No space left on device");
            }
            file.write(line);
        }

        @Override
        public void sync(FileDescriptor file) {
            // The test is killed by nobody.
        }

        boolean isFull() {
            return lines.get() > room;
        }
    }

    @Test
    void aRunEndsAtWhicheverLineAndDoesNothingThatIsNotNoted() throws Exception {
        rig = new EngineFixture(folder, deeds.modules());
        List<String> told = new ArrayList<>();
        boolean full = true;
        for (int room = 0; full; room++) {
            FullDisk disk = new FullDisk(room);
            int before = deeds.done().size();
            RunOutcome outcome = rig.next(KillSwitch.none()).withDisk(disk).run(RecordingModule.ONE, RUNBOOK, false);
            List<String> done = deeds.done("one").subList(before, deeds.done().size());
            full = disk.isFull();
            assertThat(done).isEqualTo(noted(outcome));
            assertThat(outcome.exit()).describedAs(rig.story()).isEqualTo(full ? RunOutcome.UNRECORDED : 0);
            if (full) {
                assertThat(reasons(outcome))
                        .anyMatch(text -> text.contains(rig.state() + "/runs/" + outcome.run() + "/events.jsonl")
                                && text.contains("No space left on device"));
                told.addAll(reasons(outcome));
                assertThat(rig.events(Event.RunEnded.class)).hasSize(1);
                RunOutcome again = rig.next(KillSwitch.none())
                        .withDisk(Journal.Disk.system())
                        .run(RecordingModule.ONE, RUNBOOK, false);
                assertThat(again.exit()).describedAs(rig.story()).isZero();
                assertThat(deeds.done("one").subList(before, deeds.done().size()))
                        .contains("clone", "mask", "tidy", "restart")
                        .doesNotContain("page");
            }
        }
        assertThat(told)
                .anyMatch(
                        text -> text.contains("it stops here, in task clone before test Do clone, which was not sent"))
                .anyMatch(text -> text.contains("it stops here, in task mask after do mask, which was sent"));
    }

    @Test
    void leasesThatCannotBeRenewedEndItTooAndTheCallIsNotSent() throws Exception {
        try (SiteFixture site = new SiteFixture(folder)) {
            Path leases = site.rig.state().resolve("leases");
            site.rig.hearing(event -> {
                if (event.is(Event.ChangeAnnounced.class)) {
                    spoil(leases);
                }
            });
            RunOutcome outcome = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(outcome.exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.UNRECORDED);
            assertThat(site.rig.story()).contains("the lease cannot be renewed", "was not sent");
            assertThat(site.rig.changedAs()).isEmpty();
        }
    }

    @Test
    void aStateFolderThatIsDeletedInMidRunIsRefusedAndTheNextRunGoesOnFromTheMarks() throws Exception {
        try (SiteFixture site = new SiteFixture(folder)) {
            site.rig.hearing(event -> {
                if (event.is(Event.TaskStarted.class) && event.task().equals("promote")) {
                    delete(site.rig.state());
                }
            });
            RunOutcome outcome = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(outcome.exit()).describedAs(site.rig.story()).isEqualTo(RunOutcome.REFUSED);
            assertThat(site.rig.story())
                    .contains("the state folder was deleted or replaced", "This run makes no further changes");
            site.rig.hearing(event -> {});
            RunOutcome again = site.rig.next(KillSwitch.none()).run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(again.exit()).describedAs(site.rig.story()).isZero();
            assertThat(site.rig.first(Event.PairStarted.class).refresh()).isEqualTo(outcome.run());
        }
    }

    /** The deeds that the journal of a run says were about to be done. */
    private List<String> noted(RunOutcome outcome) throws IOException {
        RunFolders folders = new RunFolders(rig.state());
        RecordedRun run = new RecordedRun(outcome.run(), Journal.read(folders.journal(outcome.run())));
        return run.events("one").stream()
                .flatMap(record -> record.as(Event.ChangeAnnounced.class).stream())
                .filter(change -> RecordedRun.isCall(change.event()))
                .map(change -> change.event().call().subject())
                .toList();
    }

    private List<String> reasons(RunOutcome outcome) {
        assertThat(outcome.pairs()).hasSize(1);
        return rig.events().stream().map(EventLines::write).toList();
    }

    /** A file in the place of the folder: even the superuser cannot write into it. */
    private static void spoil(Path folder) {
        delete(folder);
        try {
            Files.writeString(folder, "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
