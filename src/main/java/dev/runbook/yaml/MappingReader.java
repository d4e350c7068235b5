package dev.runbook.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads a mapping key by key; wrong types, missing keys and unknown keys become problems. */
public final class MappingReader {

    private static final int COUNT_MAX = 1_000_000;

    private final String what;
    private final Node.Mapping mapping;
    private final Problems problems;
    private final boolean readable;
    private final Optional<MappingSpec> form;
    private final Set<String> requestedKeys = new LinkedHashSet<>();

    private MappingReader(
            String what, Optional<MappingSpec> form, Node.Mapping mapping, boolean readable, Problems problems) {
        this.what = what;
        this.form = form;
        this.mapping = mapping;
        this.readable = readable;
        this.problems = problems;
    }

    /**
     * A reader of the node; if the node is not a mapping, reports that and reads an empty one.
     *
     * @param what what the mapping describes, as error messages name it: "a pair"
     */
    public static MappingReader of(Node node, String what, Problems problems) {
        return of(node, what, Optional.empty(), problems);
    }

    /** The same for a mapping whose keys are defined in a table. */
    public static MappingReader of(Node node, MappingSpec spec, Problems problems) {
        return of(node, spec.what(), Optional.of(spec), problems);
    }

    private static MappingReader of(Node node, String what, Optional<MappingSpec> form, Problems problems) {
        if (node instanceof Node.Mapping mapping) {
            return new MappingReader(what, form, mapping, true, problems);
        }
        if (!isNull(node)) {
            reportWrongType(node, what, "a mapping", problems);
        }
        Node.Mapping empty = new Node.Mapping(List.of(), node.position());
        return new MappingReader(what, form, empty, isNull(node), problems);
    }

    public Position position() {
        return mapping.position();
    }

    /** Whether the node is a mapping; if not, the problem has been reported already. */
    public boolean isReadable() {
        return readable;
    }

    public Problems problems() {
        return problems;
    }

    /** The value as written; a key without a value counts as absent. */
    public Optional<Node> node(String key) {
        if (form.isPresent() && form.get().key(key).isEmpty()) {
            throw new IllegalStateException("'" + key + "' is read but is not in the table of " + what);
        }
        requestedKeys.add(key);
        return mapping.get(key).filter(node -> !isNull(node));
    }

