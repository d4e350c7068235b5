package dev.runbook.inventory;

import dev.runbook.expression.BoundedCharSequence;
import dev.runbook.yaml.Glob;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Selects pairs by a pattern: {@code a,b} or {@code a:b} is a union, {@code :&x} an intersection, {@code :!x} a
 * difference; each part is a pair, a group, a glob, {@code all} or {@code ~regex}, and {@code [0]} or {@code [0:3]}
 * selects by position.
 */
final class PairPattern {

    private static final int PARTS_MAX = 1_000;
    private static final Pattern RANGE = Pattern.compile("(.+)\\[(-?[0-9]{1,6})(:(-?[0-9]{1,6})?)?]");

    private final Inventory inventory;

    PairPattern(Inventory inventory) {
        this.inventory = inventory;
    }

    List<Pair> select(Node.Scalar pattern, Problems problems) {
        List<String> parts = parts(pattern.text());
        if (!isUsable(parts, pattern, problems)) {
            return List.of();
        }
        Set<String> chosen = new LinkedHashSet<>();
        List<String> restrictions = new ArrayList<>();
        boolean understood = true;
        boolean onlyRestrictions = true;
        for (String part : parts) {
            boolean restricts = part.startsWith("&") || part.startsWith("!");
            Optional<Set<String>> names = resolvePart(restricts ? part.substring(1) : part, pattern, problems);
            understood &= names.isPresent();
            if (restricts) {
                restrictions.add(part);
            } else {
                onlyRestrictions = false;
                names.ifPresent(chosen::addAll);
            }
        }
        if (onlyRestrictions) {
            chosen.addAll(inventory.pairs().keySet());
        }
        for (String part : restrictions) {
            Set<String> names =
                    resolvePart(part.substring(1), pattern, new Problems()).orElse(Set.of());
            chosen.removeIf(name -> names.contains(name) == part.startsWith("!"));
        }
        if (understood && chosen.isEmpty()) {
            problems.add(
                    "no-pair",
                    pattern.position(),
                    "'" + pattern.text() + "' names no pair",
                    "known pairs: " + pairNames());
        }
        return understood
                ? inventory.pairs().values().stream()
                        .filter(pair -> chosen.contains(pair.name()))
                        .toList()
                : List.of();
    }

    private boolean isUsable(List<String> parts, Node.Scalar pattern, Problems problems) {
        if (parts.size() > PARTS_MAX) {
            reportInvalid(pattern, "the pattern has more than " + PARTS_MAX + " parts", "", problems);
            return false;
        }
        if (parts.isEmpty()) {
            problems.add(
                    "no-pair",
                    pattern.position(),
                    "'" + pattern.text() + "' names no pair",
                    "write 'all' for every pair; known pairs: " + pairNames());
            return false;
        }
        return true;
    }

    /**
     * Splits at commas and colons outside brackets and braces; a regular expression extends to the next comma or the
     * end.
     */
    private static List<String> parts(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            depth += "[{".indexOf(character) >= 0 ? 1 : "]}".indexOf(character) >= 0 ? -1 : 0;
            boolean cut = depth <= 0 && (character == ',' || (character == ':' && !startsRegex(part)));
            if (cut) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(character);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** Whether it starts with {@code ~}, {@code &~} or {@code !~}. Long patterns are split in linear time. */
    private static boolean startsRegex(CharSequence part) {
        int first = !part.isEmpty() && "&!".indexOf(part.charAt(0)) >= 0 ? 1 : 0;
        return part.length() > first && part.charAt(first) == '~';
    }

    private Optional<Set<String>> resolvePart(String part, Node.Scalar pattern, Problems problems) {
        Optional<Matcher> range = part.startsWith("~")
                ? Optional.empty()
                : Optional.of(RANGE.matcher(part))
                        .filter(Matcher::matches)
                        .filter(taken ->
                                matchingPairs(part, pattern, new Problems()).isEmpty());
        return range.isPresent()
                ? resolveName(range.get().group(1), pattern, problems)
                        .map(names -> takeRange(List.copyOf(names), range.get()))
                : resolveName(part, pattern, problems);
    }

    private Optional<Set<String>> resolveName(String part, Node.Scalar pattern, Problems problems) {
        try {
            Problems bad = new Problems();
            Set<String> names = matchingPairs(part, pattern, bad);
            if (!bad.isEmpty()) {
                bad.toSortedList()
                        .forEach(problem -> reportInvalid(pattern, problem.summary(), problem.hint(), problems));
                return Optional.empty();
            }
            if (names.isEmpty() && !part.equals("all") && !inventory.groups().containsKey(part)) {
                Set<String> candidates = new LinkedHashSet<>(inventory.pairs().keySet());
                candidates.addAll(inventory.groups().keySet());
                problems.add(
                        "unknown-pair",
                        pattern.position().right(Math.max(0, pattern.text().indexOf(part))),
                        "'" + part + "' is neither a pair nor a group",
                        Nearest.hint(part, candidates, "known: " + String.join(", ", candidates)));
                return Optional.empty();
            }
            return Optional.of(names);
        } catch (PatternSyntaxException e) {
            reportInvalid(pattern, "'" + part + "' is not a regular expression: " + e.getDescription(), "", problems);
            return Optional.empty();
        } catch (BoundedCharSequence.StepLimitException | StackOverflowError e) {
            reportInvalid(pattern, "'" + part + "' takes too many steps to match", "", problems);
            return Optional.empty();
        }
    }

    private static void reportInvalid(Node.Scalar pattern, String summary, String hint, Problems problems) {
        problems.add("bad-pattern", pattern.position(), summary, hint);
    }

    private Set<String> matchingPairs(String part, Node.Scalar pattern, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        Predicate<String> takes = predicate(part, pattern, problems);
        inventory.pairs().keySet().stream().filter(takes).forEach(names::add);
        for (Group group : inventory.groups().values()) {
            if (takes.test(group.name())) {
                names.addAll(inventory.pairsOf(group));
            }
        }
        Set<String> ordered = new LinkedHashSet<>(inventory.pairs().keySet());
        ordered.retainAll(names);
        return ordered;
    }

    private static Predicate<String> predicate(String part, Node.Scalar pattern, Problems problems) {
        if (part.startsWith("~")) {
            Pattern regex = Pattern.compile(part.substring(1));
            return name -> regex.matcher(new BoundedCharSequence(name)).find();
        }
        if (!Glob.isGlob(part)) {
            return name -> part.equals("all") || part.equals(name);
        }
        Optional<Glob> glob = Glob.read(part, pattern.position(), Glob.GlobKind.NAME, problems);
        return name -> glob.filter(found -> found.matches(name)).isPresent();
    }

    /** {@code [0]} selects one, {@code [0:3]} the first four; negative positions count from the end. */
    private static Set<String> takeRange(List<String> names, Matcher range) {
        int first = index(range.group(2), names.size());
        int last = range.group(3) == null
                ? first
                : range.group(4) == null ? names.size() - 1 : index(range.group(4), names.size());
        Set<String> some = new LinkedHashSet<>();
        for (int i = Math.max(0, first); i <= Math.min(last, names.size() - 1); i++) {
            some.add(names.get(i));
        }
        return some;
    }

    private static int index(String text, int size) {
        int index = Integer.parseInt(text);
        return index < 0 ? index + size : index;
    }

    private String pairNames() {
        return String.join(", ", inventory.pairs().keySet());
    }
}
