package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpressionTest {

    @Test
    void takesOnlyTrueAndFalseAsACondition() throws Exception {
        Scope scope = Sample.scope("{flag: 'false', on: true}");
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
    void asksOutsideOnlyOnceForEachName() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Lookups lookups = Lookups.memoised(new Lookups() {
            @Override
            public Optional<String> env(String name) {
                asked.incrementAndGet();
                return Optional.empty();
            }

            @Override
            public String file(String path) throws LookupException {
                asked.incrementAndGet();
                throw new LookupException("absent");
            }

            @Override
            public String secret(String name) {
                asked.incrementAndGet();
                return "canary";
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(lookups.env("A")).isEmpty();
            assertThat(lookups.secret("s")).isEqualTo("canary");
            assertThatThrownBy(() -> lookups.file("f")).hasMessage("absent");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void resolvesVariablesOnlyWhenTheyAreUsed() throws Exception {
        Scope scope = Sample.scope("{broken: '{{ missing }}', fine: 'x-{{ other }}', other: 1}");
        assertThat(scope.get("fine")).isEqualTo(new Value.Text("x-1"));
        assertThatThrownBy(() -> scope.get("broken")).isInstanceOf(ExpressionException.class);
    }

    private static Expression condition(String text) {
        return Expression.parse(new Node.Scalar(text, false, new Source("when", text).start()), new Problems())
                .orElseThrow();
    }
}
