package dev.runbook.runbook;

import dev.runbook.expression.Reference;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Problems;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tracks which variables are defined at each point of the runbook, and reports uses of others. */
final class NameCheck {

    private final Problems problems;
    private final Set<String> always;
    private final Set<String> registered = new LinkedHashSet<>();
    private final Deque<Set<String>> local = new ArrayDeque<>();
    private Set<String> ofPlay = Set.of();
    private Set<String> prompted = Set.of();
    private Map<String, Variable> playVars = Map.of();

    NameCheck(Set<String> always, Problems problems) {
        this.always = always;
        this.problems = problems;
    }

    /** @param asked the names of {@code vars_prompt} */
    void enterPlay(Map<String, Variable> vars, Set<String> asked) {
        ofPlay = new HashSet<>(vars.keySet());
        ofPlay.addAll(asked);
        prompted = asked;
        playVars = vars;
    }

    /** Defines names until {@link #leaveScope}: those of an include or a rescue. */
    void enterScope(Set<String> names) {
        local.push(names);
    }

    void leaveScope() {
        local.pop();
    }

    /** Defines a name for the tasks that follow. */
    void register(String name) {
        registered.add(name);
    }

    /** Every name that a task read so far registers. */
    Set<String> registeredNames() {
        return registered;
    }

    boolean isInRescue() {
        return local.contains(PartReader.RESCUE_NAMES);
    }

    /** The variable of each name whose value is as written, unless a task or the command line sets another. */
    Function<String, Optional<Variable>> knownVariables(Map<String, Variable> ofTask) {
        Map<String, Variable> below = playVars;
        Set<String> asked = prompted;
        List<Set<String>> others = List.copyOf(local);
        return name -> {
            if (others.stream().anyMatch(names -> names.contains(name))) {
                return Optional.empty();
            }
            Optional<Variable> own = Optional.ofNullable(ofTask.get(name));
            return asked.contains(name) ? own : own.or(() -> Optional.ofNullable(below.get(name)));
        };
    }

    /** Reports undefined variables of a task, except those that it tests with {@code is defined}. */
    void check(Collection<Reference> references, Set<String> ofTask) {
        Set<String> optional = references.stream()
                .filter(Reference::optional)
                .map(Reference::name)
                .collect(Collectors.toSet());
        for (Reference reference : references) {
            if (!isKnown(reference.name(), ofTask) && !optional.contains(reference.name())) {
                problems.add(
                        "undefined-variable",
                        reference.position(),
                        "'" + reference.name() + "' is undefined",
                        Nearest.hint(
                                reference.name(), knownNames(ofTask), "set it in vars, in the inventory, or with -e"));
            }
        }
    }

    private boolean isKnown(String name, Set<String> ofTask) {
        return ofTask.contains(name)
                || ofPlay.contains(name)
                || registered.contains(name)
                || always.contains(name)
                || local.stream().anyMatch(names -> names.contains(name));
    }

    private Set<String> knownNames(Set<String> ofTask) {
        if (always.size() + registered.size() + ofPlay.size() + ofTask.size() > Nearest.CANDIDATES_MAX) {
            return Set.of();
        }
        Set<String> known = new HashSet<>(always);
        known.addAll(registered);
        known.addAll(ofPlay);
        known.addAll(ofTask);
        local.forEach(known::addAll);
        return known;
    }

    /** The names that tasks define for themselves, which variables of the play may use. */
    static Set<String> namesOfTasks(List<Task> tasks) {
        Set<String> given = new HashSet<>();
        for (Task task : tasks) {
            given.addAll(task.vars().keySet());
            task.loop().ifPresent(loop -> {
                given.add(loop.variable());
                loop.index().ifPresent(given::add);
            });
        }
        return given;
    }
}
