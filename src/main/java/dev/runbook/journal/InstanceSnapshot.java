package dev.runbook.journal;

import java.util.Optional;

/**
 * An instance of a pair at one point in time.
 *
 * @param status the RDS status
 * @param source the instance it replicates from
 * @param state how far its data can be trusted: the {@code runbook:state} tag
 * @param nameAfterSwap the name that the swap gives it
 */
public record InstanceSnapshot(
        String name,
        String resourceId,
        String status,
        Optional<String> source,
        InstanceModel model,
        Optional<String> state,
        InstanceRole role,
        Optional<String> nameAfterSwap) {

    /** Instance class and engine. */
    public record InstanceModel(String instanceClass, String engine) {}
}
