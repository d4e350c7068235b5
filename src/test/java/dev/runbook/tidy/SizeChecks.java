package dev.runbook.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Methods, files and parameter lists stay small. */
final class SizeChecks {

    static final int METHOD_LINES_MAX = 40;
    static final int FILE_LINES_MAX = 400;
    static final int TEST_FILE_LINES_MAX = 500;
    static final int PARAMETERS_MAX = 4;

    private SizeChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("method-length", TidyCheck.EVERYWHERE, SizeChecks::methodLength),
                new TidyCheck("file-length", TidyCheck.EVERYWHERE, SizeChecks::fileLength),
                new TidyCheck("parameters", TidyCheck.PRODUCT, SizeChecks::parameters));
    }

    private static List<Finding> methodLength(JavaFile file) {
        return file.each(BlockTree.class, block -> {
            boolean isBody = file.parent(block)
                    .filter(parent -> parent instanceof MethodTree || parent instanceof ClassTree)
                    .isPresent();
            int lines = file.lastLine(block) - file.line(block) - 1;
            return isBody && lines > METHOD_LINES_MAX
                    ? Optional.of("a method body of " + lines + " lines; at most " + METHOD_LINES_MAX
                            + ": move a part that has a name of its own into its own method")
                    : Optional.empty();
        });
    }

    private static List<Finding> fileLength(JavaFile file) {
        int max = file.isTest() ? TEST_FILE_LINES_MAX : FILE_LINES_MAX;
        return file.lines() > max
                ? List.of(new Finding(
                        file.path(),
                        file.lines(),
                        "a file of " + file.lines() + " lines; at most " + max + ": split it by what its parts are"))
                : List.of();
    }

    private static List<Finding> parameters(JavaFile file) {
        return file.each(MethodTree.class, method -> {
            int count = method.getParameters().size();
            boolean ofRecord = method.getReturnType() == null
                    && file.parent(method)
                            .filter(owner -> owner.getKind() == Tree.Kind.RECORD)
                            .isPresent();
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean behindFactories = method.getReturnType() == null
                    && method.getModifiers().getFlags().contains(Modifier.PRIVATE);
            return count > PARAMETERS_MAX && !ofRecord && !overrides && !behindFactories
                    ? Optional.of(method.getName() + " has " + count + " parameters; at most " + PARAMETERS_MAX
                            + ": put those that belong together into a record")
                    : Optional.empty();
        });
    }
}
