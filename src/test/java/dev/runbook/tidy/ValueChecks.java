package dev.runbook.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** Values are immutable, typed, never null, and never show a secret. */
final class ValueChecks {

    private static final int INSTANCEOF_MAX = 2;
    private static final Pattern COLLECTION = Pattern.compile(
            "(java\\.util\\.)?(List|Set|Map|Collection|Sorted(Set|Map)|Navigable(Set|Map))(<[\\s\\S]*)?");
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i)password|.*Password|secret|.*(client|master|shared)Secret|passphrase|.*(access|session|auth)Token|secretAccessKey|secretKey");

    private ValueChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("record-copies", TidyCheck.PRODUCT, ValueChecks::recordCopies),
                new TidyCheck("instanceof-chain", TidyCheck.PRODUCT, ValueChecks::instanceofChain),
                new TidyCheck("return-null", TidyCheck.EVERYWHERE, ValueChecks::returnNull),
                new TidyCheck("untyped-map", ValueChecks::keepsTypes, ValueChecks::untypedMap),
                new TidyCheck("unchecked-cast", ValueChecks::keepsTypes, ValueChecks::uncheckedCast),
                new TidyCheck("shown-secret", TidyCheck.PRODUCT, ValueChecks::shownSecret));
    }

    private static boolean keepsTypes(JavaFile file) {
        return !file.isTest() && !file.isIn("yaml", "expression");
    }

    private static List<Finding> recordCopies(JavaFile file) {
        List<Finding> found = new ArrayList<>();
        for (ClassTree type : file.all(ClassTree.class)) {
            for (VariableTree component : components(type)) {
                String name = component.getName().toString();
                if (COLLECTION.matcher(component.getType().toString()).matches() && !copies(type, name)) {
                    found.add(new Finding(
                            file.path(),
                            file.line(component),
                            "record " + type.getSimpleName() + " keeps the caller's " + name
                                    + ": copy it in the compact " + "constructor (" + name + " = List.copyOf(" + name
                                    + "))"));
                }
            }
        }
        return found;
    }

    static List<VariableTree> components(ClassTree type) {
        return type.getKind() != Tree.Kind.RECORD
                ? List.of()
                : type.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .map(VariableTree.class::cast)
                        .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .toList();
    }

    private static boolean copies(ClassTree type, String name) {
        List<AssignmentTree> assignments = new ArrayList<>();
        type.getMembers().stream()
                .filter(member -> member instanceof MethodTree method && method.getReturnType() == null)
                .forEach(constructor -> constructor.accept(new AssignmentCollector(), assignments));
        return assignments.stream()
                .filter(assignment -> assignment.getVariable().toString().matches("(this\\.)?" + name))
                .anyMatch(assignment -> !(assignment.getExpression() instanceof IdentifierTree));
    }

    private static final class AssignmentCollector extends TreeScanner<Optional<Void>, List<AssignmentTree>> {
        @Override
        public Optional<Void> visitAssignment(AssignmentTree tree, List<AssignmentTree> found) {
            found.add(tree);
            return super.visitAssignment(tree, found);
        }
    }

    private static List<Finding> instanceofChain(JavaFile file) {
        List<Finding> found = new ArrayList<>();
        found.addAll(file.each(
                IfTree.class,
                tree -> file.parent(tree)
                                .filter(parent -> parent instanceof IfTree outer && outer.getElseStatement() == tree)
                                .isPresent()
                        ? Optional.empty()
                        : chained(ifChain(tree))));
        found.addAll(file.each(ConditionalExpressionTree.class, tree -> chained(conditionalChain(tree))));
        return found;
    }

    private static Optional<String> chained(int tests) {
        return tests > INSTANCEOF_MAX
                ? Optional.of(tests + " instanceof tests with a default: a new case would fall through in silence; "
                        + "make it a method of the sealed type, or a visitor")
                : Optional.empty();
    }

    private static int ifChain(IfTree first) {
        int tests = 0;
        StatementTree current = first;
        while (current instanceof IfTree test) {
            tests += testsType(test.getCondition()) ? 1 : 0;
            current = test.getElseStatement();
        }
        return current == null ? 0 : tests;
    }

    private static int conditionalChain(ConditionalExpressionTree first) {
        int tests = 0;
        ExpressionTree current = first;
        while (current instanceof ConditionalExpressionTree test) {
            tests += testsType(test.getCondition()) ? 1 : 0;
            current = test.getFalseExpression();
        }
        return tests;
    }

    private static boolean testsType(ExpressionTree condition) {
        return condition instanceof ParenthesizedTree inner
                ? testsType(inner.getExpression())
                : condition instanceof InstanceOfTree;
    }

    private static List<Finding> returnNull(JavaFile file) {
        return file.each(ReturnTree.class, statement -> {
            boolean ofVoid = file.enclosing(statement, MethodTree.class)
                    .filter(method -> method.getReturnType() != null
                            && method.getReturnType().toString().equals("Void"))
                    .isPresent();
            return !ofVoid && mayBeNull(statement.getExpression())
                    ? Optional.of(
                            "return null: what may be absent is an Optional, an empty list or a record of its own")
                    : Optional.empty();
        });
    }

    private static boolean mayBeNull(ExpressionTree value) {
        if (value instanceof ConditionalExpressionTree choice) {
            return mayBeNull(choice.getTrueExpression()) || mayBeNull(choice.getFalseExpression());
        }
        return value != null && value.getKind() == Tree.Kind.NULL_LITERAL;
    }

    private static List<Finding> untypedMap(JavaFile file) {
        return file.each(
                ParameterizedTypeTree.class,
                type -> type.toString().matches("(java\\.util\\.)?\\w*Map<String, ?Object>")
                        ? Optional.of(
                                "Map<String, Object> has no types and no positions: use a record, or Node and Value")
                        : Optional.empty());
    }

    private static List<Finding> uncheckedCast(JavaFile file) {
        return file.each(
                AnnotationTree.class,
                annotation -> annotation
                                .toString()
                                .matches("@SuppressWarnings\\([\\s\\S]*\"(unchecked|rawtypes|all)\"[\\s\\S]*")
                        ? Optional.of(
                                "an unchecked cast hides a type that was lost earlier: keep the type where it was known")
                        : Optional.empty());
    }

    private static List<Finding> shownSecret(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            boolean holds = components(type).stream()
                    .filter(component -> component.getType().toString().matches("String|char\\[\\]|Optional<String>"))
                    .anyMatch(component -> type.getSimpleName().toString().matches("Secret|.*Password")
                            || SECRET_NAME.matcher(component.getName()).matches());
            boolean hides = type.getMembers().stream()
                    .anyMatch(member -> member instanceof MethodTree method
                            && method.getName().contentEquals("toString")
                            && method.toString().contains("***"));
            return holds && !hides
                    ? Optional.of("record " + type.getSimpleName() + " would print its secret: give it a toString that "
                            + "shows ***, or keep the secret in a type that does")
                    : Optional.empty();
        });
    }
}
