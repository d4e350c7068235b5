package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.SdkValues;
import dev.runbook.world.Instance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * Modifications of an instance that wait for its maintenance window. RDS applies all of them with the next immediate
 * modification, such as a rename: a swap would upgrade or resize the old instance while its name does not resolve.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html">Using the
 *     schedule modifications setting</a>
 */
record PendingChanges(Instance instance) {

    /** Whether nothing is pending except a new name, which this refresh itself may have requested. */
    boolean isEmpty() {
        return values().isEmpty();
    }

    /** Reports the pending changes with the commands that apply or revert them. */
    void check(Objections objections) {
        if (!isEmpty()) {
            objections.add(
                    sentence() + ". RDS would apply them in the middle of the swap, with the rename.", whatToDo());
        }
    }

    String sentence() {
        return instance.id() + " (" + instance.status() + ") has changes pending: " + format(values());
    }

    private String whatToDo() {
        String command =
                "aws rds modify-db-instance --db-instance-identifier " + instance.id() + " --apply-immediately";
        Map<String, Value> present = presentValues();
        return "Wait until they are applied, or apply them now: " + command + ". "
                + (present.isEmpty()
                        ? ""
                        : "Or revert them: the same command with the current values (" + format(present) + "). ")
                + "Then run again.";
    }

    private Map<String, Value> values() {
        PendingModifiedValues pending = Optional.ofNullable(
                        instance.description().pendingModifiedValues())
                .orElse(PendingModifiedValues.builder().build());
        Map<String, Value> values = new LinkedHashMap<>(SdkValues.parameters(
                        pending.toBuilder().dbInstanceIdentifier(null).build())
                .fields());
        values.computeIfPresent("MasterUserPassword", (name, shown) -> new Value.Text("***"));
        return values;
    }

    /** The current values of the pending settings, where the description shows them. */
    private Map<String, Value> presentValues() {
        Map<String, Value> present = new LinkedHashMap<>();
        DBInstance description = instance.description();
        for (String name : values().keySet()) {
            SettingTable.byName(name).read(description).ifPresent(value -> present.put(name, SdkValues.value(value)));
        }
        return present;
    }

    private static String format(Map<String, Value> values) {
        return String.join(
                ", ",
                values.entrySet().stream()
                        .map(value -> value.getKey() + " " + value.getValue().show())
                        .toList());
    }
}
