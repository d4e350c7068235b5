package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;

/** Compares two worlds and lists the changed settings of the instances that exist in both. */
public final class WorldDiff {

    private WorldDiff() {}

    /** Maps {@code temp-demo.BackupRetentionPeriod} to {@code before} and {@code after}; instances are matched by resource id. */
    public static Value.Fields between(World before, World after) {
        Map<String, Value> differences = new LinkedHashMap<>();
        for (Instance now : before.instances().values()) {
            Optional<Instance> then = after.instance(now.resourceId());
            then.filter(changed -> !changed.equals(now)).ifPresent(changed -> compare(now, changed, differences));
        }
        return new Value.Fields(differences);
    }

    private static void compare(Instance before, Instance after, Map<String, Value> differences) {
        for (SdkField<?> field : before.description().sdkFields()) {
            Value was = shownValue(before, field);
            Value is = shownValue(after, field);
            if (!was.equals(is)) {
                differences.put(before.id().name() + "." + field.locationName(), beforeAndAfter(was, is));
            }
        }
    }

    /** The values of a setting before and after, as fields. */
    public static Value.Fields beforeAndAfter(Value before, Value after) {
        Map<String, Value> sides = new LinkedHashMap<>();
        sides.put("before", before);
        sides.put("after", after);
        return new Value.Fields(sides);
    }

    private static Value shownValue(Instance instance, SdkField<?> field) {
        return SdkValues.member(instance.description(), field)
                .map(SdkValues::value)
                .orElse(new Value.Null());
    }
}
