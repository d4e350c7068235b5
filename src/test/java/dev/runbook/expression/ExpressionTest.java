package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    @Test
    void takesOnlyTrueAndFalseAsACondition() throws Exception {
        Scope scope = ExpressionFixture.scope("{flag: 'false', on: true}");
        assertThat(condition("on").test(scope)).isEqualTo(new Value.Bool(true));
        assertThat(condition("not on").test(scope)).isEqualTo(new Value.Bool(false));
        assertThat(condition("unknown == 1").test(scope)).isInstanceOf(Value.Unknown.class);
        assertThatThrownBy(() -> condition("flag").test(scope)).hasMessageContaining("must be true or false, not text");
    }

    @Test
    void namesItsVariablesOnceWithTheirPlaces() {
        Expression expression = condition("a.b == c[d] and e is defined and f.g | default(h) and e");
        assertThat(expression.references().stream()
                        .map(reference -> reference.name() + (reference.optional() ? "?" : "") + "@"
                                + reference.position().column()))
                .containsExactly("a@1", "c@8", "d@10", "e?@17", "f?@34", "h@48");
    }

    @Test
    void looksUpEachNameOnlyOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Lookups lookups = Lookups.memoised(request -> {
            asked.incrementAndGet();
            if (request.kind() == Lookups.LookupKind.FILE) {
                throw new LookupException(LookupException.Kind.NOT_FOUND, "absent");
            }
            return new Value.Secret(
                    "{\"password\": \"canary\", \"a.b\": 1, \"a\": {\"b\": 2, \"c\": 3}, \"user\": \"shop\"}");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(lookups.find(question(Lookups.LookupKind.ENV, Optional.empty())))
                    .isInstanceOf(Value.Secret.class);
            assertThatThrownBy(() -> lookups.find(question(Lookups.LookupKind.FILE, Optional.empty())))
                    .hasMessage("absent");
            for (String[] part :
                    new String[][] {{"password", "canary"}, {"a.b", "1"}, {"a.c", "3"}, {"user", "shop"}}) {
                assertThat(lookups.find(question(Lookups.LookupKind.SECRET, Optional.of(part[0]))))
                        .isEqualTo(new Value.Secret(part[1]));
            }
            assertThatThrownBy(() -> lookups.find(question(Lookups.LookupKind.SECRET, Optional.of("pasword"))))
                    .hasMessage("it has no key 'pasword'");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void looksUpAccountSecretsInTheAccountOfTheTargetUnlessAnotherIsGiven() throws Exception {
        List<Lookups.LookupRequest> asked = new ArrayList<>();
        Variables scope = new Variables(
                Map.of(
                        "target",
                        Variable.of(
                                "target",
                                new Value.Fields(Map.of("account", new Value.Text("staging"))),
                                new Source("x", "").start())),
                new EvaluationContext(
                        request -> {
                            asked.add(request);
                            return new Value.Secret("canary");
                        },
                        () -> Instant.EPOCH));
        ExpressionFixture.expression(
                "lookup('ssm', '/shop/db') ~ lookup('secretsmanager', 'db', key='a', account='prod')", scope);
        ExpressionFixture.expression("lookup('secret', 'x', key='k')", scope);
        assertThat(asked)
                .containsExactly(
                        new Lookups.LookupRequest(
                                Lookups.LookupKind.SSM, "/shop/db", Optional.empty(), Optional.of("staging")),
                        new Lookups.LookupRequest(
                                Lookups.LookupKind.SECRETSMANAGER, "db", Optional.of("a"), Optional.of("prod")),
                        new Lookups.LookupRequest(Lookups.LookupKind.SECRET, "x", Optional.of("k"), Optional.empty()));
        assertThatThrownBy(() -> ExpressionFixture.expression("lookup('env', 'HOME', account='prod')", scope))
                .hasMessageContaining("lookup of env takes no account");
    }

    @Test
    void resolvesVariablesOnlyWhenTheyAreUsed() throws Exception {
        Scope scope = ExpressionFixture.scope("{broken: '{{ missing }}', fine: 'x-{{ other }}', other: 1}");
        assertThat(scope.get("fine")).isEqualTo(new Value.Text("x-1"));
        assertThatThrownBy(() -> scope.get("broken")).isInstanceOf(ExpressionException.class);
    }

    private static Lookups.LookupRequest question(Lookups.LookupKind kind, Optional<String> key) {
        return new Lookups.LookupRequest(kind, "x", key, Optional.empty());
    }

    private static Expression condition(String text) {
        return Expression.parse(new Node.Scalar(text, false, new Source("when", text).start()), new Problems())
                .orElseThrow();
    }
}
