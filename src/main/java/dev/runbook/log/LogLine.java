package dev.runbook.log;

import java.time.Instant;

/**
 * One diagnostic log line; its text may have several lines.
 *
 * @param origin the pair or the thread; empty for the whole run
 */
public record LogLine(Instant at, LogDetail detail, String origin, String text) {}
