package dev.runbook.runbook;

import dev.runbook.expression.Foresight;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the expressions that cannot work whatever a run brings. For that the whole runbook must have been read: a task far
 * below may give a variable another value.
 */
final class ValueCheck {

    private final NameCheck names;
    private final Set<String> given;
    private final List<Place> places = new ArrayList<>();

    private record Place(Uses uses, Map<String, Variable> certain, boolean inRescue) {
        private Place {
            certain = Map.copyOf(certain);
        }
    }

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
        Map<String, Variable> certain = names.certain(vars);
        certain.keySet().removeAll(other);
        places.add(new Place(uses, certain, names.isInRescue()));
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
            Map<String, Variable> certain = new HashMap<>(place.certain());
            certain.keySet().removeAll(names.registered());
            certain.keySet().removeAll(given);
            Uses uses = place.uses();
            foresight.check(new Foresight.Written(
                    uses.guards(), uses.conditions(), uses.templates(), certain, place.inRescue()));
        }
    }
}
