package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Builds the nodes of one document from parser events: checks keys, resolves aliases, merges {@code <<}. */
final class NodeBuilder {

    /** The largest number of values in a document. */
    static final int NODES_MAX = 200_000;

    /** The largest depth of nested lists and mappings. */
    static final int DEPTH_MAX = 100;

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";
    private static final String TEXT_TAG = STANDARD_TAG + "str";

    /**
     * The value of an anchor.
     *
     * @param node empty if it is invalid, or not complete yet
     * @param nodes the number of values in it, with those of aliases; before it is complete, the number of values read
     *     before it
     * @param height the number of levels of lists and mappings in it, with those of aliases
     */
    private record AnchorState(boolean isBuilt, Optional<Node> node, int nodes, int height) {
        static final AnchorState INVALID = new AnchorState(true, Optional.empty(), 0, 0);
    }

    private final Source source;
    private final SourceLines lines;
    private final Problems problems;
    private final Iterator<Event> events;
    private final Map<Anchor, AnchorState> anchors = new HashMap<>();
    private int depth;
    // The greatest depth reached since the start of the innermost anchor that is not complete.
    private int deepest;
    private int nodes;

    /** @param events the events of the whole stream */
    NodeBuilder(Source source, SourceLines lines, Problems problems, Iterator<Event> events) {
        this.source = source;
        this.lines = lines;
        this.problems = problems;
        this.events = events;
    }

