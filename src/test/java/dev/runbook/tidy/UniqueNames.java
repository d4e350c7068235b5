package dev.runbook.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;

/** Finds simple class names that stand for two classes: of two files, or of a file and a nested class that others may use. */
final class UniqueNames {

    private UniqueNames() {}

    static List<String> repeated(List<JavaFile> files) {
        Map<String, List<String>> places = new TreeMap<>();
        for (JavaFile file : files) {
            for (ClassTree type : file.all(ClassTree.class)) {
                if (isTopLevel(file, type)) {
                    places.computeIfAbsent(type.getSimpleName().toString(), name -> new ArrayList<>())
                            .add(file.path() + ":" + file.line(type));
                }
            }
        }
        for (JavaFile file : files) {
            for (ClassTree type : file.all(ClassTree.class)) {
                List<String> others = places.get(type.getSimpleName().toString());
                if (others != null && !isTopLevel(file, type) && !isPrivate(type)) {
                    others.add(file.path() + ":" + file.line(type));
                }
            }
        }
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " is the name of several classes: " + entry.getValue())
                .toList();
    }

    private static boolean isTopLevel(JavaFile file, ClassTree type) {
        return file.parent(type).filter(CompilationUnitTree.class::isInstance).isPresent();
    }

    private static boolean isPrivate(ClassTree type) {
        return type.getModifiers().getFlags().contains(Modifier.PRIVATE);
    }
}
