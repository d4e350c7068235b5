package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import dev.runbook.modules.control.Command;
import dev.runbook.port.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program whose failure is none by {@code failed_when} has been carried out like one that ended well. */
class AcceptedFailureTest {

    private static final String RUNBOOK = """
            - tasks:
                - command: {argv: [bin/probe]}
                  register: probe
                  failed_when: result.rc > 3
                  notify: tell
                - {do: {what: break}}
                - {debug: {msg: "rc {{ probe.rc }} changed {{ probe.changed }} failed {{ probe.failed }}"}}
              handlers: [{id: tell, do: {what: tell}}]
            """;

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();
    private final List<String> run = new ArrayList<>();
    private int exitCode = 3;

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        Shell shell = (command, out, err) -> {
            run.add(command.argv().get(0));
            return exitCode;
        };
        rig = new EngineFixture(folder, deeds.modules(new Command())).with(Shell.class, shell);
    }

    @Test
    void itHasChangedSomethingAndNotifies() throws Exception {
        RunOutcome outcome = rig.run(RecordingModule.ONE, RUNBOOK, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.said()).contains("rc 3 changed true failed false");
        assertThat(deeds.done("one")).containsExactly("break", "tell");
    }

    @Test
    void itIsNotRunAgainWhenTheRefreshGoesOn() throws Exception {
        deeds.failing("break");
        assertThat(rig.run(RecordingModule.ONE, RUNBOOK, false).exit()).isNotZero();
        deeds.repaired();
        RunOutcome outcome = rig.next(KillSwitch.none()).run(RecordingModule.ONE, RUNBOOK, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(run).containsExactly("bin/probe");
        assertThat(rig.said()).contains("rc 3 changed false failed false");
    }

    @Test
    void oneThatIsAFailureIsRunAgain() throws Exception {
        exitCode = 4;
        assertThat(rig.run(RecordingModule.ONE, RUNBOOK, false).exit()).isNotZero();
        assertThat(rig.events(Event.ChangeDone.class)).isEmpty();
        exitCode = 0;
        RunOutcome outcome = rig.next(KillSwitch.none()).run(RecordingModule.ONE, RUNBOOK, false);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(run).hasSize(2);
    }
}
