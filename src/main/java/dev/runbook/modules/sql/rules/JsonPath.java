package dev.runbook.modules.sql.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A path to values in a document: {@code contact.phone}, {@code items[].serial}, {@code [].name}, {@code book.*.phone}. */
public record JsonPath(List<PathPart> parts) {

    private static final String KEY = "(?:[^.\\[\\]*~]+|\\*)";
    private static final Pattern PATH =
            Pattern.compile("(?:(?:\\[])+|" + KEY + "(?:\\[])*)(?:\\." + KEY + "(?:\\[])*)*(?<names>~)?");

    public JsonPath {
        parts = List.copyOf(parts);
    }

    /** One part of a path. */
    sealed interface PathPart {}

    /** The value of a key. */
    record NamedKey(String name) implements PathPart {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The value of every key that has no path of its own. */
    record AnyKey() implements PathPart {
        @Override
        public String toString() {
            return "*";
        }
    }

    /** Every item of a list. */
    record ListItems() implements PathPart {
        @Override
        public String toString() {
            return "[]";
        }
    }

    /** The names of the keys that {@link AnyKey} matches. */
    record KeyNames() implements PathPart {
        @Override
        public String toString() {
            return "*~";
        }
    }

    /** Parses a path; empty if the text is not a path. */
    static Optional<JsonPath> read(String text) {
        var matcher = PATH.matcher(text);
        if (!matcher.matches() || (matcher.group("names") != null && !text.endsWith("*~"))) {
            return Optional.empty();
        }
        List<PathPart> parts = new ArrayList<>();
        for (String part : text.replace("[]", ".[]").split("\\.")) {
            switch (part) {
                case "" -> {}
                case "*" -> parts.add(new AnyKey());
                case "*~" -> parts.add(new KeyNames());
                case "[]" -> parts.add(new ListItems());
                default -> parts.add(new NamedKey(part));
            }
        }
        return Optional.of(new JsonPath(parts));
    }

    /** Whether this path equals the other or continues it. */
    boolean isInside(JsonPath outer) {
        return parts.size() >= outer.parts.size()
                && parts.subList(0, outer.parts.size()).equals(outer.parts);
    }

    boolean leadsToNames() {
        return parts.get(parts.size() - 1) instanceof KeyNames;
    }

    /** The paths of the key names that the wildcards of this path match, from the first wildcard to the last. */
    List<JsonPath> keyNames() {
        List<JsonPath> names = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof AnyKey || parts.get(i) instanceof KeyNames) {
                List<PathPart> way = new ArrayList<>(parts.subList(0, i));
                way.add(new KeyNames());
                names.add(new JsonPath(way));
            }
        }
        return names;
    }

    /** Whether the path needs a sub-select in SQL. */
    boolean crossesManyValues() {
        return parts.stream().anyMatch(part -> !(part instanceof NamedKey));
    }

    @Override
    public String toString() {
        return parts.stream()
                .map(PathPart::toString)
                .collect(Collectors.joining("."))
                .replace(".[]", "[]");
    }
}
