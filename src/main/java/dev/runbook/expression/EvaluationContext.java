package dev.runbook.expression;

import java.time.Instant;
import java.util.function.Supplier;

/** The sources of {@code lookup(...)} and {@code now()}, the same for a whole run. */
public record EvaluationContext(Lookups lookups, Supplier<Instant> now) {}
