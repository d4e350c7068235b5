package dev.runbook.cli;

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
 * @param extra the values of {@code -e}
 */
record NameCheck(Inventory inventory, Map<String, Value> extra, Surroundings surroundings) {

    NameCheck {
        extra = Map.copyOf(extra);
    }

    /** Reports invalid names of these pairs only: a pair that cannot be refreshed does not block others. */
    void run(List<Pair> pairs, Problems problems) {
        Outside outside = new Secrecy(surroundings).outside();
        for (Pair pair : pairs) {
            Layers layers = Layers.of(inventory, pair, new Value.Unknown("run_id"), true)
                    .withValues(Level.COMMAND_LINE, extra, pair.position());
            DerivedNames.check(pair, layers.scope(outside), problems);
        }
    }
}
