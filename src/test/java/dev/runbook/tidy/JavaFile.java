package dev.runbook.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A parsed source file: its nodes with their parents, its comments, its lines. */
final class JavaFile {

    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");

    private final String path;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Tree> nodes = new ArrayList<>();
    private final IdentityHashMap<Tree, Tree> parents = new IdentityHashMap<>();
    private final List<Comment> comments;

    private JavaFile(String path, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.path = path;
        this.text = text;
        this.unit = unit;
        this.positions = positions;
        this.comments = readComments();
        new Collector().scan(unit, new ArrayDeque<>());
    }

    static JavaFile parse(String path, String text) {
        return parseAll(Map.of(path, text)).get(0);
    }

    /** Parses many files at once, which is much faster than each with a compiler of its own. */
    static List<JavaFile> parseAll(Map<String, String> textsByPath) {
        List<MemorySource> sources = new ArrayList<>();
        textsByPath.forEach((path, text) -> sources.add(new MemorySource(path, text)));
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        try {
            JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, null, errors, List.of("-proc:none"), null, sources);
            List<JavaFile> files = new ArrayList<>();
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                String path = unit.getSourceFile().getName().substring(1);
                files.add(new JavaFile(path, textsByPath.get(path), unit, positions));
            }
            if (!errors.getDiagnostics().isEmpty()) {
                throw new IllegalStateException("cannot be parsed: " + errors.getDiagnostics());
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class MemorySource extends SimpleJavaFileObject {

        private final String text;

        MemorySource(String path, String text) {
            super(URI.create("mem:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Text between code, with whether code stands before it on its line. */
    record Comment(int line, String text, boolean trailing) {

        boolean isJavadoc() {
            return text.startsWith("/**");
        }
    }

    String path() {
        return path;
    }

    String text() {
        return text;
    }

    CompilationUnitTree unit() {
        return unit;
    }

    boolean isTest() {
        return path.startsWith("src/test/");
    }

    boolean isPackageInfo() {
        return path.endsWith("/package-info.java");
    }

    /** The package without {@code dev.runbook}, as the table of packages writes it. */
    String packageName() {
        String name = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        return name.equals("dev.runbook") ? "" : name.substring(Math.min(name.length(), "dev.runbook.".length()));
    }

    /** Whether the file lies in one of these packages or below. */
    boolean isIn(String... packages) {
        String own = packageName() + ".";
        return List.of(packages).stream().anyMatch(name -> own.startsWith(name + "."));
    }

    int lines() {
        return (int) text.lines().count();
    }

    int line(Tree tree) {
        return lineAt((int) positions.getStartPosition(unit, tree));
    }

    int lastLine(Tree tree) {
        return lineAt((int) positions.getEndPosition(unit, tree));
    }

    String textOf(Tree tree) {
        int start = (int) positions.getStartPosition(unit, tree);
        int end = (int) positions.getEndPosition(unit, tree);
        return start < 0 || end < 0 ? "" : text.substring(start, end);
    }

    Optional<Tree> parent(Tree tree) {
        return Optional.ofNullable(parents.get(tree));
    }

    <T extends Tree> Optional<T> enclosing(Tree tree, Class<T> kind) {
        Optional<Tree> outer = parent(tree);
        while (outer.isPresent() && !kind.isInstance(outer.get())) {
            outer = parent(outer.get());
        }
        return outer.map(kind::cast);
    }

    <T extends Tree> List<T> all(Class<T> kind) {
        return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** A finding for each node of this kind about which the rule has something to say. */
    <T extends Tree> List<Finding> each(Class<T> kind, Function<T, Optional<String>> problem) {
        List<Finding> found = new ArrayList<>();
        for (T tree : all(kind)) {
            problem.apply(tree).ifPresent(text -> found.add(new Finding(path, line(tree), text)));
        }
        return found;
    }

    List<Finding> eachComment(Function<Comment, Optional<String>> problem) {
        List<Finding> found = new ArrayList<>();
        for (Comment comment : comments()) {
            problem.apply(comment).ifPresent(text -> found.add(new Finding(path, comment.line(), text)));
        }
        return found;
    }

    List<Comment> comments() {
        return comments;
    }

    private List<Comment> readComments() {
        List<Comment> found = new ArrayList<>();
        Matcher matcher = TEXT_OR_COMMENT.matcher(text);
        while (matcher.find()) {
            if (matcher.group().startsWith("/")) {
                int lineStart = text.lastIndexOf('\n', matcher.start()) + 1;
                boolean trailing = !text.substring(lineStart, matcher.start()).isBlank();
                found.add(new Comment(lineAt(matcher.start()), matcher.group(), trailing));
            }
        }
        return found;
    }

    private int lineAt(int offset) {
        return offset < 0 ? 1 : (int) unit.getLineMap().getLineNumber(offset);
    }

    private final class Collector extends TreeScanner<Void, Deque<Tree>> {

        @Override
        public Void scan(Tree tree, Deque<Tree> open) {
            if (tree != null) {
                nodes.add(tree);
                parents.put(tree, open.peek());
                open.push(tree);
                super.scan(tree, open);
                open.pop();
            }
            return null;
        }
    }
}
