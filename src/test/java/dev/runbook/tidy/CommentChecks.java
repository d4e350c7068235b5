package dev.runbook.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** Comments promise or give a reason; nothing else. */
final class CommentChecks {

    private static final Pattern UNFINISHED = Pattern.compile("[\\s\\S]*\\b(TODO|FIXME|XXX|HACK)\\b[\\s\\S]*");
    private static final Pattern CODE = Pattern.compile("//\\s*(\\w[\\w.]*\\(.*\\);|[\\w<>.]+ \\w+ = .*;|return\\b.*;"
            + "|(if|for|while) \\(.*\\) ?\\{|\\}|import [\\w.]+;|@\\w+(\\(.*\\))?)\\s*");
    private static final Pattern TICKET =
            Pattern.compile("(?i)[\\s\\S]*(\\b(issue|ticket|bug|pr) ?#?\\d+|[\\s(]#\\d+)[\\s\\S]*");

    private CommentChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("unfinished", TidyCheck.EVERYWHERE, CommentChecks::unfinished),
                new TidyCheck("commented-out", TidyCheck.EVERYWHERE, CommentChecks::commentedOut),
                new TidyCheck("ticket", TidyCheck.EVERYWHERE, CommentChecks::ticket),
                new TidyCheck("trailing", TidyCheck.EVERYWHERE, CommentChecks::trailing),
                new TidyCheck("public-type", file -> !file.isTest() && !file.isPackageInfo(), f -> publicType(f)),
                new TidyCheck("package-info", file -> !file.isTest() && file.isPackageInfo(), f -> packageInfo(f)));
    }

    private static List<Finding> unfinished(JavaFile file) {
        return file.eachComment(comment -> UNFINISHED.matcher(comment.text()).matches()
                ? Optional.of(
                        "a note that something is unfinished: finish it, or write down the limit where its users read")
                : Optional.empty());
    }

    private static List<Finding> commentedOut(JavaFile file) {
        return file.eachComment(comment -> CODE.matcher(comment.text()).matches()
                ? Optional.of("code that is commented out: delete it")
                : Optional.empty());
    }

    private static List<Finding> ticket(JavaFile file) {
        return file.eachComment(comment -> TICKET.matcher(comment.text()).matches()
                ? Optional.of("mentions a ticket: write the reason itself")
                : Optional.empty());
    }

    private static List<Finding> trailing(JavaFile file) {
        var fieldLines = file.all(VariableTree.class).stream()
                .filter(field ->
                        file.parent(field).filter(ClassTree.class::isInstance).isPresent())
                .flatMapToInt(field -> IntStream.rangeClosed(file.line(field), file.lastLine(field)))
                .boxed()
                .collect(Collectors.toSet());
        return file.eachComment(comment -> comment.trailing() && fieldLines.contains(comment.line())
                ? Optional.of("a comment behind a field: put it above, or let the name say it")
                : Optional.empty());
    }

    private static List<Finding> publicType(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            boolean topLevel = file.parent(type)
                    .filter(CompilationUnitTree.class::isInstance)
                    .isPresent();
            boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
            return topLevel && isPublic ? javadocProblem(file, type) : Optional.empty();
        });
    }

    private static Optional<String> javadocProblem(JavaFile file, ClassTree type) {
        String name = type.getSimpleName().toString();
        Optional<String> first = javadocAbove(file, type);
        if (first.isEmpty()) {
            return Optional.of(name + " has no Javadoc: one sentence that says what it is or promises");
        }
        String sentence = first.get();
        if (!sentence.matches("(?s).*[.!?:](\\s.*)?")) {
            return Optional.of("the Javadoc of " + name + " is not a sentence: end it with a full stop");
        }
        String said = sentence.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return said.matches("(the|a|an|this)?(class|interface|record|enum)?" + name.toLowerCase(Locale.ROOT))
                ? Optional.of("the Javadoc of " + name + " repeats its name: say what it is or promises")
                : Optional.empty();
    }

    /** The text of the Javadoc that belongs to this type, before its block tags. */
    private static Optional<String> javadocAbove(JavaFile file, ClassTree type) {
        int from = file.all(Tree.class).stream()
                .filter(tree -> file.parent(tree)
                        .filter(CompilationUnitTree.class::isInstance)
                        .isPresent())
                .filter(tree -> tree != type && file.line(tree) < file.line(type))
                .mapToInt(file::lastLine)
                .max()
                .orElse(0);
        return file.comments().stream()
                .filter(JavaFile.Comment::isJavadoc)
                .filter(comment -> comment.line() >= from && comment.line() <= file.line(type))
                .map(comment -> comment.text()
                        .replaceAll("^/\\*\\*|\\*/$|(?m)^\\s*\\* ?", "")
                        .strip())
                .map(text -> text.split("(?m)^@(param|see|since)", 2)[0].strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static List<Finding> packageInfo(JavaFile file) {
        boolean nullMarked = file.unit().getPackageAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().endsWith("NullMarked"));
        boolean described = file.comments().stream().anyMatch(JavaFile.Comment::isJavadoc);
        return nullMarked && described
                ? List.of()
                : List.of(
                        new Finding(
                                file.path(),
                                1,
                                "a package says what goes in, what comes out and which type to read first, and is @NullMarked"));
    }
}
