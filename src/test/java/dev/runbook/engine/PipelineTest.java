package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.PredictedCalls;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.rds.Cleanup;
import dev.runbook.modules.rds.Promote;
import dev.runbook.modules.rds.RdsClone;
import dev.runbook.modules.rds.RdsReplicas;
import dev.runbook.modules.rds.Rename;
import dev.runbook.world.RefreshTags;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

    static final String INVENTORY = """
            accounts:
              main:
                region: eu-west-1
                quarantine_security_groups: [sg-quarantine]
            protect: ["mitosis-prod*"]
            pairs:
              demo:
                source: {instance: mitosis-prod, database: shop, user: shop_admin, password: "{{ lookup('secret', 'database') }}"}
                target: {instance: mitosis-demo, database: shop, user: shop_admin, password: "{{ lookup('secret', 'database') }}"}
              stage:
                source: {instance: mitosis-prod, database: shop, user: shop_admin, password: "{{ lookup('secret', 'database') }}"}
                target: {instance: mitosis-stage, database: shop, user: shop_admin, password: "{{ lookup('secret', 'database') }}"}
            """;

    static final String RUNBOOK = """
            - name: refresh
              tasks:
                - rds-clone: {}
                - promote: {}
                - mask: {}
                - rds-replicas: {}
                - rename: {}
                - hook: {}
                - cleanup: {}
            """;

    static List<Module> modules(AtomicInteger hooks) {
        Change hook = new TestModules.Counting("hook", hooks, Change.CompletionMode.ONCE);
        return List.of(
                new RdsClone(),
                new Promote(),
                new TestModules.Marking("mask", RefreshTags.State.MASKED, List.of()),
                new RdsReplicas(),
                new Rename(),
                new TestModules.Marking("hook", RefreshTags.State.LIVE, List.of(hook)),
                new Cleanup());
    }

    @TempDir
    Path folder;

    @Test
    void runsBothPairsToTheEndAndCheckListsTheSameCalls() throws Exception {
        AtomicInteger hooks = new AtomicInteger();
        try (EngineFixture rig = new EngineFixture(folder, modules(hooks))) {
            RunOutcome check = rig.run(INVENTORY, RUNBOOK, true);
            assertThat(check.exit()).isZero();
            assertThat(rig.sandbox().calls().lines()).isEmpty();
            List<EventRecord<Event.ChangeAnnounced>> planned = calls(rig);

            RunOutcome run = rig.run(INVENTORY, RUNBOOK, false);
            assertThat(rig.events(Event.TaskEnded.class))
                    .noneMatch(event -> event.event().status().word().equals("failed"));
            assertThat(run.exit()).isZero();
            assertThat(calls(rig)).hasSameSizeAs(planned);
            for (int call = 0; call < planned.size(); call++) {
                same(calls(rig).get(call), planned.get(call));
            }
            assertThat(hooks).hasValue(2);
            assertThat(rig.world().instances().keySet().toString())
                    .isEqualTo(
                            "[mitosis-demo, mitosis-demo-replica, mitosis-prod, mitosis-prod-replica, mitosis-stage]");
        }
    }

    /** The changes of one pair after the other. */
    private static List<EventRecord<Event.ChangeAnnounced>> calls(EngineFixture rig) {
        return rig.events(Event.ChangeAnnounced.class).stream()
                .sorted(Comparator.comparing(EventRecord::pair))
                .toList();
    }

    private static void same(EventRecord<Event.ChangeAnnounced> made, EventRecord<Event.ChangeAnnounced> listed) {
        assertThat(made.pair() + " " + made.event().call())
                .isEqualTo(listed.pair() + " " + listed.event().call());
        Value.Fields parameters = made.event().parameters();
        Value.Fields foreseen = listed.event().parameters();
        assertThat(PredictedCalls.matches(parameters, foreseen))
                .describedAs("%s was to be %s", made, listed)
                .isTrue();
    }
}
