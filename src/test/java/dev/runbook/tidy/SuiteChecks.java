package dev.runbook.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A test says what it is about, asserts something, and is not switched off. */
final class SuiteChecks {

    private static final Pattern ASSERTS = Pattern.compile("assert\\w*|fail|expect\\w*|check|matches|dynamicTest");

    private SuiteChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("test-name", TidyCheck.TESTS, SuiteChecks::testName),
                new TidyCheck("test-asserts", TidyCheck.TESTS, SuiteChecks::testAsserts),
                new TidyCheck("test-disabled", TidyCheck.TESTS, SuiteChecks::testDisabled));
    }

    private static List<Finding> testName(JavaFile file) {
        return file.each(MethodTree.class, method -> {
            String name = method.getName().toString();
            boolean sentence = NameChecks.words(name).size() > 1 && !name.contains("_") && !name.startsWith("test");
            return isTest(method) && !sentence
                    ? Optional.of(name + ": the name of a test is a sentence about behaviour in camelCase "
                            + "(deletesReplicasBeforeTheirSource)")
                    : Optional.empty();
        });
    }

    private static List<Finding> testAsserts(JavaFile file) {
        return file.each(
                MethodTree.class,
                method -> isTest(method) && !asserts(file, method)
                        ? Optional.of(method.getName() + " asserts nothing: say what must be true afterwards")
                        : Optional.empty());
    }

    private static List<Finding> testDisabled(JavaFile file) {
        return file.each(
                AnnotationTree.class,
                annotation -> annotation.getAnnotationType().toString().equals("Disabled")
                        ? Optional.of("a test that is switched off: repair it or delete it")
                        : Optional.empty());
    }

    private static boolean isTest(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(annotation -> annotation
                        .getAnnotationType()
                        .toString()
                        .matches("Test|ParameterizedTest|RepeatedTest|TestFactory"));
    }

    /** Whether the method, or one of the same file that it calls, asserts. */
    private static boolean asserts(JavaFile file, MethodTree test) {
        Deque<MethodTree> open = new ArrayDeque<>(List.of(test));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Set<String> called = new HashSet<>();
            open.pop().accept(new CallCollector(), called);
            if (called.stream().anyMatch(name -> ASSERTS.matcher(name).matches())) {
                return true;
            }
            file.all(MethodTree.class).stream()
                    .filter(method -> called.contains(method.getName().toString()))
                    .filter(method -> seen.add(method.getName().toString()))
                    .forEach(open::push);
        }
        return false;
    }

    private static final class CallCollector extends TreeScanner<Optional<Void>, Set<String>> {
        @Override
        public Optional<Void> visitMethodInvocation(MethodInvocationTree call, Set<String> called) {
            ExpressionTree select = call.getMethodSelect();
            if (select instanceof IdentifierTree name) {
                called.add(name.getName().toString());
            } else if (select instanceof MemberSelectTree member) {
                called.add(member.getIdentifier().toString());
            }
            return super.visitMethodInvocation(call, called);
        }

        @Override
        public Optional<Void> visitMemberReference(
                com.sun.source.tree.MemberReferenceTree reference, Set<String> called) {
            called.add(reference.getName().toString());
            return super.visitMemberReference(reference, called);
        }
    }
}
