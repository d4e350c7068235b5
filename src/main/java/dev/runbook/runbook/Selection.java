package dev.runbook.runbook;

import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tasks that a command line selects: by tag, without a tag, or from a task on. */
public final class Selection {

    private static final Set<String> SPECIAL = Set.of("all", "always", "never", "tagged", "untagged");

    private final Set<String> tags;
    private final Set<String> skipTags;
    private final Set<String> beforeStart;

    private Selection(Set<String> tags, Set<String> skipTags, Set<String> beforeStart) {
        this.tags = tags;
        this.skipTags = skipTags;
        this.beforeStart = beforeStart;
    }

    /**
     * The selection as written on the command line, each word with its position.
     *
     * @param from id or name of the task to start at; {@code *} matches any text
     */
    public record Request(List<Node.Scalar> tags, List<Node.Scalar> skipTags, Optional<Node.Scalar> from) {
        public Request {
            tags = List.copyOf(tags);
            skipTags = List.copyOf(skipTags);
        }

        /** A request that selects every task. */
        public static Request everything() {
            return new Request(List.of(), List.of(), Optional.empty());
        }
    }

    /** The selection for a request; unknown tags and tasks are among the problems. */
    public static Selection of(Runbook runbook, Request request, Problems problems) {
        Set<String> tags = tagNames(runbook, request.tags(), problems);
        Set<String> skipTags = tagNames(runbook, request.skipTags(), problems);
        Set<String> before =
                request.from().map(from -> idsBefore(runbook, from, problems)).orElse(Set.of());
        return new Selection(tags, skipTags, before);
    }

    /** A selection of these tasks, whatever their tags. */
    public static Selection only(Runbook runbook, Set<String> ids) {
        Set<String> others = new LinkedHashSet<>();
        runbook.tasks().stream().map(Task::id).filter(id -> !ids.contains(id)).forEach(others::add);
        return new Selection(Set.of("all"), Set.of(), others);
    }

    private static Set<String> tagNames(Runbook runbook, List<Node.Scalar> words, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> known = new TreeSet<>(runbook.tags());
        for (Node.Scalar word : words) {
            for (String name : word.text().split(",", -1)) {
                String tag = name.strip();
                names.add(tag);
                if (!known.contains(tag) && !SPECIAL.contains(tag)) {
                    problems.add(
                            "unknown-tag",
                            word.position().right(Math.max(0, word.text().indexOf(tag))),
                            "no play or task has the tag '" + tag + "'",
                            Nearest.hint(
                                    tag,
                                    known,
                                    known.isEmpty()
                                            ? "the runbook has no tags"
                                            : "known tags: " + String.join(", ", known)));
                }
            }
        }
        return names;
    }

    private static Set<String> idsBefore(Runbook runbook, Node.Scalar from, Problems problems) {
        Set<String> before = new LinkedHashSet<>();
        for (Task task : runbook.tasks()) {
            if (matches(from.text(), task)) {
                return before;
            }
            before.add(task.id());
        }
        problems.add(
                "unknown-task",
                from.position(),
                "the runbook has no task '" + from.text() + "'",
                Nearest.hint(TaskReader.slug(from.text()), before, "tasks: " + String.join(", ", before)));
        return Set.of();
    }

    private static boolean matches(String wanted, Task task) {
        return matches(wanted, task.id())
                || task.name()
                        .node()
                        .filter(node -> node instanceof Node.Scalar scalar && matches(wanted, scalar.text()))
                        .isPresent();
    }

    /** Whether the name matches, ignoring case; {@code *} matches any text. */
    private static boolean matches(String wanted, String name) {
        String rest = name.toLowerCase(Locale.ROOT);
        String[] pieces = wanted.toLowerCase(Locale.ROOT).split("\\*", -1);
        String last = pieces[pieces.length - 1];
        if (pieces.length == 1) {
            return rest.equals(last);
        }
        if (!rest.startsWith(pieces[0])) {
            return false;
        }
        int at = pieces[0].length();
        for (int i = 1; i < pieces.length - 1; i++) {
            int found = rest.indexOf(pieces[i], at);
            if (found < 0) {
                return false;
            }
            at = found + pieces[i].length();
        }
        return rest.length() - at >= last.length() && rest.endsWith(last);
    }

    /** Whether the task is selected. */
    public boolean includes(Task task) {
        return exclusionReason(task).isEmpty();
    }

    /** Why the task is not selected; empty if it is. */
    public Optional<String> exclusionReason(Task task) {
        if (beforeStart.contains(task.id())) {
            return Optional.of("before the task to start from");
        }
        if (hasTag(task, skipTags)) {
            return Optional.of("skipped by tag");
        }
        if (task.tags().contains("never")) {
            boolean byName = tags.stream().anyMatch(task.tags()::contains);
            return byName ? Optional.empty() : Optional.of("runs only when one of its tags is selected");
        }
        boolean wanted = tags.isEmpty() || task.tags().contains("always") || hasTag(task, tags);
        return wanted ? Optional.empty() : Optional.of("has none of the selected tags");
    }

    private static boolean hasTag(Task task, Set<String> any) {
        for (String tag : any) {
            if (hasTag(task, tag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasTag(Task task, String tag) {
        return switch (tag) {
            case "all" -> true;
            case "tagged" -> !task.tags().isEmpty();
            case "untagged" -> task.tags().isEmpty();
            default -> task.tags().contains(tag);
        };
    }
}
