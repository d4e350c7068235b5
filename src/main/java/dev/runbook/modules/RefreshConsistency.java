package dev.runbook.modules;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks the instances of a refresh against the inventory, which may have been edited since the refresh started. */
public final class RefreshConsistency {

    private RefreshConsistency() {}

    /**
     * Checks that the refresh was started for the pair's current source and target, and that no two instances have the tags
     * of the same target: a snapshot includes tags, so a restored copy looks as if the refresh had created it.
     *
     * @throws ModuleException if one of these conditions does not hold
     */
    public static void check(Refresh refresh, World world) throws ModuleException {
        Map<InstanceId, Instance> byTarget = new HashMap<>();
        for (Instance made : world.instancesOf(refresh.id(), refresh.pair())) {
            RefreshTags refreshTags = made.refreshTags().orElseThrow();
            requireSame(refresh, made, CheckedSide.SOURCE, refreshTags.source());
            if (refreshTags.role() == RefreshTags.Role.CLONE) {
                requireSame(refresh, made, CheckedSide.TARGET, refreshTags.target());
            }
            Instance other = byTarget.putIfAbsent(refreshTags.target(), made);
            if (other != null && !other.resourceId().equals(made.resourceId())) {
                throw ModuleException.refusal(
                        describeDuplicates(refreshTags.target(), List.of(other, made)),
                        "Find out which of them this refresh created; remove the runbook: tags from the other one"
                                + " or delete it.");
            }
        }
    }

    /** The message about several instances with the tags of the same target. */
    public static String describeDuplicates(InstanceId target, List<Instance> claiming) {
        List<String> named = claiming.stream()
                .map(instance -> instance.id() + " (" + instance.resourceId() + ")")
                .toList();
        return String.join(" and ", named) + " both have the tags of the instance that this refresh created to replace "
                + target + "; one is a copy, created with the other's tags.";
    }

    private enum CheckedSide {
        SOURCE("source", "from"),
        TARGET("target", "for");

        private final String inventoryKey;
        private final String preposition;

        CheckedSide(String word, String preposition) {
            this.inventoryKey = word;
            this.preposition = preposition;
        }

        InstanceId of(Refresh refresh) {
            return this == SOURCE
                    ? refresh.source().instance()
                    : refresh.target().instance();
        }
    }

    private static void requireSame(Refresh refresh, Instance made, CheckedSide side, InstanceId begun)
            throws ModuleException {
        InstanceId now = side.of(refresh);
        if (!begun.equals(now)) {
            throw ModuleException.refusal(
                    "Refresh " + refresh.id() + " of pair " + refresh.pair() + " was started " + side.preposition + " "
                            + begun + ", as the tags of " + made.id() + " show; the inventory now says " + now + ".",
                    "Put " + begun + " back as " + side.inventoryKey + " in the inventory, or delete " + made.id()
                            + " and start a new refresh.");
        }
    }
}
