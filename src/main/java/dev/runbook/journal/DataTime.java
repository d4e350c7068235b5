package dev.runbook.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * The moment that new data is of.
 *
 * @param bound empty when the data is of that very moment
 */
public record DataTime(Instant moment, Optional<DataBound> bound) {}
