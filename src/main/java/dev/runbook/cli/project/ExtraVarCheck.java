package dev.runbook.cli.project;

import dev.runbook.expression.Reference;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.DefaultVariable;
import dev.runbook.inventory.Inventory;
import dev.runbook.runbook.Runbook;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks the names and types of {@code -e} against the variables of a runbook and its inventory. */
record ExtraVarCheck(Runbook runbook, Inventory inventory, ExtraVarSecrets secrets, Problems problems) {

    /**
     * Reports unknown names, and values of another type than the value in the files.
     *
     * @param places where the values are given; a file may contain more names than this runbook needs
     */
    void check(Map<String, Value> values, Map<String, Position> places) {
        Set<String> known = knownNames();
        values.forEach((name, value) -> {
            Position place = place(name, places);
            if (known.contains(name)) {
                checkKind(name, value, place);
            } else if (OptionNodes.isOption(place.source())) {
                problems.add(
                        "unknown-variable",
                        place,
                        "nothing reads the variable '" + name + "'",
                        Nearest.hint(name, known, "variables: " + String.join(", ", known)));
            }
        });
    }

    /** For an option, a place that shows only the name, because the value may be a secret. */
    private static Position place(String name, Map<String, Position> places) {
        return Optional.ofNullable(places.get(name))
                .filter(given -> !OptionNodes.isOption(given.source()))
                .orElse(OptionNodes.scalar("-e", name).position());
    }

    private Set<String> knownNames() {
        Set<String> known = new TreeSet<>(runbook.referencedVariables());
        runbook.plays().forEach(play -> known.addAll(Project.variablesSetBy(play)));
        known.addAll(inventory.variableNames());
        inventory.references().stream().map(Reference::name).forEach(known::add);
        Stream.of(DefaultVariable.values()).map(DefaultVariable::variableName).forEach(known::add);
        known.removeAll(Scope.BUILT_IN);
        return known;
    }

    private void checkKind(String name, Value value, Position place) {
        List<Variable> written = literalVariables(name).toList();
        Optional<Variable> other = written.stream().findFirst();
        if (other.isPresent() && written.stream().noneMatch(variable -> isCompatible(value, literal(variable)))) {
            Value declared = literal(other.get());
            problems.add(
                    "wrong-type",
                    place,
                    "'" + name + "' is " + declared.kind() + " at "
                            + other.get().position() + ", and -e gives " + value.kind(),
                    declared instanceof Value.Text
                            ? "for text put it in quotes of its own: -e \"" + name + "='"
                                    + secrets.displayValue(name, value) + "'\""
                            : "give " + declared.kind());
        }
    }

    /** The literal values of a name in the files. */
    private Stream<Variable> literalVariables(String name) {
        List<Map<String, Variable>> levels = new ArrayList<>();
        runbook.plays().forEach(play -> levels.add(play.vars()));
        inventory.pairs().values().forEach(pair -> levels.add(pair.vars()));
        inventory.groups().values().forEach(group -> levels.add(group.vars()));
        levels.add(inventory.vars());
        return levels.stream()
                .flatMap(level -> Optional.ofNullable(level.get(name)).stream())
                .filter(variable -> variable.template().isLiteral());
    }

    private static Value literal(Variable variable) {
        return ExtraVarValues.literalValue(variable.template());
    }

    /** Null fits every type, and a secret fits every type but lists and mappings. */
    private static boolean isCompatible(Value given, Value declared) {
        if (given instanceof Value.Null || declared instanceof Value.Null) {
            return true;
        }
        if (given instanceof Value.Secret) {
            return !(declared instanceof Value.Items) && !(declared instanceof Value.Fields);
        }
        return given.getClass().equals(declared.getClass()) || (isNumber(given) && isNumber(declared));
    }

    private static boolean isNumber(Value value) {
        return value instanceof Value.Whole || value instanceof Value.Decimal;
    }
}
