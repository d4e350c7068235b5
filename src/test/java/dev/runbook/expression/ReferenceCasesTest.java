package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases in {@code expressions.json}: results and errors of a reference implementation, which ours must give too. */
class ReferenceCasesTest {

    @TestFactory
    Stream<DynamicTest> givesTheReferenceResult() throws Exception {
        Value.Fields file =
                (Value.Fields) JsonReader.read(Files.readString(Path.of("src/test/cases/expression/expressions.json")));
        Scope scope = Sample.scope(YamlText.write(file.get("scope").orElseThrow()));
        Value.Items cases = (Value.Items) file.get("cases").orElseThrow();
        return cases.items().stream().map(item -> {
            Value.Fields one = (Value.Fields) item;
            String text = one.get("expression").orElseThrow().show();
            return DynamicTest.dynamicTest(text, () -> check(one, text, scope));
        });
    }

    private static void check(Value.Fields one, String text, Scope scope) throws Exception {
        if (one.get("error").isPresent()) {
            assertThatThrownBy(() -> Sample.template(text, scope))
                    .isInstanceOfAny(ExpressionException.class, dev.runbook.yaml.ProblemException.class);
        } else {
            assertThat(Sample.template(text, scope)).isEqualTo(one.get("result").orElseThrow());
        }
    }
}
