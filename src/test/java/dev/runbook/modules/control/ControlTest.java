package dev.runbook.modules.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.FixedArgs;
import dev.runbook.modules.FixedPlanningContext;
import dev.runbook.modules.FixedPorts;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.UnevaluatedArgs;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlTest {

    private final FixedPlanningContext view = new FixedPlanningContext();

    @Test
    void debugShowsAMessageAListAndAValueButNoSecret() throws Exception {
        assertThat(plan(new Debug(), "msg", "hello").messages()).containsExactly("hello");
        assertThat(plan(new Debug(), "msg", List.of("one", "two")).messages()).containsExactly("one", "two");
        assertThat(plan(new Debug(), "var", List.of(1, 2)).messages()).containsExactly("[1, 2]");
        assertThat(plan(new Debug(), Map.of("msg", new Value.Secret("s3cr3t"))).messages())
                .containsExactly("***");
    }

    @Test
    void setGivesVariables() throws Exception {
        assertThat(plan(new Set(), "shop", "a", "attempts", 3).variables())
                .containsEntry("shop", new Value.Text("a"))
                .containsEntry("attempts", new Value.Whole(3));
    }

    @Test
    void assertNamesEveryConditionThatDoesNotHold() throws Exception {
        assertThat(plan(new Assert(), "that", List.of(true, true)).changes()).isEmpty();
        assertThatThrownBy(() -> plan(new Assert(), "that", List.of(true, false)))
                .hasMessage("does not hold: condition 1");
        assertThatThrownBy(() -> plan(new Assert(), "that", false, "msg", "too much"))
                .isInstanceOfSatisfying(
                        ModuleException.class, e -> assertThat(e.advice()).contains("condition 0"))
                .hasMessage("too much");
    }

    @Test
    void assertPutsOffWhatIsKnownOnlyWhenRun() throws Exception {
        Map<String, Value> args = Map.of("that", new Value.Unknown("copied"));
        view.purpose(PlanningContext.Purpose.CHECK);
        assertThat(plan(new Assert(), args).messages()).containsExactly("decided when run: condition 0");
        view.purpose(PlanningContext.Purpose.RUN);
        assertThatThrownBy(() -> plan(new Assert(), args)).hasMessageContaining("does not hold");
    }

    @Test
    void failSaysWhy() {
        assertThatThrownBy(() -> plan(new Fail(), "msg", "frozen"))
                .isInstanceOf(ModuleException.class)
                .hasMessage("frozen");
    }

    @Test
    void anEditedCommandOrQuestionIsAnotherChangeAndNotTakenForDone() throws Exception {
        String key = only(plan(new Command(), "shell", "make seed")).key();
        assertThat(only(plan(new Command(), "shell", "make seed", "timeout", "9m"))
                        .key())
                .isEqualTo(key);
        assertThat(only(plan(new Command(), "shell", "make clean")).key()).isNotEqualTo(key);
        assertThat(only(plan(new Command(), "shell", "make seed", "folder", "deploy"))
                        .key())
                .isNotEqualTo(key);
        assertThat(only(plan(new Pause(), "prompt", "Swap?")).key())
                .isNotEqualTo(only(plan(new Pause(), "prompt", "Drop?")).key());
    }

    @Test
    void pauseWaitsOrAsksOnce() throws Exception {
        FixedPorts outside = new FixedPorts().approval(question -> question.equals("Swap?"));
        Change wait = only(plan(new Pause(), "for", "90s"));
        wait.apply(outside.ports());
        assertThat(outside.pauses()).containsExactly(Duration.ofSeconds(90));
        assertThat(wait.completionMode()).isEqualTo(Change.CompletionMode.ONCE);
        Change ask = only(plan(new Pause(), "prompt", "Swap?"));
        ask.apply(outside.ports());
        assertThat(ask.completionMode()).isEqualTo(Change.CompletionMode.ONCE);
        Change no = only(plan(new Pause(), "prompt", "Drop?"));
        assertThatThrownBy(() -> no.apply(outside.ports()))
                .isInstanceOfSatisfying(
                        PortException.class, e -> assertThat(e.kind()).isEqualTo(PortException.Kind.UNANSWERED));
    }

    @Test
    void commandKeepsWhatItPrintedAndIsUnknownBefore() throws Exception {
        view.environment("TOKEN", "s3cr3t");
        Plan plan = plan(new Command(), "argv", List.of("tool", "--all"));
        Change run = only(plan);
        assertThat(plan.result().apply(view.world()).fields().get("rc")).isInstanceOf(Value.Unknown.class);
        assertThat(run.describe().toString()).contains("tool", "--all", "TOKEN").doesNotContain("s3cr3t");
        FixedPorts outside = new FixedPorts().shell((command, out, err) -> {
            assertThat(command.argv()).containsExactly("tool", "--all");
            assertThat(command.environment()).containsEntry("TOKEN", "s3cr3t");
            out.accept("done");
            err.accept("with a warning");
            return 0;
        });
        run.apply(outside.ports());
        assertThat(outside.lines()).containsExactly("done", "with a warning");
        assertThat(plan.result().apply(view.world()).fields())
                .containsEntry("rc", new Value.Whole(0))
                .containsEntry("stdout", new Value.Text("done"))
                .containsEntry("stdout_lines", new Value.Items(List.of(new Value.Text("done"))))
                .containsEntry("stderr", new Value.Text("with a warning"))
                .containsEntry("stderr_lines", new Value.Items(List.of(new Value.Text("with a warning"))));
    }

    @Test
    void aCommandThatFailsNamesItsLastLines() throws Exception {
        Change run = only(plan(new Command(), "shell", "make it so"));
        FixedPorts outside = new FixedPorts().shell((command, out, err) -> {
            for (int i = 1; i <= 9; i++) {
                out.accept("line " + i);
            }
            return 2;
        });
        assertThatThrownBy(() -> run.apply(outside.ports()))
                .hasMessageContaining("exit code 2")
                .hasMessageContaining("line 9")
                .hasMessageNotContaining("line 4");
    }

    @Test
    void aSecretInTheArgumentsOfACommandIsRefused() {
        Value secret = new Value.Secret("s3cr3t");
        Map<String, Value> argv = Map.of("argv", new Value.Items(List.of(new Value.Text("tool"), secret)));
        assertThatThrownBy(() -> plan(new Command(), argv))
                .hasMessageContaining("every user of this machine")
                .hasMessageNotContaining("s3cr3t");
        assertThatThrownBy(() -> plan(new Command(), Map.of("shell", secret))).hasMessageContaining("'shell'");
    }

    @Test
    void tooFewAndTooManyArgumentsAreSeenBeforeAnyHasAValue() {
        assertThat(complaints(new Debug(), "{}")).containsExactly("give either 'msg' or 'var'");
        assertThat(complaints(new Debug(), "{msg: a, var: b}")).containsExactly("give either 'msg' or 'var'");
        assertThat(complaints(new Debug(), "{msg: \"{{ a }}\"}")).isEmpty();
        assertThat(complaints(new Set(), "{}")).containsExactly("'set' sets nothing");
        assertThat(complaints(new Set(), "")).containsExactly("'set' sets nothing");
        assertThat(complaints(new Pause(), "{for: 1s, prompt: a}")).containsExactly("give either 'for' or 'prompt'");
        assertThat(complaints(new Command(), "{folder: a}")).containsExactly("give either 'argv' or 'shell'");
        assertThat(complaints(new Command(), "{argv: []}")).containsExactly("'argv' is empty");
    }

    private static List<String> complaints(Module module, String arguments) {
        Problems problems = new Problems();
        Node written = Yaml.read(new Source("args", "it: " + arguments), problems)
                .flatMap(node -> ((Node.Mapping) node).get("it"))
                .orElseThrow();
        Node.Scalar key = new Node.Scalar(module.name(), false, written.position());
        new UnevaluatedArgs(new Node.Entry(key, written), problems).check(module);
        return problems.toSortedList().stream().map(Problem::summary).toList();
    }

    private Plan plan(Module module, Object... namesAndValues) throws Exception {
        return module.plan(FixedArgs.of(module, namesAndValues), view);
    }

    private Plan plan(Module module, Map<String, Value> args) throws Exception {
        return module.plan(FixedArgs.of(module, args), view);
    }

    private static Change only(Plan plan) {
        assertThat(plan.changes()).hasSize(1);
        return plan.changes().get(0);
    }
}
