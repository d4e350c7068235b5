package dev.runbook.yaml;

import java.util.List;
import java.util.Optional;

/**
 * What a mapping of a file may hold. The one table behind its reader, its schema and its documentation: a reader that asks
 * for a key that is not in it, or leaves one out, is a mistake in the program and ends it.
 *
 * @param what the thing that the mapping writes, in the words of an error message: "a pair"
 */
public record MappingSpec(String what, List<Key> keys) {

    public MappingSpec {
        keys = List.copyOf(keys);
    }

    public static MappingSpec of(String what, Key... keys) {
        return new MappingSpec(what, List.of(keys));
    }

    /** The same keys for another thing. */
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
     * @param defaultValue what is taken when it is not given, as it would be written; empty when there is none
     * @param doc one sentence
     * @param example a value as it would be written
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

        /** The same key, with a value that is taken when it is not given. */
        public Key withDefault(String yaml) {
            return new Key(name, shape, false, Optional.of(yaml), doc, example);
        }
    }
}
