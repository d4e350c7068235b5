package dev.runbook.tidy;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One habit.
 *
 * @param name what a planted violation is filed under
 * @param where the files it holds for
 * @param rule file -> every place that breaks it
 */
record TidyCheck(String name, Predicate<JavaFile> where, Function<JavaFile, List<Finding>> rule) {

    static final Predicate<JavaFile> EVERYWHERE = file -> true;
    static final Predicate<JavaFile> PRODUCT = file -> !file.isTest();
    static final Predicate<JavaFile> TESTS = JavaFile::isTest;

    List<Finding> look(JavaFile file) {
        return where.test(file) ? rule.apply(file) : List.of();
    }
}
