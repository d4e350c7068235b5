package dev.runbook.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns the parser's nodes into ours: keys checked, aliases resolved, {@code <<} merged. */
final class NodeBuilder {

    private static final int NODES_MAX = 200_000;
    private static final int DEPTH_MAX = 100;
    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private final Source source;
    private final Lines lines;
    private final Problems problems;
    private final Set<org.snakeyaml.engine.v2.nodes.Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    NodeBuilder(Source source, Lines lines, Problems problems) {
        this.source = source;
        this.lines = lines;
        this.problems = problems;
    }

    Optional<Node> build(org.snakeyaml.engine.v2.nodes.Node node) {
        Position place = position(node);
        if (++nodes > NODES_MAX) {
            problems.add("yaml-too-large", source.start(), "more than " + NODES_MAX + " values", "split the file");
            return Optional.empty();
        }
        if (!node.getTag().getValue().startsWith(STANDARD_TAG)) {
            problems.add("unknown-tag", place, "unknown tag '" + node.getTag().getValue() + "'", "remove the tag");
            return Optional.empty();
        }
        if (open.size() == DEPTH_MAX) {
            problems.add("yaml-too-large", place, "nested deeper than " + DEPTH_MAX + " levels", "write it flatter");
            return Optional.empty();
        }
        if (!open.add(node)) {
            problems.add("recursive-alias", place, "an alias inside its own anchor", "write the value out");
            return Optional.empty();
        }
        try {
            return converted(node, place);
        } finally {
            open.remove(node);
        }
    }

    private Optional<Node> converted(org.snakeyaml.engine.v2.nodes.Node node, Position place) {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar(scalar, place));
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> build(item).ifPresent(items::add));
            return Optional.of(new Node.Sequence(items, place));
        }
        return mapping((MappingNode) node, place);
    }

    private Node.Scalar scalar(ScalarNode scalar, Position place) {
        boolean text = scalar.getScalarStyle() != ScalarStyle.PLAIN
                || (scalar.getTag().getValue().equals(STANDARD_TAG + "str")
                        && ScalarType.of(new Node.Scalar(scalar.getValue(), false, place)) != ScalarType.TEXT
                        && !scalar.getValue().isEmpty()
                        && lines.line(place.line()).startsWith("!!", place.column() - 1));
        return new Node.Scalar(scalar.getValue(), text, place);
    }

    private Optional<Node> mapping(MappingNode mapping, Position place) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        List<Node.Mapping> below = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                reportKey(position(tuple.getKeyNode()), place);
                return Optional.empty();
            }
            if (key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals("<<")) {
                build(tuple.getValueNode()).ifPresent(value -> merge(value, below));
            } else {
                add(entries, scalar(key, position(key)), tuple.getValueNode());
            }
        }
        below.forEach(lower ->
                lower.entries().forEach(entry -> entries.putIfAbsent(entry.key().text(), entry)));
        return Optional.of(new Node.Mapping(List.copyOf(entries.values()), place));
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

    private void add(Map<String, Node.Entry> entries, Node.Scalar key, org.snakeyaml.engine.v2.nodes.Node valueNode) {
        Optional<Node> value = build(valueNode);
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

    private void reportKey(Position key, Position mapping) {
        if (Braces.startAt(mapping)) {
            problems.add(Braces.problem(mapping));
        } else if (Braces.startAt(key)) {
            problems.add(Braces.problem(key));
        } else {
            problems.add("key-not-text", key, "a key must be plain text", "write the key as one word or in quotes");
        }
    }

    private Position position(org.snakeyaml.engine.v2.nodes.Node node) {
        return node.getStartMark().map(lines::position).orElse(source.start());
    }
}
