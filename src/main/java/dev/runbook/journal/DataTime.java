package dev.runbook.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The point in time of the new data.
 *
 * @param qualifier empty when the data is exactly from that moment
 */
public record DataTime(Instant moment, Optional<DataTimeQualifier> qualifier) {}
