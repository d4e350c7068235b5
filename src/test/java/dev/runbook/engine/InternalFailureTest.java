package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.modules.PlanningContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Something of the program itself breaks, or its own thread is interrupted, while several pairs are at work. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InternalFailureTest {

    private static final String TWO_TASKS = "- tasks: [{do: {what: a}}, {do: {what: b}}]";

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();
    private final CountDownLatch met = new CountDownLatch(3);
    private Consumer<PlanningContext> planned = context -> {};

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(
                folder,
                deeds.modules(
                        new TestModules.Thinking("think", true, context -> planned.accept(context)),
                        new TestModules.Thinking("look", false, context -> planned.accept(context))));
    }

    private RunOutcome all(String runbook, Cancellation cancellation) throws IOException {
        return rig.next(KillSwitch.none()).run(RecordingModule.INVENTORY, runbook, false, cancellation);
    }

    /** All pairs are at their first task. */
    private void meet() {
        met.countDown();
        try {
            met.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rest(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> leases() throws IOException {
        try (Stream<Path> files = Files.walk(rig.state())) {
            return files.filter(file ->
                            file.toString().endsWith(".json") && file.toString().contains("lease"))
                    .toList();
        }
    }

    @Test
    void noPairBeginsAnythingMoreAfterAnErrorInAnother() {
        deeds.besides(deed -> {
            meet();
            if (deed.equals("two:a")) {
                throw new StackOverflowError("too deep");
            }
            rest(20_000);
        });
        assertThatThrownBy(() -> all("""
                - tasks:
                    - block: [{do: {what: a}}]
                      always: [{do: {what: tidy}}]
                    - {do: {what: b}}
                """, new Cancellation())).isInstanceOf(StackOverflowError.class);
        assertThat(deeds.done()).containsExactlyInAnyOrder("one:a", "two:a", "three:a");
    }

    @Test
    void aPairThatTidiesUpStopsAfterAnErrorInAnother() {
        deeds.failing("one:a").besides(deed -> {
            if (deed.equals("one:tidy") || deed.startsWith("two:a") || deed.startsWith("three:a")) {
                meet();
            }
            if (deed.equals("two:a")) {
                throw new StackOverflowError("too deep");
            }
            if (deed.equals("one:tidy")) {
                rest(20_000);
            }
        });
        assertThatThrownBy(() -> all("""
                - tasks:
                    - block: [{do: {what: a}}]
                      always: [{do: {what: tidy}}, {do: {what: tidy more}}]
                """, new Cancellation())).isInstanceOf(StackOverflowError.class);
        assertThat(deeds.done("one")).containsExactly("a", "tidy");
    }

    @Test
    void aRunWhoseThreadIsInterruptedWaitsForThePairsThatAreAtWork() throws Exception {
        Thread run = Thread.currentThread();
        Cancellation cancellation = new Cancellation();
        deeds.besides(deed -> {
            meet();
            if (deed.equals("one:a")) {
                run.interrupt();
            }
            rest(20_000);
            Thread.interrupted();
            rest(200);
        });
        RunOutcome outcome = all(TWO_TASKS, cancellation);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.exit()).isEqualTo(130);
        assertThat(outcome.pairs().values()).containsOnly(RunOutcome.EndStatus.INTERRUPTED);
        assertThat(deeds.done()).hasSize(3);
        assertThat(rig.events(Event.PairEnded.class)).hasSize(3);
    }

    @Test
    void aFaultInARehearsalEndsTheRunAsAnyOther() throws Exception {
        planned = context -> {
            if (context.refresh().pair().equals("demo")) {
                throw new IllegalStateException("quite unexpected");
            }
        };
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, "- tasks: [{look: {}}]", false);
        assertThat(outcome.exit()).isEqualTo(RunOutcome.INTERNAL);
        assertThat(outcome.pairs()).containsEntry("demo", RunOutcome.EndStatus.FAILED);
        assertThat(rig.events(Event.PairEnded.class)).hasSize(outcome.pairs().size());
        assertThat(rig.events(Event.TaskStarted.class))
                .extracting(EventRecord::pair)
                .containsExactly("demo");
        assertThat(rig.events(Event.RunEnded.class)).hasSize(1);
        assertThat(rig.story()).contains("a fault in runbook itself", "quite unexpected");
        assertThat(leases()).isEmpty();
    }

    @Test
    void whatBreaksBecauseTheRunIsToStopIsNoFault() throws Exception {
        Cancellation cancellation = new Cancellation();
        planned = context -> {
            cancellation.ask(143);
            throw new IllegalStateException("aborted");
        };
        RunOutcome outcome = all("- tasks: [{think: {}}]", cancellation);
        assertThat(outcome.exit()).isEqualTo(143);
        assertThat(rig.story()).doesNotContain("fault");
    }

    @Test
    void aLeaseThatCannotBeGivenFreeDoesNotKeepTheOthers() throws Exception {
        planned = context -> {
            if (context.purpose() == PlanningContext.Purpose.RUN
                    && context.refresh().pair().equals("demo")) {
                spoil(lease("mitosis-demo"));
            }
        };
        RunOutcome outcome = rig.run(PipelineTest.INVENTORY, "- tasks: [{look: {}}]", false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(leases()).containsExactly(lease("mitosis-demo"));
        assertThat(rig.events(Event.WarningIssued.class))
                .hasSize(1)
                .first()
                .satisfies(warning -> assertThat(warning.event().text())
                        .startsWith("the lease on mitosis-demo cannot be given free: "));
    }

    private Path lease(String target) {
        try {
            return leases().stream()
                    .filter(file -> file.toString().contains(target))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder in the place of the file cannot be read. */
    private static void spoil(Path lease) {
        try {
            Files.delete(lease);
            Files.createDirectory(lease);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
