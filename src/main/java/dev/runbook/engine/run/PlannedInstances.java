package dev.runbook.engine.run;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.Statuses;
import dev.runbook.plan.PlannedResource;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The instances that a refresh of a pair has to do with, as far as what it does depends on them. */
record PlannedInstances(Refresh refresh, World world) {

    /** States that RDS passes through by itself, in which an instance is read and changed as ever. */
    private static final Set<String> AS_AVAILABLE = Set.of("backing-up", "storage-optimization");

    List<PlannedResource> resources() {
        Map<InstanceId, Instance> involved = new TreeMap<>();
        world.instance(refresh.source().instance()).ifPresent(source -> involved.put(source.id(), source));
        InstanceId target = refresh.target().instance();
        for (InstanceId root : List.of(
                target,
                refresh.namePrefixes().temporaryName(target),
                refresh.namePrefixes().oldName(target))) {
            world.instance(root)
                    .ifPresent(instance ->
                            world.tree(instance).breadthFirst().forEach(member -> involved.put(member.id(), member)));
        }
        world.instances().values().stream().filter(this::isOfPair).forEach(made -> involved.put(made.id(), made));
        return involved.values().stream().map(this::thing).toList();
    }

    private boolean isOfPair(Instance instance) {
        return instance.refreshTags()
                .filter(refreshTags -> refreshTags.pair().equals(refresh.pair()))
                .isPresent();
    }

    /** Instances of the refresh itself change state and settings while it is under way. */
    private PlannedResource thing(Instance instance) {
        boolean underWay = instance.refreshTags()
                .filter(refreshTags -> refreshTags.belongsTo(refresh.id(), refresh.pair()))
                .isPresent();
        boolean serves = AS_AVAILABLE.contains(instance.status()) || (underWay && !Statuses.isFailed(instance));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("resource_id", instance.resourceId().id());
        fields.put("status", serves ? "available" : instance.status());
        fields.put("source", instance.source().map(InstanceId::name).orElse(""));
        if (!underWay) {
            fields.putAll(instance.settings());
        }
        instance.tags().forEach((name, value) -> {
            if (name.startsWith(RefreshTags.PREFIX)) {
                fields.put("tag " + name, value);
            }
        });
        return new PlannedResource("instance", instance.id().name(), fields);
    }
}
