package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;

/** What is different between two worlds, setting by setting, of the instances that exist in both. */
public final class Difference {

    private Difference() {}

    /** {@code temp-demo.BackupRetentionPeriod} to its {@code before} and {@code after}; an instance is known by its resource id. */
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
            Value was = shown(before, field);
            Value is = shown(after, field);
            if (!was.equals(is)) {
                differences.put(before.id().name() + "." + field.locationName(), sides(was, is));
            }
        }
    }

    /** What a setting was and what it is. */
    public static Value.Fields sides(Value before, Value after) {
        Map<String, Value> sides = new LinkedHashMap<>();
        sides.put("before", before);
        sides.put("after", after);
        return new Value.Fields(sides);
    }

    private static Value shown(Instance instance, SdkField<?> field) {
        return Requests.member(instance.description(), field)
                .map(Requests::value)
                .orElse(new Value.Null());
    }
}
