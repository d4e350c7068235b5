package dev.runbook.cli.project;

import dev.runbook.engine.change.DerivedNames;
import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.inventory.VariableLevel;
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
        EvaluationContext evaluationContext = new LookupSources(context).evaluationContext();
        for (Pair pair : pairs) {
            VariableLayers layers = VariableLayers.of(inventory, pair, new Value.Unknown("run_id"), true)
                    .withValues(VariableLevel.COMMAND_LINE, extraVars, pair.position());
            DerivedNames.check(pair, layers.scope(evaluationContext), problems);
        }
    }
}
