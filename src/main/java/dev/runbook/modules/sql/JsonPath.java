package dev.runbook.modules.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The way to values in a document: {@code contact.phone}, {@code items[].serial}, {@code [].name}, {@code book.*.phone}. */
record JsonPath(List<Part> parts) {

    private static final String KEY = "(?:[^.\\[\\]*~]+|\\*)";
    private static final Pattern PATH =
            Pattern.compile("(?:(?:\\[])+|" + KEY + "(?:\\[])*)(?:\\." + KEY + "(?:\\[])*)*(?<names>~)?");

    JsonPath {
        parts = List.copyOf(parts);
    }

    /** One part of the way into a document. */
    sealed interface Part {}

    /** Into the value of a key. */
    record Key(String name) implements Part {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Into the value of every key that has no path of its own. */
    record AnyKey() implements Part {
        @Override
        public String toString() {
            return "*";
        }
    }

    /** Into every item of a list. */
    record Items() implements Part {
        @Override
        public String toString() {
            return "[]";
        }
    }

    /** Not to a value, but to the names of the keys that {@link AnyKey} stands for. */
    record KeyNames() implements Part {
        @Override
        public String toString() {
            return "*~";
        }
    }

    /** Empty when the text is no path. */
    static Optional<JsonPath> read(String text) {
        var matcher = PATH.matcher(text);
        if (!matcher.matches() || (matcher.group("names") != null && !text.endsWith("*~"))) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (String part : text.replace("[]", ".[]").split("\\.")) {
            switch (part) {
                case "" -> {}
                case "*" -> parts.add(new AnyKey());
                case "*~" -> parts.add(new KeyNames());
                case "[]" -> parts.add(new Items());
                default -> parts.add(new Key(part));
            }
        }
        return Optional.of(new JsonPath(parts));
    }

    /** Whether what this leads to lies inside of what the other leads to, or is the same. */
    boolean isInside(JsonPath outer) {
        return parts.size() >= outer.parts.size()
                && parts.subList(0, outer.parts.size()).equals(outer.parts);
    }

    boolean leadsToNames() {
        return parts.get(parts.size() - 1) instanceof KeyNames;
    }

    /** The paths to the names of the keys that this goes through without naming them, itself included. */
    List<JsonPath> keyNames() {
        List<JsonPath> names = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof AnyKey || parts.get(i) instanceof KeyNames) {
                List<Part> way = new ArrayList<>(parts.subList(0, i));
                way.add(new KeyNames());
                names.add(new JsonPath(way));
            }
        }
        return names;
    }

    /** Whether SQL needs a sub-select to follow it. */
    boolean goesThroughMany() {
        return parts.stream().anyMatch(part -> !(part instanceof Key));
    }

    @Override
    public String toString() {
        return parts.stream()
                .map(Part::toString)
                .collect(Collectors.joining("."))
                .replace(".[]", "[]");
    }
}
