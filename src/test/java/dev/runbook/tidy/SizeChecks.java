package dev.runbook.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Methods, files and records stay small. */
final class SizeChecks {

    static final int METHOD_LINES_MAX = 50;
    static final int FILE_LINES_MAX = 500;
    static final int COMPONENTS_MAX = 8;

    private SizeChecks() {}

    static List<TidyCheck> all() {
        return List.of(
                new TidyCheck("method-length", TidyCheck.EVERYWHERE, SizeChecks::methodLength),
                new TidyCheck("file-length", TidyCheck.EVERYWHERE, SizeChecks::fileLength),
                new TidyCheck("components", TidyCheck.PRODUCT, SizeChecks::components));
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
        return file.lines() > FILE_LINES_MAX
                ? List.of(new Finding(
                        file.path(),
                        file.lines(),
                        "a file of " + file.lines() + " lines; at most " + FILE_LINES_MAX
                                + ": split it by what its parts are"))
                : List.of();
    }

    private static List<Finding> components(JavaFile file) {
        return file.each(ClassTree.class, type -> {
            long count = type.getKind() == Tree.Kind.RECORD
                    ? type.getMembers().stream()
                            .filter(VariableTree.class::isInstance)
                            .map(VariableTree.class::cast)
                            .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                            .count()
                    : 0;
            return count > COMPONENTS_MAX
                    ? Optional.of(type.getSimpleName() + " has " + count + " components; at most " + COMPONENTS_MAX
                            + ": group those that a reader would name together")
                    : Optional.empty();
        });
    }
}
