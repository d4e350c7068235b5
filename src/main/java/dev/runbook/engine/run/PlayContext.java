package dev.runbook.engine.run;

import java.util.Map;

/**
 * What the plays of a pair share.
 *
 * @param numbers of the tasks on the screen, from 1, by their ids
 */
record PlayContext(
        PairPlaySelection selection, Map<String, Integer> numbers, PairCoordinator coordinator, TaskLedger ledger) {
    PlayContext {
        numbers = Map.copyOf(numbers);
    }
}
