package dev.runbook.expression;

import java.time.Instant;
import java.util.function.Supplier;

/** What {@code lookup(...)} and {@code now()} ask: the same for a whole run. */
public record EvaluationContext(Lookups lookups, Supplier<Instant> now) {}
