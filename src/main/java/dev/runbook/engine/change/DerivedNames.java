package dev.runbook.engine.change;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.DefaultVariable;
import dev.runbook.inventory.Pair;
import dev.runbook.modules.Refresh;
import dev.runbook.world.InstanceId;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.Optional;

/** The names that new and old instances of a pair have during a refresh: a prefix and the name of the target. */
public final class DerivedNames {

    private DerivedNames() {}

    /**
     * Reports names that RDS would refuse, as far as they are known in this scope.
     *
     * @param scope in which the pair's expressions are evaluated; what it does not know is left to the run
     */
    public static void check(Pair pair, Scope scope, Problems problems) {
        try {
            of(pair, scope, problems);
        } catch (ExpressionException e) {
            // The run reports it where it is needed, and with its value where that is known by then.
            return;
        }
    }

    /** The prefixes; empty when one of them is not known yet, or is a mistake, which is then among the problems. */
    public static Optional<Refresh.NamePrefixes> of(Pair pair, Scope scope, Problems problems)
            throws ExpressionException {
        Optional<String> temporary = prefix(DefaultVariable.TEMPORARY_PREFIX, scope, pair.position(), problems);
        Optional<String> old = prefix(DefaultVariable.OLD_PREFIX, scope, pair.position(), problems);
        if (temporary.isEmpty() || old.isEmpty()) {
            return Optional.empty();
        }
        if (temporary.equals(old)) {
            problems.add(problem(pair.position(), "the prefixes of new and old instances are the same", "give two"));
            return Optional.empty();
        }
        return fits(pair, temporary.get(), problems) && fits(pair, old.get(), problems)
                ? Optional.of(new Refresh.NamePrefixes(temporary.get(), old.get()))
                : Optional.empty();
    }

    private static Optional<String> prefix(
            DefaultVariable defaultVariable, Scope scope, Position position, Problems problems)
            throws ExpressionException {
        String name = defaultVariable.variableName();
        if (!scope.names().contains(name)) {
            return Optional.of(defaultVariable.value());
        }
        Value value = scope.get(name);
        if (value instanceof Value.Unknown) {
            return Optional.empty();
        }
        String prefix = value.show();
        if (!prefix.matches("[a-z][a-z0-9-]*-")) {
            problems.add(problem(
                    position,
                    "variable '" + name + "' is '" + prefix + "', which cannot start the name of an instance",
                    "use letters and digits that end in a hyphen, such as " + defaultVariable.value()));
            return Optional.empty();
        }
        return Optional.of(prefix);
    }

    private static boolean fits(Pair pair, String prefix, Problems problems) {
        String target = pair.target().instance();
        try {
            new InstanceId(target).withPrefix(prefix);
            return true;
        } catch (IllegalArgumentException e) {
            problems.add(problem(
                    pair.target().position(),
                    "a refresh of pair '" + pair.name() + "' needs a name that RDS does not take: " + e.getMessage(),
                    "choose shorter prefixes with the variables " + DefaultVariable.TEMPORARY_PREFIX.variableName()
                            + " and " + DefaultVariable.OLD_PREFIX.variableName()
                            + ", or a shorter name for the target"));
            return false;
        }
    }

    private static Problem problem(Position position, String summary, String hint) {
        return new Problem("pair", position, summary, hint);
    }
}
