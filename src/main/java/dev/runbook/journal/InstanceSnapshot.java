package dev.runbook.journal;

import java.util.Optional;

/**
 * An instance around a pair at one moment.
 *
 * @param status as RDS names it
 * @param source the instance it replicates from
 * @param state how far its data is to be trusted
 * @param becomes the name that the swap gives it
 */
public record InstanceSnapshot(
        String name,
        String resourceId,
        String status,
        Optional<String> source,
        InstanceModel model,
        Optional<String> state,
        InstanceRole role,
        Optional<String> becomes) {

    /** Instance class and engine. */
    public record InstanceModel(String size, String engine) {}
}
