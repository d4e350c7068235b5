/**
 * Events to lines and back, and the lease on a target. Read {@link dev.runbook.journal.Event} first.
 */
@NullMarked
package dev.runbook.journal;

import org.jspecify.annotations.NullMarked;
