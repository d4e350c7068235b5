package dev.runbook.runbook;

import dev.runbook.expression.Foresight;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the expressions that cannot work whatever a run brings. For that the whole runbook must have been read: a task far
 * below may give a variable another value.
 */
final class ValueCheck {

    private final NameCheck names;
    private final Set<String> given;
    private final List<Place> places = new ArrayList<>();

    private record Place(Uses uses, Function<String, Optional<Variable>> certain, boolean inRescue) {}

    /** @param given what {@code -e} gives a value */
    ValueCheck(NameCheck names, Set<String> given) {
        this.names = names;
        this.given = given;
    }

    /**
     * Takes expressions up to be looked at.
     *
     * @param vars of the task
     * @param other names that have another value here
     */
    void add(Uses uses, Map<String, Variable> vars, Set<String> other) {
        Function<String, Optional<Variable>> certain = names.certain(vars);
        places.add(new Place(
                uses, name -> other.contains(name) ? Optional.empty() : certain.apply(name), names.isInRescue()));
    }

    /** Every variable that an expression names. */
    Set<String> reads() {
        return places.stream()
                .flatMap(place -> place.uses().references().stream())
                .map(Reference::name)
                .collect(Collectors.toSet());
    }

    /** Reports what cannot work, once everything is read. */
    void run(Problems problems) {
        Foresight foresight = new Foresight(problems);
        for (Place place : places) {
            Uses uses = place.uses();
            foresight.check(new Foresight.Written(
                    uses.guards(),
                    uses.conditions(),
                    uses.templates(),
                    name -> certain(name, place),
                    place.inRescue()));
        }
    }

    private Optional<Variable> certain(String name, Place place) {
        boolean another = names.registered().contains(name) || given.contains(name);
        return another ? Optional.empty() : place.certain().apply(name);
    }
}
