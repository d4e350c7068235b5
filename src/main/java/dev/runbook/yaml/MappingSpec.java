package dev.runbook.yaml;

import java.util.List;
import java.util.Optional;

/**
 * The keys that a mapping of a file may have: the single source of its reader, schema and documentation. A reader that
 * requests a key outside the table, or omits one of it, is a programming error and fails.
 *
 * @param what what the mapping describes, as error messages name it: "a pair"
 */
public record MappingSpec(String what, List<Key> keys) {

    public MappingSpec {
        keys = List.copyOf(keys);
    }

    public static MappingSpec of(String what, Key... keys) {
        return new MappingSpec(what, List.of(keys));
    }

    /** The same keys under another description. */
    public MappingSpec as(String other) {
        return new MappingSpec(other, keys);
    }

    public List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    public Optional<Key> key(String name) {
        for (Key key : keys) {
            if (key.name().equals(name)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /**
     * One key.
     *
     * @param defaultValue the value used when the key is absent, as a file would write it; empty if there is none
     * @param doc one sentence
     * @param example a value as a file would write it
     */
    public record Key(
            String name,
            ValueShape shape,
            boolean required,
            Optional<String> defaultValue,
            String doc,
            String example) {

        public static Key required(String name, ValueShape shape, String doc, String example) {
            return new Key(name, shape, true, Optional.empty(), doc, example);
        }

        public static Key optional(String name, ValueShape shape, String doc, String example) {
            return new Key(name, shape, false, Optional.empty(), doc, example);
        }

        /** The same key with a default value. */
        public Key withDefault(String yaml) {
            return new Key(name, shape, false, Optional.of(yaml), doc, example);
        }
    }
}
