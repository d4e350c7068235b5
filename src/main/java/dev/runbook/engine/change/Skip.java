package dev.runbook.engine.change;

import dev.runbook.journal.SkipReason;

/** Why a task is skipped, and the same in words. */
public record Skip(SkipReason reason, String text) {}
