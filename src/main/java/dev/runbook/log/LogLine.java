package dev.runbook.log;

import java.time.Instant;

/**
 * One line for whoever looks for a fault; its text may go on below.
 *
 * @param origin the pair, or the thread that was at work; empty for the whole run
 */
public record LogLine(Instant at, Detail detail, String origin, String text) {}
