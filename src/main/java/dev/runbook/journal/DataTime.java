package dev.runbook.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The point in time of the new data.
 *
 * @param bound empty when the data is exactly from that moment
 */
public record DataTime(Instant moment, Optional<DataBound> bound) {}
