package dev.runbook.modules;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds what a refresh has made so far against the inventory, which may have been edited since the refresh was begun. */
public final class Begun {

    private Begun() {}

    /**
     * Refuses a refresh that was begun for another source or target than the pair has now, and one of whose instances
     * there are two: tags travel with a snapshot, so a restored copy looks as if the refresh had made it.
     */
    public static void check(Refresh refresh, World world) throws ModuleException {
        Map<InstanceId, Instance> byTarget = new HashMap<>();
        for (Instance made : world.madeBy(refresh.id(), refresh.pair())) {
            Marks marks = made.marks().orElseThrow();
            same(refresh, made, Side.SOURCE, marks.source());
            if (marks.role() == Marks.Role.CLONE) {
                same(refresh, made, Side.TARGET, marks.target());
            }
            Instance other = byTarget.putIfAbsent(marks.target(), made);
            if (other != null && !other.resourceId().equals(made.resourceId())) {
                throw ModuleException.refused(
                        twins(marks.target(), List.of(other, made)),
                        "Find out which of them this refresh has made, and take the runbook: tags from the other one"
                                + " or delete it.");
            }
        }
    }

    /** Says which instances claim the same place. */
    public static String twins(InstanceId target, List<Instance> claiming) {
        List<String> named = claiming.stream()
                .map(instance -> instance.id() + " (" + instance.resourceId() + ")")
                .toList();
        return String.join(" and ", named) + " both bear the marks of what this refresh has made to become " + target
                + "; one is a copy, made with the other's tags.";
    }

    private enum Side {
        SOURCE("source", "from"),
        TARGET("target", "for");

        private final String word;
        private final String preposition;

        Side(String word, String preposition) {
            this.word = word;
            this.preposition = preposition;
        }

        InstanceId of(Refresh refresh) {
            return this == SOURCE
                    ? refresh.source().instance()
                    : refresh.target().instance();
        }
    }

    private static void same(Refresh refresh, Instance made, Side side, InstanceId begun) throws ModuleException {
        InstanceId now = side.of(refresh);
        if (!begun.equals(now)) {
            throw ModuleException.refused(
                    "Refresh " + refresh.id() + " of pair " + refresh.pair() + " was begun " + side.preposition + " "
                            + begun + ", as " + made.id() + " shows; the inventory now says " + now + ".",
                    "Put " + begun + " back as " + side.word + " in the inventory, or delete " + made.id()
                            + " and start anew.");
        }
    }
}
