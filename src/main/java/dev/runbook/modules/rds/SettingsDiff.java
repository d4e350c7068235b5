package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.SdkValues;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Compares what each place of the target's tree had before a refresh with what it has after: every setting RDS shows. */
final class SettingsDiff {

    private SettingsDiff() {}

    /** A setting that the successor does not have as the old instance had it. */
    record SettingDifference(InstanceId instance, String setting, String before, String after) {

        String sentence() {
            return instance + ": " + setting + " was " + before + " before the refresh and is " + after + " after it";
        }

        Value.Fields fields() {
            Map<String, Value> fields = new LinkedHashMap<>();
            fields.put("instance", new Value.Text(instance.name()));
            fields.put("setting", new Value.Text(setting));
            fields.put("before", new Value.Text(before));
            fields.put("after", new Value.Text(after));
            return new Value.Fields(fields);
        }
    }

    /** The differences of all places whose old instance and successor both exist. */
    static List<SettingDifference> between(TargetTree tree, Refresh refresh, World world) {
        List<SettingDifference> differences = new ArrayList<>();
        for (TreeSlot slot : tree.slots()) {
            Optional<Instance> made =
                    InstanceKey.TaggedInstanceKey.of(refresh, slot.name()).findIn(world);
            if (slot.old().isPresent() && made.isPresent()) {
                compare(slot.name(), slot.old().get(), made.get(), differences);
            }
        }
        return differences;
    }

    private static void compare(InstanceId name, Instance old, Instance made, List<SettingDifference> differences) {
        for (SdkField<?> field : old.description().sdkFields()) {
            RdsSetting setting = SettingTable.byMember(field.locationName());
            if (setting.isCompared()) {
                add(
                        new SettingDifference(
                                name,
                                setting.comparedName(),
                                valueText(old.description(), setting),
                                valueText(made.description(), setting)),
                        differences);
            }
        }
        Set<String> keys = new TreeSet<>(old.tags().keySet());
        keys.addAll(made.tags().keySet());
        keys.removeIf(RdsSettings::isReservedTag);
        for (String key : keys) {
            add(
                    new SettingDifference(
                            name,
                            "tag " + key,
                            old.tags().getOrDefault(key, "not set"),
                            made.tags().getOrDefault(key, "not set")),
                    differences);
        }
    }

    private static void add(SettingDifference candidate, List<SettingDifference> differences) {
        if (!candidate.before().equals(candidate.after())) {
            differences.add(candidate);
        }
    }

    private static String valueText(DBInstance instance, RdsSetting setting) {
        if (setting.name().equals("MasterUserSecret")) {
            return instance.masterUserSecret() == null ? "not managed by RDS" : "managed by RDS";
        }
        return setting.read(instance).map(SdkValues::value).map(Value::show).orElse("not set");
    }
}
