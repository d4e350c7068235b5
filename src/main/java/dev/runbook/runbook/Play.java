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
        Conduct conduct,
        List<Part> parts,
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
    public record Conduct(
            boolean allowEmpty,
            boolean anyErrorsFatal,
            boolean lockstep,
            boolean forceHandlers,
            List<BatchSize> serial) {
        public Conduct {
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
     * @param fallback taken for an empty answer, and when there is nobody to ask
     */
    public record Prompt(
            String name, String question, boolean secret, Optional<Template> fallback, Position position) {}

    /** Every task, in the order of the file, rescues included; no handlers. */
    public List<Task> tasks() {
        return parts.stream().flatMap(Part::tasks).toList();
    }

    /** Every included file, in the order of the file. */
    public Stream<Include> includes() {
        return parts.stream().flatMap(Part::includes);
    }

    /** The handlers that a word in {@code notify} means: by id, name or topic, in their order. */
    public List<Task> handlersOf(String word) {
        return handlers.stream().filter(handler -> answers(handler, word)).toList();
    }

    private static boolean answers(Task handler, String word) {
        return handler.id().equals(word)
                || handler.standing().topics().contains(word)
                || (handler.name().node().orElse(null) instanceof Node.Scalar name
                        && name.text().equals(word));
    }

    /** The same play with other tasks, one after the other, and without handlers. */
    public Play with(List<Task> others) {
        return new Play(
                name, pairs, vars, prompts, tags, moduleDefaults, conduct, List.copyOf(others), List.of(), position);
    }
}
