package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Requests;
import dev.runbook.world.Instance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * What has been asked of an instance and waits for its maintenance window. RDS applies all of it with the first change that
 * is made at once, and a rename is one: a swap would upgrade or resize the old instance while its name is missing.
 */
record PendingChanges(Instance instance) {

    /** Whether anything waits besides another name, which this refresh itself may have asked for. */
    boolean isEmpty() {
        return values().isEmpty();
    }

    /** What waits, and the commands that end the waiting. */
    void into(Findings findings) {
        if (!isEmpty()) {
            findings.add(
                    sentence() + ". RDS would apply that in the middle of the swap, with the renaming.", whatToDo());
        }
    }

    String sentence() {
        return instance.id() + " (" + instance.status() + ") has changes pending: " + words(values());
    }

    private String whatToDo() {
        String command =
                "aws rds modify-db-instance --db-instance-identifier " + instance.id() + " --apply-immediately";
        Map<String, Value> present = present();
        return "Wait until they are applied, or apply them now: " + command + ". "
                + (present.isEmpty()
                        ? ""
                        : "Or take them back: the same command with what there is now (" + words(present) + "). ")
                + "Then run again.";
    }

    private Map<String, Value> values() {
        PendingModifiedValues pending = Optional.ofNullable(
                        instance.description().pendingModifiedValues())
                .orElse(PendingModifiedValues.builder().build());
        Map<String, Value> values = new LinkedHashMap<>(Requests.parameters(
                        pending.toBuilder().dbInstanceIdentifier(null).build())
                .fields());
        values.computeIfPresent("MasterUserPassword", (name, shown) -> new Value.Text("***"));
        return values;
    }

    /** What the instance has now of what is to change, as far as its description says it under the same name. */
    private Map<String, Value> present() {
        Map<String, Value> present = new LinkedHashMap<>();
        DBInstance description = instance.description();
        for (String name : values().keySet()) {
            SettingTable.named(name).shown(description).ifPresent(value -> present.put(name, Requests.value(value)));
        }
        return present;
    }

    private static String words(Map<String, Value> values) {
        return String.join(
                ", ",
                values.entrySet().stream()
                        .map(value -> value.getKey() + " " + value.getValue().show())
                        .toList());
    }
}
