package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks with credentials of their own, on the sandbox and its roles. */
class TaskCredentialsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/refresher";

    private static final String RUNBOOK = """
            - tasks:
                - rds-clone: {}
                - promote: {}
                  assume_role: {arn: "arn:aws:iam::{{ number }}:role/refresher", external_id: shop}
                  vars: {number: "123456789012"}
                - mask: {}
            """;

    @TempDir
    Path folder;

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, PipelineTest.modules(new AtomicInteger()));
    }

    private RunOutcome run(String runbook, boolean check) throws Exception {
        String onePair = PipelineTest.INVENTORY.substring(0, PipelineTest.INVENTORY.indexOf("  stage:"));
        return rig.run(onePair, runbook, check);
    }

    private List<String> said() {
        return rig.events(Event.OutputWritten.class).stream()
                .map(event -> event.task() + ": " + event.event().text())
                .toList();
    }

    @Test
    void onlyTheChangesOfItsTaskGoThroughARole() throws Exception {
        assertThat(run(RUNBOOK, false).exit()).as(rig.story()).isZero();
        assertThat(rig.changedAs()).startsWith("main").endsWith("main").contains("main with role " + ROLE);
        assertThat(rig.changedAs().stream().filter(name -> name.contains(ROLE)).count())
                .isEqualTo(rig.events(Event.ChangeAnnounced.class).stream()
                        .filter(event -> event.task().equals("promote"))
                        .count());
        assertThat(said()).contains("promote: with role " + ROLE);
    }

    @Test
    void aCheckSaysWithWhichCredentials() throws Exception {
        assertThat(run(RUNBOOK, true).exit()).as(rig.story()).isZero();
        assertThat(rig.changedAs()).isEmpty();
        assertThat(said()).contains("promote: with role " + ROLE);
    }

    @Test
    void credentialsOfAnotherAccountAreRefusedBeforeAnythingIsChanged() throws Exception {
        rig.strange("main with role " + ROLE);
        RunOutcome outcome = run(RUNBOOK, false);
        assertThat(outcome.exit()).as(rig.story()).isEqualTo(RunOutcome.REFUSED);
        assertThat(rig.story())
                .contains("leads into account 999999999999, but the target lies in account 123456789012");
        assertThat(rig.changedAs()).isEmpty();
    }

    @Test
    void aRoleThatMayNotBeAssumedIsNoWayInAndNothingIsChanged() throws Exception {
        RunOutcome outcome = run(RUNBOOK.replace("\"123456789012\"", "\"444455556666\""), false);
        assertThat(outcome.exit()).as(rig.story()).isEqualTo(RunOutcome.UNREACHABLE);
        assertThat(rig.story()).contains("AccessDenied", "sts:AssumeRole");
        assertThat(rig.changedAs()).isEmpty();
    }

    @Test
    void theInnermostCredentialsCountAndNothingOfThoseAround() throws Exception {
        String runbook = """
                - assume_role: {arn: "arn:aws:iam::123456789012:role/outer"}
                  tasks:
                    - rds-clone: {}
                    - promote: {}
                      assume_role: {arn: "arn:aws:iam::123456789012:role/inner"}
                """;
        assertThat(run(runbook, true).exit()).as(rig.story()).isZero();
        assertThat(said())
                .contains(
                        "rds-clone: with role arn:aws:iam::123456789012:role/outer",
                        "promote: with role arn:aws:iam::123456789012:role/inner");
    }
}
