package dev.runbook.engine;

import dev.runbook.modules.Refresh;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Ports;
import java.util.HashMap;
import java.util.Map;

/** What the tasks of one pair reach outside, and with whose credentials. */
record Reach(Refresh refresh, PairRun.Shared shared) {

    /** The buckets of every account, by its name; none when the run has nothing to do with any. */
    Map<String, ObjectStore> stores() {
        if (shared.fleets().areUntouched()) {
            return Map.of();
        }
        Map<String, ObjectStore> stores = new HashMap<>();
        shared.request()
                .inventory()
                .accounts()
                .keySet()
                .forEach(account -> stores.put(account, outside().store(account)));
        return stores;
    }

    /** Everything, for a task; in the account of the target with what the task has entered it with. */
    Ports ports(Turn turn, MemoryVault vault) {
        String target = refresh.target().account();
        String entered = turn.entered().map(Entrance.Entered::name).orElse(target);
        Map<String, ObjectStore> stores = new HashMap<>(stores());
        stores.computeIfPresent(
                target,
                (name, store) -> entered.equals(name) ? store : outside().store(entered));
        return new Ports(
                shared.fleets().rds(entered),
                stores,
                outside().database(),
                new Ports.Local(outside().shell(), outside().http()),
                outside().pacing(target),
                vault,
                new FileEvidence(
                        shared.evidence().resolve(refresh.pair()),
                        shared.equipment().redaction()),
                new Ports.Console(turn.voice(), outside().approval()));
    }

    private Outside outside() {
        return shared.equipment().outside();
    }
}
