package dev.runbook.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result tells besides what the module yields. */
class ResultsTest {

    @TempDir
    Path folder;

    private final RecordingModule deeds = new RecordingModule();

    @AutoClose
    private EngineFixture rig;

    @BeforeEach
    void start() throws Exception {
        rig = new EngineFixture(folder, deeds.modules(new Warning()));
    }

    @Test
    void aTaskTellsHowOftenItWasCarriedOut() throws Exception {
        deeds.failing("slow", "bad").besides(deed -> {
            if (deeds.done().size() == 3) {
                deeds.repaired().failing("bad");
            }
        });
        RunOutcome outcome = run("""
                - tasks:
                    - {do: {what: slow}, retry: {max_attempts: 5, delay: 1ms}, register: slow}
                    - {do: {what: quick}, register: quick}
                    - {do: {what: bad}, retry: {max_attempts: 2, delay: 1ms}, ignore_errors: true, register: bad}
                    - {do: {what: look}, retry: {max_attempts: 5, delay: 1ms, until: result.attempts == 4}, register: look}
                    - {do: {what: never}, when: false, register: never}
                    - {do: {what: "{{ item }}"}, loop: [x, y], register: loop}
                    - debug: {msg: "{{ slow.attempts }} {{ quick.attempts }} {{ bad.attempts }} {{ look.attempts }}"}
                    - debug: {msg: "{{ never.attempts is defined }} {{ loop.attempts is defined }}"}
                    - debug: {msg: "{{ loop.results[1].attempts }}"}
                """);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.said()).contains("3 1 2 4", "false false", "1");
    }

    @Test
    void aCheckDoesNotKnowHowOftenARunTries() throws Exception {
        RunOutcome outcome = rig.run(RecordingModule.ONE, """
                - tasks:
                    - {do: {what: slow}, retry: {max_attempts: 5}, register: slow}
                    - {do: {what: quick}, register: quick}
                    - {fail: {msg: no}, when: "slow.said == 'x'", register: open}
                    - debug: {msg: "slow {{ slow.attempts }}"}
                    - debug: {msg: "quick {{ quick.attempts }}"}
                    - debug: {msg: "{{ open.attempts }} {{ open.warnings | length }}"}
                    - debug: {msg: "{{ quick.warnings | length }}"}
                """, true);
        assertThat(outcome.exit()).describedAs(rig.story()).isZero();
        assertThat(rig.said()).endsWith("<known when run>", "quick 1", "1 0", "<known when run>");
    }

    @Test
    void aContinuedRefreshTellsHowOftenATaskWasCarriedOutThen() throws Exception {
        deeds.failing("slow", "last").besides(deed -> {
            if (deeds.done().size() == 2) {
                deeds.repaired().failing("last");
            }
        });
        String runbook = """
                - tasks:
                    - {do: {what: slow}, retry: {max_attempts: 5, delay: 1ms}, register: slow}
                    - {do: {what: last}}
                    - debug: {msg: "{{ slow.attempts }} {{ slow.said }}"}
                """;
        assertThat(run(runbook).exit()).isEqualTo(RunOutcome.FAILED);
        deeds.repaired();
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(deeds.done("one")).containsExactly("slow", "slow", "last", "last");
        assertThat(rig.said()).contains("2 did slow");
    }

    @Test
    void aTaskTellsWhatItWarnedOfOnceEach() throws Exception {
        String runbook = """
                - tasks:
                    - warn: {text: it is late}
                      retry: {max_attempts: 2, delay: 1ms, until: result.attempts == 2}
                      register: late
                    - {warn: {text: "{{ item }}"}, loop: [x, y], register: each}
                    - {warn: {text: hush}, no_log: true, register: hushed}
                    - debug: {msg: "{{ late.warnings | to_json }} {{ each.results[1].warnings | to_json }} {{ hushed.warnings | length }}"}
                """;
        assertThat(run(runbook).exit()).describedAs(rig.story()).isZero();
        assertThat(rig.said()).contains("[\"it is late\"] [\"y\"] 1");
    }

    private RunOutcome run(String runbook) throws Exception {
        return rig.next(KillSwitch.none()).run(RecordingModule.ONE, runbook, false);
    }

    /** Warns, and does nothing. */
    private record Warning() implements Module {

        @Override
        public String name() {
            return "warn";
        }

        @Override
        public List<ParamSpec> params() {
            return List.of(ParamSpec.required("text", ValueType.TEXT, "What to warn of.", "it is late"));
        }

        @Override
        public boolean runsWithoutCredentials() {
            return true;
        }

        @Override
        public Plan plan(Args args, PlanningContext context) {
            context.warn(args.value("text").show());
            return Plan.of(List.of());
        }
    }
}
