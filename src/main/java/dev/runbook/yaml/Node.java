package dev.runbook.yaml;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A parsed YAML value with its position. */
public sealed interface Node {

    Position position();

    /** The kind of value as error messages name it: "text", "a list", "a mapping". */
    String kind();

    /**
     * A single value.
     *
     * @param text the characters without quotes, never converted ({@code 3.10} stays {@code 3.10})
     * @param quoted whether quotes or a block style make it text regardless of its characters
     * @param position of the first character, including the quote
     */
    record Scalar(String text, boolean quoted, Position position) implements Node {
        @Override
        public String kind() {
            return "text";
        }
    }

    /** A list of values, in the order of the source. */
    record Sequence(List<Node> items, Position position) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys and values, in the order of the source; keys are unique and {@code <<} is already merged. */
    record Mapping(List<Entry> entries, Position position) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Node> get(String key) {
            return entry(key).map(Entry::value);
        }

        public Optional<Entry> entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }

        public Set<String> keys() {
            return entries.stream().map(entry -> entry.key().text()).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One key with its value. */
    record Entry(Scalar key, Node value) {}
}
