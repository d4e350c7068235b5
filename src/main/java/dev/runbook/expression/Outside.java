package dev.runbook.expression;

import java.time.InstantSource;

/** What {@code lookup(...)} and {@code now()} ask: the same for a whole run. */
public record Outside(Lookups lookups, InstantSource clock) {}
