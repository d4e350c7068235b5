package dev.runbook.engine.run;

import dev.runbook.engine.record.EventFields;
import dev.runbook.expression.Value;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The replication trees around one pair: the source's, the target's, what is to take its place, and what had it before. */
record PairPicture(Refresh refresh, World world) {

    /** The fields of {@code WORLD}. */
    EventFields facts(String when) {
        List<Value> instances = new ArrayList<>();
        parts().forEach((instance, part) -> instances.add(describe(instance, part)));
        return EventFields.of("when", when).with("instances", new Value.Items(instances));
    }

    /** Every instance once, each tree from its root; what this refresh has made is new wherever it stands. */
    private Map<Instance, String> parts() {
        Map<Instance, String> parts = new LinkedHashMap<>();
        InstanceId target = refresh.target().instance();
        under(refresh.source().instance()).stream()
                .filter(instance -> !isInTheMaking(instance) || isOurs(instance))
                .forEach(instance -> put(parts, instance, "source"));
        under(target).forEach(instance -> put(parts, instance, "target"));
        world.createdBy(refresh.id(), refresh.pair()).forEach(instance -> put(parts, instance, "new"));
        replacedInstances().forEach(instance -> put(parts, instance, "old"));
        under(refresh.namePrefixes().oldName(target)).forEach(instance -> put(parts, instance, "old"));
        under(refresh.namePrefixes().temporaryName(target)).forEach(instance -> put(parts, instance, "other"));
        abandonedInstances().forEach(instance -> put(parts, instance, "other"));
        return parts;
    }

    private void put(Map<Instance, String> parts, Instance instance, String part) {
        parts.putIfAbsent(instance, isOurs(instance) ? "new" : part);
    }

    private boolean isOurs(Instance instance) {
        return instance.refreshTags()
                .filter(refreshTags -> refreshTags.belongsTo(refresh.id(), refresh.pair()))
                .isPresent();
    }

    /** Whether a refresh has made it and not yet given it its name; those of other pairs come and go meanwhile. */
    private static boolean isInTheMaking(Instance instance) {
        return instance.refreshTags()
                .filter(refreshTags -> !refreshTags.target().equals(instance.id()))
                .isPresent();
    }

    /** What earlier refreshes of the pair have left unfinished. */
    private List<Instance> abandonedInstances() {
        return world.instances().values().stream()
                .filter(PairPicture::isInTheMaking)
                .filter(instance -> instance.refreshTags().orElseThrow().pair().equals(refresh.pair()))
                .toList();
    }

    private List<Instance> under(InstanceId root) {
        return world.instance(root)
                .map(instance -> world.tree(instance).breadthFirst())
                .orElse(List.of());
    }

    private List<Instance> replacedInstances() {
        List<ResourceId> ids = world.createdBy(refresh.id(), refresh.pair()).stream()
                .flatMap(instance -> instance.refreshTags().stream())
                .map(RefreshTags::replaces)
                .toList();
        return world.instances().values().stream()
                .filter(instance -> ids.contains(instance.resourceId()))
                .toList();
    }

    private static Value describe(Instance instance, String part) {
        Map<String, Value> fields = new LinkedHashMap<>();
        Optional<RefreshTags> marks = instance.refreshTags();
        fields.put("name", text(Optional.of(instance.id().name())));
        fields.put("resource_id", text(Optional.ofNullable(instance.resourceId().id())));
        fields.put("status", text(Optional.ofNullable(instance.status())));
        fields.put("source", text(instance.source().map(InstanceId::name)));
        fields.put("class", text(Optional.of(instance.size())));
        fields.put("engine", text(Optional.of(instance.engine())));
        fields.put("state", text(marks.map(RefreshTags::state).map(RefreshTags.State::tag)));
        fields.put("part", text(Optional.of(part)));
        fields.put("becomes", text(marks.map(RefreshTags::target).map(InstanceId::name)));
        return new Value.Fields(fields);
    }

    private static Value text(Optional<String> text) {
        return new Value.Text(text.orElse(""));
    }
}
