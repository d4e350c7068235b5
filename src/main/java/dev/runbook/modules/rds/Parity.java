package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Requests;
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
final class Parity {

    private Parity() {}

    /** A setting that the successor does not have as the old instance had it. */
    record Difference(InstanceId instance, String setting, String before, String after) {

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
    static List<Difference> between(TargetTree tree, Refresh refresh, World world) {
        List<Difference> differences = new ArrayList<>();
        for (Place place : tree.places()) {
            Optional<Instance> made = InstanceKey.Made.of(refresh, place.name()).in(world);
            if (place.old().isPresent() && made.isPresent()) {
                compare(place.name(), place.old().get(), made.get(), differences);
            }
        }
        return differences;
    }

    private static void compare(InstanceId name, Instance old, Instance made, List<Difference> differences) {
        for (SdkField<?> field : old.description().sdkFields()) {
            Setting setting = SettingTable.shownAs(field.locationName());
            if (setting.isCompared()) {
                add(
                        new Difference(
                                name,
                                setting.comparedName(),
                                shown(old.description(), setting),
                                shown(made.description(), setting)),
                        differences);
            }
        }
        Set<String> keys = new TreeSet<>(old.tags().keySet());
        keys.addAll(made.tags().keySet());
        keys.removeIf(Settings::isReserved);
        for (String key : keys) {
            add(
                    new Difference(
                            name,
                            "tag " + key,
                            old.tags().getOrDefault(key, "not set"),
                            made.tags().getOrDefault(key, "not set")),
                    differences);
        }
    }

    private static void add(Difference candidate, List<Difference> differences) {
        if (!candidate.before().equals(candidate.after())) {
            differences.add(candidate);
        }
    }

    private static String shown(DBInstance instance, Setting setting) {
        if (setting.name().equals("MasterUserSecret")) {
            return instance.masterUserSecret() == null ? "not managed by RDS" : "managed by RDS";
        }
        return setting.shown(instance).map(Requests::value).map(Value::show).orElse("not set");
    }
}