    /** The node of the document; empty if there is none, it is invalid, or a second document follows. */
    Optional<Node> build() {
        Optional<Node> document = Optional.empty();
        boolean first = true;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof NodeEvent node) {
                document = node(node);
                first = false;
            } else if (event instanceof DocumentStartEvent && !first) {
                problems.add(
                        "second-document",
                        position(event),
                        "a second document starts here; a file holds one document",
                        "remove this line, or move the document to its own file");
                return Optional.empty();
            }
        }
        return document;
    }

    private Optional<Node> node(NodeEvent event) {
        if (event instanceof AliasEvent alias) {
            return resolveAlias(alias);
        }
        Position place = position(event);
        if (countNodes(1) && isSupported(event, place) && isWithinDepth(0, place)) {
            return event.getAnchor().isPresent()
                    ? buildAnchored(event.getAnchor().get(), event, place)
                    : buildNode(event, place);
        }
        skip(event);
        return Optional.empty();
    }

    private Optional<Node> buildAnchored(Anchor anchor, NodeEvent event, Position place) {
        AnchorState open = new AnchorState(false, Optional.empty(), nodes, 0);
        anchors.put(anchor, open);
        int nodesBefore = nodes;
        int deepestBefore = deepest;
        deepest = depth;
        Optional<Node> node = buildNode(event, place);
        // If the value itself defined the anchor again, the later definition stays.
        anchors.replace(anchor, open, new AnchorState(true, node, nodes - nodesBefore + 1, deepest - depth));
        deepest = Math.max(deepest, deepestBefore);
        return node;
    }

    private Optional<Node> buildNode(NodeEvent event, Position place) {
        if (event instanceof ScalarEvent scalar) {
            return Optional.of(scalar(scalar, place));
        }
        depth++;
        deepest = Math.max(deepest, depth);
        try {
            return event instanceof MappingStartEvent ? mapping(place) : sequence(place);
        } finally {
            depth--;
        }
    }

    private static Node.Scalar scalar(ScalarEvent scalar, Position place) {
        boolean text = scalar.getScalarStyle() != ScalarStyle.PLAIN
                || scalar.getTag().filter(TEXT_TAG::equals).isPresent();
        return new Node.Scalar(scalar.getValue(), text, place);
    }

    private Optional<Node> sequence(Position place) {
        List<Node> items = new ArrayList<>();
        Event next = events.next();
        while (next instanceof NodeEvent item) {
            node(item).ifPresent(items::add);
            next = events.next();
        }
        return Optional.of(new Node.Sequence(items, place));
    }

    private Optional<Node> mapping(Position place) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<Node.Mapping> below = new ArrayList<>();
        Event next = events.next();
        while (next instanceof NodeEvent event) {
            Optional<Node.Scalar> key = key(event, place);
            if (key.isEmpty()) {
                skipRest();
                return Optional.empty();
            }
            NodeEvent value = (NodeEvent) events.next();
            if (key.get().text().equals("<<") && !key.get().quoted()) {
                node(value).ifPresent(merged -> merge(merged, below));
            } else {
                addEntry(entries, key.get(), node(value));
            }
            next = events.next();
        }
        below.forEach(lower ->
                lower.entries().forEach(entry -> entries.putIfAbsent(entry.key().text(), entry)));
        return Optional.of(new Node.Mapping(List.copyOf(entries.values()), place));
    }

    private Optional<Node.Scalar> key(NodeEvent event, Position mapping) {
        if (event instanceof ScalarEvent written) {
            Node.Scalar key = scalar(written, position(written));
            if (!PrintableText.of(key.text()).equals(key.text())) {
                problems.add("key-not-text", key.position(), "the key contains a control character", "remove it");
                return Optional.empty();
            }
            written.getAnchor().ifPresent(anchor -> anchors.put(anchor, new AnchorState(true, Optional.of(key), 1, 0)));
            return Optional.of(key);
        }
        if (event instanceof AliasEvent alias) {
            Optional<Node> named = resolveAlias(alias);
            if (named.isEmpty() || named.get() instanceof Node.Scalar) {
                return named.map(Node.Scalar.class::cast);
            }
        }
        reportInvalidKey(position(event), mapping);
        skip(event);
        return Optional.empty();
    }

    private void reportInvalidKey(Position key, Position mapping) {
        if (UnquotedExpression.startsAt(mapping)) {
            problems.add(UnquotedExpression.problem(mapping));
        } else if (UnquotedExpression.startsAt(key)) {
            problems.add(UnquotedExpression.problem(key));
        } else {
            problems.add("key-not-text", key, "a key must be plain text", "write the key as one word or in quotes");
        }
    }

    private void addEntry(Map<String, Node.Entry> entries, Node.Scalar key, Optional<Node> value) {
        Node.Entry first = entries.get(key.text());
        if (first != null) {
            problems.add(
                    "duplicate-key",
                    key.position(),
                    "key '" + key.text() + "' is given twice, first at "
                            + first.key().position(),
                    "keep one of the two");
        } else {
            value.ifPresent(node -> entries.put(key.text(), new Node.Entry(key, node)));
        }
    }

    private void merge(Node value, List<Node.Mapping> below) {
        for (Node merged : value instanceof Node.Sequence list ? list.items() : List.of(value)) {
            if (merged instanceof Node.Mapping mapping) {
                below.add(mapping);
            } else {
                problems.add(
                        "bad-merge",
                        merged.position(),
                        "'<<' merges mappings, not " + merged.kind(),
                        "write <<: *name of a mapping, or a list of such names");
            }
        }
    }

    private Optional<Node> resolveAlias(AliasEvent alias) {
        AnchorState state = anchors.get(alias.getAlias());
        String name = alias.getAlias().getValue();
        if (state == null) {
            Set<String> known = new TreeSet<>();
            anchors.keySet().forEach(anchor -> known.add(anchor.getValue()));
            problems.add(
                    "unknown-alias",
                    position(alias),
                    "unknown alias '" + name + "'",
                    Nearest.hint(name, known, "define &" + name + " at a value above *" + name));
            return Optional.empty();
        }
        if (!state.isBuilt()) {
            problems.add(
                    "recursive-alias",
                    position(alias),
                    "the alias refers to the value that contains it",
                    "write the value out");
            return Optional.empty();
        }
        if (!countNodes(state.nodes()) || !isWithinDepth(state.height(), position(alias))) {
            return Optional.empty();
        }
        deepest = Math.max(deepest, depth + state.height());
        return state.node();
    }

    private boolean countNodes(int more) {
        if (nodes > NODES_MAX - more) {
            nodes = NODES_MAX;
            problems.add(tooLarge(source));
            return false;
        }
        nodes += more;
        return true;
    }

    static Problem tooLarge(Source source) {
        return new Problem(
                "yaml-too-large", source.start(), "the file has more than " + NODES_MAX + " values", "split the file");
    }

    static Problem tooDeep(Position place) {
        return new Problem(
                "yaml-too-large", place, "nested deeper than " + DEPTH_MAX + " levels", "reduce the nesting");
    }

    private boolean isSupported(NodeEvent event, Position place) {
        Optional<String> tag =
                event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        Optional<Problem> problem = tag.filter(name -> !name.equals("!") && !name.startsWith(STANDARD_TAG))
                .map(name -> AnsibleSyntax.tagProblem(name, place))
                .or(() -> event instanceof ScalarEvent scalar
                        ? AnsibleSyntax.vaultProblem(scalar.getValue(), place)
                        : Optional.empty());
        problem.ifPresent(problems::add);
        return problem.isEmpty();
    }

    private boolean isWithinDepth(int height, Position place) {
        boolean flat = depth + height < DEPTH_MAX;
        if (!flat) {
            problems.add(tooDeep(place));
        }
        return flat;
    }

    /** Skips the rest of the node that starts with this event. */
    private void skip(NodeEvent event) {
        registerSkippedAnchor(event);
        if (event instanceof CollectionStartEvent) {
            skipRest();
        }
    }

    /** Registers the anchor of a skipped node, so that an alias to it is not reported as a second problem. */
    private void registerSkippedAnchor(Event event) {
        if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
            node.getAnchor().ifPresent(anchor -> anchors.put(anchor, AnchorState.INVALID));
        }
    }

    /** Skips the rest of the innermost list or mapping. */
    private void skipRest() {
        int open = 1;
        while (open > 0) {
            Event event = events.next();
            registerSkippedAnchor(event);
            open += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
        }
    }

    private Position position(Event event) {
        return event.getStartMark().map(lines::position).orElse(source.start());
    }
}
