package dev.runbook.cli.project;

import dev.runbook.engine.change.DerivedNames;
import dev.runbook.expression.Outside;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Layers;
import dev.runbook.inventory.Level;
import dev.runbook.inventory.Pair;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Map;

/**
 * Checks that RDS accepts the instance names that a refresh derives.
 *
 * @param extraVars the values of {@code -e}
 */
record DerivedNameCheck(Inventory inventory, Map<String, Value> extraVars, ProcessContext context) {

    DerivedNameCheck {
        extraVars = Map.copyOf(extraVars);
    }

    /** Reports invalid names of these pairs only: a pair that cannot be refreshed does not block others. */
    void check(List<Pair> pairs, Problems problems) {
        Outside outside = new LookupSources(context).outside();
        for (Pair pair : pairs) {
            Layers layers = Layers.of(inventory, pair, new Value.Unknown("run_id"), true)
                    .withValues(Level.COMMAND_LINE, extraVars, pair.position());
            DerivedNames.check(pair, layers.scope(outside), problems);
        }
    }
}
