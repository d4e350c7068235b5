package dev.runbook.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.LookupException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariableLayersTest {

    private static final String INVENTORY = """
            accounts: {main: {region: eu-west-1}}
            vars: {a: all, b: all, c: all, d: all, name: "{{ pair.name }}-{{ a }}"}
            groups:
              inner: {pairs: [demo], vars: {b: inner, c: inner, d: inner}}
              outer: {children: [inner], vars: {b: outer, e: outer}}
            pairs:
              demo:
                source: {instance: prod, database: shop, user: app}
                target: {instance: stage}
                vars: {c: pair, d: pair}
                copies: [{source: {bucket: "{{ a }}-media"}, target: {bucket: "{{ pair.name }}-media"}}]
            """;

    private static final Position PLACE = new Source("test", "").start();

    @Test
    void theStrongestLevelDecides() throws Exception {
        VariableLayers layers =
                layers().with(VariableLevel.PLAY, Map.of("d", Variable.of("d", new Value.Text("play"), PLACE)));
        Scope scope = layers.scope(CONTEXT);
        assertThat(List.of(scope.get("a"), scope.get("b"), scope.get("c"), scope.get("d"), scope.get("e")))
                .extracting(Value::show)
                .containsExactly("all", "inner", "pair", "play", "outer");
        assertThat(layers.withValues(VariableLevel.COMMAND_LINE, Map.of("d", new Value.Text("-e")), PLACE)
                        .withValues(VariableLevel.REGISTERED, Map.of("d", new Value.Text("set")), PLACE)
                        .scope(CONTEXT)
                        .get("d")
                        .show())
                .isEqualTo("-e");
    }

    @Test
    void theFieldsThatEveryPairHasAreKnownBeforeAnythingRunsAndNoOthers() throws Exception {
        Scope scope = layers().scope(CONTEXT);
        for (String side : List.of("source", "target", "pair.source", "pair.target")) {
            Value fields = scope.get(side.replace("pair.", ""));
            ((Value.Fields) fields)
                    .fields()
                    .keySet()
                    .forEach(field ->
                            assertThat(staticProblems(side + "." + field)).isEmpty());
            assertThat(staticProblems(side + ".nope")).containsExactly("'" + side + ".nope' is undefined");
        }
        ((Value.Fields) scope.get("pair"))
                .fields()
                .keySet()
                .forEach(field -> assertThat(staticProblems("pair." + field)).isEmpty());
        assertThat(staticProblems("pair.nope")).containsExactly("'pair.nope' is undefined");
        assertThat(staticProblems("1 + 'a'")).hasSize(1);
    }

    private static List<String> staticProblems(String expression) {
        Problems problems = new Problems();
        String text = INVENTORY.replace("d: pair}", "d: \"{{ " + expression + " }}\"}");
        Inventory.read(List.of(new Source("i.yml", text)), problems)
                .orElseThrow()
                .checkNames(Set.of(), problems);
        return problems.toSortedList().stream().map(Problem::summary).toList();
    }

    @Test
    void theInnerOfTwoTaskScopesDecides() throws Exception {
        Scope scope = layers().withValues(VariableLevel.TASK, Map.of("item", new Value.Whole(1)), PLACE)
                .withValues(VariableLevel.TASK, Map.of("item", new Value.Whole(2)), PLACE)
                .scope(CONTEXT);
        assertThat(scope.get("item")).isEqualTo(new Value.Whole(2));
    }

    @Test
    void aDeeperGroupIsStrongerAndOfEqualOnesTheLaterInTheFile() throws Exception {
        String text = """
                accounts: {main: {region: eu-west-1}}
                groups:
                  zebra: {pairs: [demo], vars: {a: zebra, b: zebra}}
                  top: {children: [deep], vars: {a: top, b: top, c: top}}
                  apple: {pairs: [demo], vars: {b: apple, d: apple}}
                  deep: {pairs: [demo], vars: {c: deep, d: deep}}
                pairs:
                  demo: {source: {instance: prod}, target: {instance: stage}}
                """;
        Inventory inventory = Inventory.read(List.of(new Source("i.yml", text)), new Problems())
                .orElseThrow();
        Pair demo = inventory.pairs().values().iterator().next();
        assertThat(inventory.groupsOf(demo)).extracting(Group::name).containsExactly("zebra", "top", "apple", "deep");
        Scope scope = VariableLayers.of(inventory, demo, new Value.Unknown("run"), true)
                .scope(CONTEXT);
        assertThat(List.of(scope.get("a"), scope.get("b"), scope.get("c"), scope.get("d")))
                .extracting(Value::show)
                .containsExactly("top", "apple", "deep", "deep");
    }

    @Test
    void explainsEveryDefinitionWithItsPlace() {
        assertThat(layers().definitions("d"))
                .extracting(definition ->
                        definition.label() + " " + definition.variable().position())
                .containsExactly(
                        "inventory vars i.yml:2:32", "vars of group inner i.yml:4:53", "vars of pair demo i.yml:10:21");
        assertThat(layers().definitions("nothing")).isEmpty();
    }

    @Test
    void everyPairHasItsBuiltInVariables() throws Exception {
        Scope scope = layers().withValues(VariableLevel.COMMAND_LINE, Map.of("a", new Value.Text("x")), PLACE)
                .scope(CONTEXT);
        assertThat(scope.get("source").show())
                .isEqualTo(
                        "{instance: prod, account: main, database: shop, databases: [shop], user: app, tls: prefer}");
        assertThat(((Value.Fields) scope.get("pair")).get("target")).contains(scope.get("target"));
        assertThat(scope.get("run_id")).isInstanceOf(Value.Unknown.class);
        assertThat(scope.get("check")).isEqualTo(new Value.Bool(true));
        assertThat(scope.get("name").show()).isEqualTo("demo-x");
        assertThat(scope.get("copies").show()).isEqualTo("[{source: {bucket: x-media}, target: {bucket: demo-media}}]");
        assertThat(layers().names()).contains("pair", "a", "e");
    }

    @Test
    void typesExtraVariablesAsYaml() throws Exception {
        Problems problems = new Problems();
        SourceFinder files = (path, namedIn) ->
                path.equals("v.yml") ? Optional.of(new Source("v.yml", "{from_file: 3.25}")) : Optional.empty();
        Map<String, Variable> variables = ExtraVars.read(
                List.of(
                        "flag=false",
                        "n=3",
                        "s='3'",
                        "url=a=b",
                        "e={{ n + 1 }}",
                        "{\"k\": [1]}",
                        "@v.yml",
                        "n=4",
                        "empty="),
                files,
                problems);
        problems.throwIfAny();
        Scope scope = layers().with(VariableLevel.COMMAND_LINE, variables).scope(CONTEXT);
        assertThat(scope.get("flag")).isEqualTo(new Value.Bool(false));
        assertThat(scope.get("n")).isEqualTo(new Value.Whole(4));
        assertThat(scope.get("s")).isEqualTo(new Value.Text("3"));
        assertThat(scope.get("url")).isEqualTo(new Value.Text("a=b"));
        assertThat(scope.get("e")).isEqualTo(new Value.Whole(5));
        assertThat(scope.get("k").show()).isEqualTo("[1]");
        assertThat(scope.get("from_file")).isEqualTo(new Value.Decimal(3.25));
    }

    @Test
    void reportsUndefinedVariablesOfTheInventory() {
        String text = """
                accounts: {main: {region: eu-west-1}}
                vars: {a: "{{ givn }}", b: "{{ elsewhere }}", c: "{{ maybe | default(1) }}", given: 1}
                pairs:
                  demo:
                    source: {instance: prod, password: "{{ secrt }}"}
                    target: {instance: stage}
                    copies: [{source: {bucket: "{{ pair.name }}"}, target: {bucket: "{{ bucket }}"}}]
                """;
        Problems problems = new Problems();
        Inventory inventory =
                Inventory.read(List.of(new Source("i.yml", text)), problems).orElseThrow();
        inventory.checkNames(Set.of("elsewhere", "secret"), problems);
        assertThat(problems.toSortedList())
                .extracting(problem -> problem.position() + " " + problem.summary() + " " + problem.hint())
                .containsExactly(
                        "i.yml:2:15 'givn' is undefined did you mean 'given'?",
                        "i.yml:5:44 'secrt' is undefined did you mean 'secret'?",
                        "i.yml:7:73 'bucket' is undefined set it in vars or with -e");
    }

    @Test
    void reportsExtraVariablesThatGiveNothing() {
        Problems problems = new Problems();
        ExtraVars.read(List.of("flag", "@absent.yml", "pair=x", "=1"), (path, namedIn) -> Optional.empty(), problems);
        assertThat(problems.toSortedList())
                .extracting(Problem::code)
                .containsExactlyInAnyOrder(
                        "bad-extra-variable", "missing-file", "reserved-variable", "bad-extra-variable");
    }

    private static final EvaluationContext CONTEXT = new EvaluationContext(
            request -> {
                throw new LookupException(LookupException.Kind.NOT_FOUND, "absent");
            },
            () -> Instant.EPOCH);

    private static VariableLayers layers() {
        Inventory inventory = Inventory.read(List.of(new Source("i.yml", INVENTORY)), new Problems())
                .orElseThrow();
        return VariableLayers.of(
                inventory, inventory.pairs().values().iterator().next(), new Value.Unknown("the run's id"), true);
    }
}