    /** The value; reports it if it is missing. */
    public Optional<Node> require(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty() && readable) {
            problems.add(
                    "missing-key", mapping.position(), what + " needs the key '" + key + "'", "add '" + key + ":'");
        }
        return node;
    }

    public Optional<Node.Scalar> scalar(String key) {
        return node(key).flatMap(node -> scalar(node, "'" + key + "'", problems));
    }

    /** A literal text; an expression is reported, because the value is needed before variables exist. */
    public Optional<String> text(String key) {
        return scalar(key).filter(this::isLiteral).map(Node.Scalar::text);
    }

    public Optional<String> requireText(String key) {
        require(key);
        return text(key);
    }

    public Optional<Boolean> bool(String key) {
        return scalarOfType(key, ScalarType.BOOL).map(scalar -> Boolean.valueOf(scalar.text()));
    }

    public Optional<Long> whole(String key) {
        return scalarOfType(key, ScalarType.WHOLE).map(scalar -> {
            long number = ScalarType.whole(scalar.text());
            if (!Long.toString(number).equals(scalar.text())) {
                problems.add(
                        "losing-number",
                        scalar.position(),
                        scalar.text() + " as a number is " + number,
                        "write " + number);
            }
            return number;
        });
    }

    /** A whole number of at least one that is small enough for a count. */
    public Optional<Long> positive(String key) {
        return whole(key).filter(number -> {
            boolean right = number >= 1 && number <= COUNT_MAX;
            if (!right) {
                problems.add(
                        "wrong-value",
                        node(key).map(Node::position).orElse(mapping.position()),
                        "'" + key + "' must be between 1 and " + COUNT_MAX + ", not " + number,
                        "");
            }
            return right;
        });
    }

    /** A time span written as {@code 90s}, {@code 10m}, {@code 2h} or as plain seconds. */
    public Optional<Duration> duration(String key) {
        return scalar(key).flatMap(scalar -> {
            Optional<Duration> span = TimeSpan.parse(scalar.text());
            if (span.isEmpty()) {
                problems.add(
                        "wrong-type",
                        scalar.position(),
                        "'" + key + "' must be a time span, not '" + scalar.text() + "'",
                        "write seconds, minutes or hours: 90s, 10m, 2h");
            }
            return span;
        });
    }

    /** A list of texts; a single text is a list of one. */
    public List<Node.Scalar> texts(String key) {
        List<Node.Scalar> texts = new ArrayList<>();
        for (Node item : items(key)) {
            scalar(item, "'" + key + "'", problems).filter(this::isLiteral).ifPresent(texts::add);
        }
        return texts;
    }

    /** The items of a list; any other value is a list of one. */
    public List<Node> items(String key) {
        return node(key)
                .map(node -> node instanceof Node.Sequence sequence ? sequence.items() : List.of(node))
                .orElse(List.of());
    }

    /** A reader of the mapping under the key; empty if the key is absent. */
    public Optional<MappingReader> mapping(String key, String innerWhat) {
        return node(key).map(node -> of(node, innerWhat, problems));
    }

    /** The same for a mapping whose keys are defined in a table. */
    public Optional<MappingReader> mapping(String key, MappingSpec inner) {
        return node(key).map(node -> of(node, inner, problems));
    }

    /** The mapping under the key, with each value read by the function; empty if the key is absent. */
    public <T> Map<String, T> readEach(String key, BiFunction<Node.Scalar, Node, Optional<T>> read) {
        Map<String, T> values = new LinkedHashMap<>();
        node(key)
                .ifPresent(node -> of(node, "'" + key + "'", problems)
                        .mapping
                        .entries()
                        .forEach(entry -> read.apply(entry.key(), entry.value())
                                .ifPresent(value -> values.put(entry.key().text(), value))));
        return values;
    }

    /** The entries whose keys have not been requested so far. */
    public List<Node.Entry> remainingEntries() {
        return mapping.entries().stream()
                .filter(entry -> !requestedKeys.contains(entry.key().text()))
                .toList();
    }

    /** Reports every key that was not requested, with the most similar one that was. */
    public void reportUnknownKeys() {
        List<String> names = form.map(MappingSpec::names).orElse(List.of());
        // After a problem a reader may have stopped early; then the problem is reported, not this check.
        if (problems.isEmpty() && !requestedKeys.containsAll(names)) {
            throw new IllegalStateException(
                    what + " has the keys " + names + ", but only " + requestedKeys + " are read");
        }
        requestedKeys.addAll(names);
        for (Node.Entry entry : remainingEntries()) {
            String key = entry.key().text();
            String all = "known keys: " + requestedKeys.stream().sorted().collect(Collectors.joining(", "));
            problems.add(
                    "unknown-key",
                    entry.key().position(),
                    "unknown key '" + key + "' in " + what,
                    Nearest.hint(key, requestedKeys, all));
        }
    }

    /** The node as a scalar; reports a list or a mapping. */
    public static Optional<Node.Scalar> scalar(Node node, String what, Problems problems) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        reportWrongType(node, what, "a single value", problems);
        return Optional.empty();
    }

    static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && ScalarType.of(scalar) == ScalarType.NULL;
    }

    private Optional<Node.Scalar> scalarOfType(String key, ScalarType type) {
        return scalar(key).filter(scalar -> {
            boolean right = ScalarType.of(scalar) == type;
            if (!right) {
                String hint = type == ScalarType.BOOL ? "write true or false" : "write digits, without quotes";
                String summary = "'" + key + "' must be " + type.words() + ", not '" + scalar.text() + "'";
                problems.add("wrong-type", scalar.position(), summary, hint);
            }
            return right;
        });
    }

    private boolean isLiteral(Node.Scalar scalar) {
        boolean expression = scalar.text().contains("{{");
        if (expression) {
            problems.add(
                    "expression-not-allowed",
                    scalar.position(),
                    "an expression is not allowed here: the value is needed before variables exist",
                    "write a literal value");
        }
        return !expression;
    }

    private static void reportWrongType(Node node, String what, String wanted, Problems problems) {
        problems.add("wrong-type", node.position(), what + " must be " + wanted + ", not " + node.kind(), "");
    }
}
