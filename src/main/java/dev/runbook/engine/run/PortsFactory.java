package dev.runbook.engine.run;

import dev.runbook.engine.Environment;
import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.engine.change.TaskCredentials;
import dev.runbook.engine.record.EvidenceFolder;
import dev.runbook.engine.redact.MemoryPasswordStore;
import dev.runbook.modules.Refresh;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Ports;
import java.util.HashMap;
import java.util.Map;

/** What the tasks of one pair reach outside, and with whose credentials. */
record PortsFactory(Refresh refresh, RunScope scope) {

    /** The buckets of every account, by its name; none when the run has nothing to do with any. */
    Map<String, ObjectStore> stores() {
        if (scope.instanceCaches().areUntouched()) {
            return Map.of();
        }
        Map<String, ObjectStore> stores = new HashMap<>();
        scope.request()
                .inventory()
                .accounts()
                .keySet()
                .forEach(account -> stores.put(account, outside().store(account)));
        return stores;
    }

    /** Everything, for a task; in the account of the target with what the task has entered it with. */
    Ports ports(TaskAttempt attempt, MemoryPasswordStore passwords) {
        String target = refresh.target().account();
        String entered = attempt.credentials()
                .map(TaskCredentials.AssumedCredentials::name)
                .orElse(target);
        Map<String, ObjectStore> stores = new HashMap<>(stores());
        stores.computeIfPresent(
                target,
                (name, store) -> entered.equals(name) ? store : outside().store(entered));
        return new Ports(
                scope.instanceCaches().rds(entered),
                stores,
                outside().database(),
                new Ports.Local(outside().shell(), outside().http()),
                outside().pacing(target),
                passwords,
                new EvidenceFolder(
                        scope.evidenceFolder().resolve(refresh.pair()),
                        scope.services().redaction()),
                new Ports.Console(attempt.events(), outside().approval()));
    }

    private Environment outside() {
        return scope.services().environment();
    }
}
