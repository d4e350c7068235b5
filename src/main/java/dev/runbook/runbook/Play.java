package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tasks for some pairs.
 *
 * @param pairs the pattern that names them; {@code all} by default
 * @param handlers in the order in which they run when notified
 */
public record Play(
        String name,
        Node.Scalar pairs,
        Set<String> tags,
        PlayVariables variables,
        PlayOptions options,
        List<PlayPart> parts,
        List<Task> handlers,
        Position position) {

    public Play {
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        parts = List.copyOf(parts);
        handlers = List.copyOf(handlers);
    }

    /**
     * The values that a play gives its tasks.
     *
     * @param vars of the play and of its {@code vars_files}
     * @param prompts the variables to ask for before the first task
     * @param moduleDefaults arguments by module; the tasks contain them already
     */
    public record PlayVariables(
            Map<String, Variable> vars, List<Prompt> prompts, Map<String, Node.Mapping> moduleDefaults) {
        public PlayVariables {
            vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
            prompts = List.copyOf(prompts);
            moduleDefaults = Collections.unmodifiableMap(new LinkedHashMap<>(moduleDefaults));
        }
    }

    public Map<String, Variable> vars() {
        return variables.vars();
    }

    public List<Prompt> prompts() {
        return variables.prompts();
    }

    public Map<String, Node.Mapping> moduleDefaults() {
        return variables.moduleDefaults();
    }

    /**
     * How the pairs of the play run together.
     *
     * @param allowEmpty whether the pattern may match no pair
     * @param anyErrorsFatal whether the first failure ends the play for all pairs
     * @param lockstep whether a pair starts a part of the play only after all have finished the previous one
     * @param forceHandlers whether notified handlers run even if a later task failed
     * @param serial the sizes of the batches, the last one repeating; empty for a single batch
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
     * A variable that is asked for at the terminal.
     *
     * @param secret whether the answer is never shown
     * @param defaultValue for an empty answer, and without a terminal
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
        return new Play(name, pairs, tags, variables, options, List.copyOf(others), List.of(), position);
    }
}
