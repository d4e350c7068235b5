package dev.runbook.engine.run;

import dev.runbook.journal.Event;
import dev.runbook.journal.InstanceRole;
import dev.runbook.journal.InstanceSnapshot;
import dev.runbook.journal.ListingTime;
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

    /** The event that lists them. */
    Event.InstancesListed listing(ListingTime when) {
        List<InstanceSnapshot> instances = new ArrayList<>();
        parts().forEach((instance, part) -> instances.add(describe(instance, part)));
        return new Event.InstancesListed(when, instances);
    }

    /** Every instance once, each tree from its root; instances of this refresh are new wherever they are. */
    private Map<Instance, InstanceRole> parts() {
        Map<Instance, InstanceRole> parts = new LinkedHashMap<>();
        InstanceId target = refresh.target().instance();
        under(refresh.source().instance()).stream()
                .filter(instance -> !isInTheMaking(instance) || isOurs(instance))
                .forEach(instance -> put(parts, instance, InstanceRole.SOURCE));
        under(target).forEach(instance -> put(parts, instance, InstanceRole.TARGET));
        world.instancesOf(refresh.id(), refresh.pair()).forEach(instance -> put(parts, instance, InstanceRole.NEW));
        replacedInstances().forEach(instance -> put(parts, instance, InstanceRole.OLD));
        under(refresh.namePrefixes().oldName(target)).forEach(instance -> put(parts, instance, InstanceRole.OLD));
        under(refresh.namePrefixes().temporaryName(target))
                .forEach(instance -> put(parts, instance, InstanceRole.OTHER));
        abandonedInstances().forEach(instance -> put(parts, instance, InstanceRole.OTHER));
        return parts;
    }

    private void put(Map<Instance, InstanceRole> parts, Instance instance, InstanceRole part) {
        parts.putIfAbsent(instance, isOurs(instance) ? InstanceRole.NEW : part);
    }

    private boolean isOurs(Instance instance) {
        return instance.refreshTags()
                .filter(refreshTags -> refreshTags.belongsTo(refresh.id(), refresh.pair()))
                .isPresent();
    }

    /** Whether a refresh created it and it does not have its final name yet; those of other pairs may come and go. */
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
        List<ResourceId> ids = world.instancesOf(refresh.id(), refresh.pair()).stream()
                .flatMap(instance -> instance.refreshTags().stream())
                .map(RefreshTags::replaces)
                .toList();
        return world.instances().values().stream()
                .filter(instance -> ids.contains(instance.resourceId()))
                .toList();
    }

    private static InstanceSnapshot describe(Instance instance, InstanceRole part) {
        Optional<RefreshTags> marks = instance.refreshTags();
        return new InstanceSnapshot(
                instance.id().name(),
                Optional.ofNullable(instance.resourceId().id()).orElse(""),
                Optional.ofNullable(instance.status()).orElse(""),
                instance.source().map(InstanceId::name),
                new InstanceSnapshot.InstanceModel(instance.size(), instance.engine()),
                marks.map(RefreshTags::state).map(RefreshTags.State::tag),
                part,
                marks.map(RefreshTags::target).map(InstanceId::name));
    }
}
