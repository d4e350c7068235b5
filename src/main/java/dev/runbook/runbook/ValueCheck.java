package dev.runbook.runbook;

import dev.runbook.expression.Reference;
import dev.runbook.expression.StaticCheck;
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
 * Reports expressions that must fail in every run. It runs after the whole runbook is read, because a later task may
 * set a variable.
 */
final class ValueCheck {

    private final NameCheck names;
    private final Set<String> given;
    private final List<CheckedUses> places = new ArrayList<>();

    private record CheckedUses(
            ExpressionUses uses, Function<String, Optional<Variable>> knownVariables, boolean inRescue) {}

    /** @param given the names of {@code -e} */
    ValueCheck(NameCheck names, Set<String> given) {
        this.names = names;
        this.given = given;
    }

    /**
     * Adds expressions to check.
     *
     * @param vars of the task
     * @param other names with another value at this place
     */
    void add(ExpressionUses uses, Map<String, Variable> vars, Set<String> other) {
        Function<String, Optional<Variable>> certain = names.knownVariables(vars);
        places.add(new CheckedUses(
                uses, name -> other.contains(name) ? Optional.empty() : certain.apply(name), names.isInRescue()));
    }

    /** Every variable that an expression uses. */
    Set<String> referencedNames() {
        return places.stream()
                .flatMap(place -> place.uses().references().stream())
                .map(Reference::name)
                .collect(Collectors.toSet());
    }

    /** Checks all added expressions. */
    void run(Problems problems) {
        StaticCheck staticCheck = new StaticCheck(problems);
        for (CheckedUses place : places) {
            ExpressionUses uses = place.uses();
            staticCheck.check(new StaticCheck.ExpressionGroup(
                    uses.guards(),
                    uses.conditions(),
                    uses.templates(),
                    name -> knownVariable(name, place),
                    place.inRescue()));
        }
    }

    private Optional<Variable> knownVariable(String name, CheckedUses place) {
        boolean another = names.registeredNames().contains(name) || given.contains(name);
        return another ? Optional.empty() : place.knownVariables().apply(name);
    }
}
