package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event.InstancesListed;
import dev.runbook.journal.InstanceSnapshot;
import dev.runbook.journal.ListingTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An instance that still exists after a run and is not meant to stay.
 *
 * @param status as RDS names it
 * @param why what it is
 */
public record LeftoverInstance(String instance, String status, String why) {

    /** The leftover instances of a pair; for a check, those that a run would leave. */
    public static List<LeftoverInstance> of(RunTree.PairNode pair) {
        List<LeftoverInstance> left = new ArrayList<>();
        for (InstanceSnapshot drawn : last(pair)) {
            why(drawn).ifPresent(why -> left.add(new LeftoverInstance(drawn.name(), drawn.status(), why)));
        }
        return left;
    }

    public Value.Fields fields() {
        return JsonDocument.of("instance", instance)
                .with("status", status)
                .with("why", why)
                .fields();
    }

    private static List<InstanceSnapshot> last(RunTree.PairNode pair) {
        return pair.world(ListingTime.AFTER)
                .or(() -> pair.world(ListingTime.BEFORE))
                .map(InstancesListed::instances)
                .orElse(List.of());
    }

    private static Optional<String> why(InstanceSnapshot drawn) {
        return switch (drawn.role()) {
            case OLD -> Optional.of("had the target's name before the swap; delete it when nobody needs it any more");
            case OTHER -> Optional.of("an earlier refresh has left it; delete it when that is not to be continued");
            case NEW ->
                drawn.nameAfterSwap()
                        .filter(name -> !name.equals(drawn.name()))
                        .map(name -> "is to become " + name
                                + drawn.state()
                                        .map(state -> "; its data is " + state.replace('-', ' '))
                                        .orElse(""));
            case SOURCE, TARGET -> Optional.empty();
        };
    }
}
