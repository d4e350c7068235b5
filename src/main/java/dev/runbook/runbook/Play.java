package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tasks for some pairs.
 *
 * @param pairs the pattern that names them; {@code all} when the play does not say
 * @param vars of the play and of its {@code vars_files}
 * @param prompts what a person is asked before the first task
 * @param moduleDefaults arguments by module; those of its tasks hold them already
 * @param handlers in the order in which they are carried out when notified
 */
public record Play(
        String name,
        Node.Scalar pairs,
        Map<String, Variable> vars,
        List<Prompt> prompts,
        Set<String> tags,
        Map<String, Node.Mapping> moduleDefaults,
        PlayOptions options,
        List<PlayPart> parts,
        List<Task> handlers,
        Position position) {

    public Play {
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        prompts = List.copyOf(prompts);
        tags = Collections.unmodifiableSet(new java.util.LinkedHashSet<>(tags));
        moduleDefaults = Collections.unmodifiableMap(new LinkedHashMap<>(moduleDefaults));
        parts = List.copyOf(parts);
        handlers = List.copyOf(handlers);
    }

    /**
     * How the pairs of the play go together.
     *
     * @param allowEmpty whether the pattern may name no pair
     * @param anyErrorsFatal whether the first failure ends the play for all pairs
     * @param lockstep whether no pair begins a part of the play before all have ended the one before
     * @param forceHandlers whether notified handlers are carried out even when a later task has failed
     * @param serial how many pairs go through the play together, batch after batch, the last one repeating; empty for all
     */
    public record PlayOptions(
            boolean allowEmpty,
            boolean anyErrorsFatal,
            boolean lockstep,
            boolean forceHandlers,
            List<BatchSize> serial) {
        public PlayOptions {
            serial = List.copyOf(serial);
        }
    }

    /** So many pairs, or so many of a hundred. */
    public record BatchSize(int number, boolean percent) {

        /** How many pairs of a play with this many; at least one. */
        public int of(int pairs) {
            return Math.max(1, percent ? pairs * number / 100 : number);
        }
    }

    /**
     * A variable that a person gives.
     *
     * @param secret whether the answer is not shown, now or later
     * @param defaultValue taken for an empty answer, and when there is nobody to ask
     */
    public record Prompt(
            String name, String question, boolean secret, Optional<Template> defaultValue, Position position) {}

    /** Every task, in the order of the file, rescues included; no handlers. */
    public List<Task> tasks() {
        return parts.stream().flatMap(PlayPart::tasks).toList();
    }

    /** Every included file, in the order of the file. */
    public Stream<Include> includes() {
        return parts.stream().flatMap(PlayPart::includes);
    }

    /** The handlers that a word in {@code notify} means: by id, name or topic, in their order. */
    public List<Task> handlersOf(String word) {
        return handlers.stream().filter(handler -> isNamed(handler, word)).toList();
    }

    private static boolean isNamed(Task handler, String word) {
        return handler.id().equals(word)
                || handler.placement().topics().contains(word)
                || (handler.name().node().orElse(null) instanceof Node.Scalar name
                        && name.text().equals(word));
    }

    /** The same play with other tasks, one after the other, and without handlers. */
    public Play withTasks(List<Task> others) {
        return new Play(
                name, pairs, vars, prompts, tags, moduleDefaults, options, List.copyOf(others), List.of(), position);
    }
}
