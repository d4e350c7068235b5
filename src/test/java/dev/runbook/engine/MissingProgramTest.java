package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.control.Command;
import dev.runbook.port.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is not there is found out before anything is begun, not when the names are swapped already. */
class MissingProgramTest {

    private static final String LATE = "- tasks: [{do: {what: swap}}, {command: {argv: [bin/restart]}}]";

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();
    private final List<String> run = new ArrayList<>();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, deeds.modules(new Command())).with(Shell.class, new OnlyBuild());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsBegunForAProgramThatIsNotThere(boolean check) throws Exception {
        RunOutcome outcome = rig.run(RecordingModule.ONE, LATE, check);
        assertThat(outcome.exit()).describedAs(rig.story()).isNotZero();
        assertThat(rig.story()).contains("process:bin/restart: there is no program");
        assertThat(deeds.done()).isEmpty();
        assertThat(rig.events(Event.PairEnded.class))
                .singleElement()
                .matches(event -> event.event().preflightOnly() != check);
    }

    @Test
    void whatAnEarlierProgramMayMakeIsNotMissed() throws Exception {
        RunOutcome outcome = rig.run(
                RecordingModule.ONE,
                "- tasks: [{command: {argv: [bin/build]}}, {command: {argv: [bin/restart]}}]",
                false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(run).containsExactly("bin/build", "bin/restart");
    }

    @Test
    void whatAProgramThatAnotherPairHasRunForAllMayMakeIsNotMissed() throws Exception {
        RunOutcome outcome = rig.run(
                RecordingModule.INVENTORY,
                "- tasks: [{command: {argv: [bin/build]}, run_once: true}, {command: {argv: [bin/restart]}}]",
                true);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
    }

    @Test
    void aConditionOnTheResultDoesNotHideThatItIsNotThere() throws Exception {
        rig.run(RecordingModule.ONE, "- tasks: [{command: {argv: [bin/probe]}, failed_when: result.rc > 1}]", true);
        assertThat(rig.story())
                .contains("process:bin/probe: there is no program")
                .doesNotContain("is undefined");
    }

    @Test
    void aHookThatIsNotThereKeepsTheNamesFromBeingSwapped() throws Exception {
        try (SiteFixture site = new SiteFixture(folder.resolve("site"))) {
            site.rig.with(Shell.class, new ProcessGoneError());
            RunOutcome outcome = site.rig.run(FaultTest.WHOLE, FaultTest.RUNBOOK, false);
            assertThat(outcome.exit()).describedAs(site.rig.story()).isNotZero();
            assertThat(site.rig.sandbox().calls().lines()).isEmpty();
            assertThat(site.rig.story()).contains("there is no program");
        }
    }

    @Test
    void whatIsCalledSomethingThatOnlyARunKnowsIsNotMissed() throws Exception {
        RunOutcome outcome = rig.run(RecordingModule.ONE, """
                - tasks:
                    - {do: {what: look}, register: seen}
                    - {command: {argv: ["{{ seen.said }}"]}}
                """, true);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
    }

    /** There is one program at first, and it makes the other. */
    private final class OnlyBuild implements Shell {
        @Override
        public int run(Shell.ShellCommand command, Consumer<String> out, Consumer<String> err) {
            run.add(command.argv().get(0));
            return 0;
        }

        @Override
        public Optional<String> findProblem(Shell.ShellCommand command) {
            return run.isEmpty() && !command.argv().get(0).equals("bin/build")
                    ? Optional.of("there is no program")
                    : Optional.empty();
        }
    }
}
