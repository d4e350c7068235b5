package dev.runbook.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plants a violation of every habit, and its repaired twin: a check that never fails, or always does, fails here. */
class TidyChecksTest {

    @TestFactory
    Stream<DynamicTest> findsThePlantedViolation() {
        return PlantedViolation.all().stream()
                .map(planted -> DynamicTest.dynamicTest(
                        planted.check() + " in line " + planted.line(),
                        () -> assertThat(look(planted.check(), planted.path(), planted.wrong()))
                                .extracting(Finding::line)
                                .containsExactly(planted.line())));
    }

    @TestFactory
    Stream<DynamicTest> letsTheRepairedTwinPass() {
        return PlantedViolation.all().stream()
                .map(planted -> DynamicTest.dynamicTest(
                        planted.check() + " in line " + planted.line(),
                        () -> assertThat(look(planted.check(), planted.path(), planted.right()))
                                .isEmpty()));
    }

    @Test
    void everyCheckHasAPlantedViolation() {
        assertThat(PlantedViolation.all())
                .extracting(PlantedViolation::check)
                .containsAll(TidyChecks.all().stream().map(TidyCheck::name).toList());
    }

    @Test
    void printsPathLineAndRepair() {
        assertThat(look(
                        "return-null",
                        "src/main/java/dev/runbook/world/A.java",
                        "class A { Object a() { return null; } }"))
                .first()
                .hasToString(
                        "src/main/java/dev/runbook/world/A.java:1: return null: what may be absent is an Optional, "
                                + "an empty list or a record of its own");
    }

    @Test
    void textThatLooksLikeACommentIsNone() {
        JavaFile file = JavaFile.parse("A.java", "class A { String a = \"// TODO\"; char c = '\"'; /* why */ }");
        assertThat(file.comments()).extracting(JavaFile.Comment::text).containsExactly("/* why */");
    }

    private static List<Finding> look(String name, String path, String text) {
        TidyCheck check = TidyChecks.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no check is named " + name));
        return check.look(JavaFile.parse(path, text));
    }
}
