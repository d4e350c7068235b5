package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks the cases in {@code expressions.json}: results and errors of a reference implementation. */
class ReferenceCasesTest {

    private static final Path FOLDER = Path.of("src/test/cases/expression");

    @TestFactory
    Stream<DynamicTest> givesTheReferenceResult() throws Exception {
        Scope scope = scope();
        return cases().stream()
                .filter(one -> one.get("result").isPresent())
                .map(one -> DynamicTest.dynamicTest(
                        text(one),
                        () -> assertThat(ExpressionFixture.template(text(one), scope))
                                .isEqualTo(one.get("result").orElseThrow())));
    }

    @TestFactory
    Stream<DynamicTest> failsInsideTheExpressionWhereTheReferenceFails() throws Exception {
        Scope scope = scope();
        return cases().stream()
                .filter(one -> one.get("error").isPresent())
                .map(one -> DynamicTest.dynamicTest(text(one), () -> {
                    Position place = failure(text(one), scope).orElseThrow().position();
                    assertThat(place.line()).isEqualTo(1);
                    assertThat(place.column()).isBetween(1, text(one).length());
                }));
    }

    @Test
    void failsForTheReasonThatIsWrong() throws Exception {
        Scope scope = scope();
        String reasons = cases().stream()
                .filter(one -> one.get("error").isPresent())
                .map(one -> text(one) + "\n  " + show(failure(text(one), scope).orElseThrow()) + "\n")
                .collect(Collectors.joining());
        Golden.check(FOLDER.resolve("expressions-errors.txt"), reasons);
    }

    @Test
    void everyCaseIsEitherAResultOrAnError() throws Exception {
        assertThat(cases()).hasSize(62).allSatisfy(one -> {
            assertThat(one.fields().keySet()).isSubsetOf("expression", "result", "error");
            assertThat(one.get("result").isPresent())
                    .as(text(one))
                    .isNotEqualTo(one.get("error").isPresent());
        });
    }

    private static String show(Problem problem) {
        String hint = problem.hint().isEmpty() ? "" : "; " + problem.hint();
        return problem.position().column() + " " + problem.code() + ": " + problem.summary() + hint;
    }

    private static Optional<Problem> failure(String text, Scope scope) {
        try {
            ExpressionFixture.template(text, scope);
            return Optional.empty();
        } catch (ExpressionException e) {
            return Optional.of(e.problem());
        } catch (ProblemException e) {
            return e.problems().stream().findFirst();
        }
    }

    private static String text(Value.Fields one) {
        return one.get("expression").orElseThrow().show();
    }

    private static Scope scope() throws Exception {
        return ExpressionFixture.scope(YamlWriter.write(file().get("scope").orElseThrow()));
    }

    private static List<Value.Fields> cases() throws IOException, ParseException {
        Value.Items cases = (Value.Items) file().get("cases").orElseThrow();
        return cases.items().stream().map(Value.Fields.class::cast).toList();
    }

    private static Value.Fields file() throws IOException, ParseException {
        return (Value.Fields) Json.read(Files.readString(FOLDER.resolve("expressions.json")));
    }
}
